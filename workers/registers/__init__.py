"""Registers of others that are asked about a person: poor households, certifications, the residence archive."""
