"""Electronic documents of the national document axis (edXML, QCVN 102:2016/BTTTT): records, reader, writer, signatures."""
