"""Dossiers that people file at the national public service portal."""
