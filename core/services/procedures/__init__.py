"""Procedures deployed, and what a package may say."""
