"""The database: engines, units of work, tables and migrations. Only ``unit_of_work.py`` commits."""
