"""What makes a step fast.

=================== ==============================================================================================
prepared.py         SELECTs compiled once, sent to the driver as they are (:meth:`Reading.read_all`)
writes.py           the writes of a unit of work noted and sent together, as one statement where PostgreSQL can
                    (:attr:`Attempt.writes`); the check that nobody was faster (:class:`ConcurrentUpdate`) is part of it
recent.py           dossiers this process stepped last, so that the next step need not read them
=================== ==============================================================================================

``motcua bench shares`` measures what a step costs without each.
"""
