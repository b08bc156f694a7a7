"""What makes a step fast. Each part has a slower equivalent through SQLAlchemy, one statement after the other.

=================== ==============================================================================================
prepared.py         statements compiled once and sent to the driver as they are (:meth:`Reading.read_all`)
combined.py         the writes of a unit of work as one statement of PostgreSQL (:class:`core.db.writes.Writes`)
recent.py           dossiers this process stepped last, so that the next step need not read them
=================== ==============================================================================================

``motcua bench shares`` measures what a step costs without each; what earns less than a tenth has no place here.
"""
