"""The national population database: a citizen confirmed or looked up, over SOAP."""
