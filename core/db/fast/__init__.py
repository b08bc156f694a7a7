"""What exists for speed alone. Everything here could be left out, and the office would do the same, slower.

=================== ==============================================================================================
prepared.py         SELECTs compiled once, sent to the driver as they are (:meth:`Reading.read_all`)
writes.py           the writes of a unit of work noted and sent together (:attr:`Attempt.writes`)
recent.py           dossiers this process stepped last, so that the next step need not read them
=================== ==============================================================================================

The engine's live instances (:class:`bpmn.running.state.Live`) belong to the same family and live in the engine's room.
``motcua bench shares`` measures what a step costs without each; what earns less than a tenth of a step goes.
"""
