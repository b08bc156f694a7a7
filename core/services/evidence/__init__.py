"""What is written of everything that happens: history, journal, access log."""
