"""What every service stands on: clock, database, stores and caches."""
