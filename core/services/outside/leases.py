"""How long a worker holds a row, for everything workers do: short, and renewed while the work goes on.

The database decides who works at what; what stands in the queue server never does. A worker that dies says nothing, so
its row is free again when its lease has run out: within LEASE, and a second more until the relay looks.
"""

from __future__ import annotations

from datetime import timedelta

#: A row is its worker's for so long after the last sign of life.
LEASE = timedelta(seconds=20)
#: Seconds between two signs of life: three may fail before the row is given away.
BEAT = 5.0
#: A row that was handed to the queue and has vanished from there without being leased is handed over again.
HANDOVER_TIMEOUT = timedelta(seconds=10)
