"""What the office does: services, rules, database, settings. Knows neither Flask nor RQ."""
