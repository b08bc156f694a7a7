"""Rules of the office as pure functions and constants: deadlines, statuses, roles, text, hashes. No database, no services."""
