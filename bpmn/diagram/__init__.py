"""A file as it was drawn: XML, schema, elements, and the dialect of its extensions."""
