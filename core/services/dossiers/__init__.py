"""Dossiers received and read, their papers and receipts."""
