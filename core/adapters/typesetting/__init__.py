"""Papers as PDF files, set by Typst."""
