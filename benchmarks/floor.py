"""The floor: the bare SQL any durable step needs, each statement its own round trip, on one connection.

``BEGIN; SELECT … FOR UPDATE; UPDATE instance (4.4 KB); INSERT history; UPDATE task; INSERT task; COMMIT``
"""

from __future__ import annotations

import os
from time import perf_counter

import psycopg

STATE = os.urandom(4400)
TABLES = """
CREATE TABLE floor_instance (id bigint PRIMARY KEY, revision int NOT NULL, state bytea NOT NULL);
CREATE TABLE floor_history (id bigserial PRIMARY KEY, instance bigint NOT NULL, payload text NOT NULL);
CREATE TABLE floor_task (id bigserial PRIMARY KEY, instance bigint NOT NULL, state text NOT NULL);
CREATE INDEX ON floor_task (instance);
"""


#: instances of each process
INSTANCES = 200


class Floor:
    """One connection that steps the instances of process ``number`` round and round."""

    def __init__(self, dsn: str, number: int = 0) -> None:
        self._connection = psycopg.connect(dsn, autocommit=True)
        self._connection.prepare_threshold = 0
        self._first = number * INSTANCES
        self._task = {one: -one - 1 for one in range(self._first, self._first + INSTANCES)}
        self._next = 0

    @staticmethod
    def create(dsn: str, processes: int) -> None:
        """Makes the tables and fills them for so many processes."""
        with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
            cursor.execute(TABLES)
            rows = [(one, STATE) for one in range(processes * INSTANCES)]
            cursor.executemany("INSERT INTO floor_instance VALUES (%s, 0, %s)", rows)
            tasks = [(-one - 1, one) for one, _ in rows]
            cursor.executemany("INSERT INTO floor_task (id, instance, state) VALUES (%s, %s, 'open')", tasks)

    def step(self) -> float:
        """Does one step and returns its seconds."""
        instance = self._first + self._next % INSTANCES
        self._next += 1
        execute = self._connection.execute
        begun = perf_counter()
        execute("BEGIN")
        execute("SELECT revision, state FROM floor_instance WHERE id = %s FOR UPDATE", (instance,)).fetchone()
        execute("UPDATE floor_instance SET revision = revision + 1, state = %s WHERE id = %s", (STATE, instance))
        execute("INSERT INTO floor_history (instance, payload) VALUES (%s, %s)", (instance, "{}" * 100))
        execute("UPDATE floor_task SET state = 'done' WHERE id = %s", (self._task[instance],))
        made = execute(
            "INSERT INTO floor_task (instance, state) VALUES (%s, 'open') RETURNING id", (instance,)
        ).fetchone()
        execute("COMMIT")
        self._task[instance] = made[0] if made else 0
        return perf_counter() - begun

    def close(self) -> None:
        """Closes the connection; the tables go with the database."""
        self._connection.close()
