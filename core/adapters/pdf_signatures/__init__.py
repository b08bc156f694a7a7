"""What the signatures inside PDF files are worth."""
