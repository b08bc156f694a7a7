"""The staff's web: desks of clerks, auditors and designers, and the administration of the office.

It shows what ``core`` answers and turns forms into one service call each. It decides no right and no rule of its own,
and never speaks to the engine, the database or the queue.
"""
