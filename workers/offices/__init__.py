"""Offices that run this software: one asks, the other opens a dossier and answers."""
