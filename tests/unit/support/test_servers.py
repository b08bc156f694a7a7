"""The servers of the test run themselves: each answers, and each test gets a clean one."""

from __future__ import annotations

import psycopg
from redis import Redis

from tests.support import postgres


def test_a_created_database_is_a_copy_and_can_be_dropped(postgres_server: postgres.Server) -> None:
    template = postgres_server.create()
    with psycopg.connect(postgres.libpq(template)) as connection:
        connection.execute("CREATE TABLE word (text text)")
        connection.execute("INSERT INTO word VALUES ('đất đai')")
    copy = postgres_server.create(template=template)
    with psycopg.connect(postgres.libpq(copy)) as connection:
        assert connection.execute("SELECT text FROM word").fetchall() == [("đất đai",)]
    for url in (copy, template):
        postgres_server.drop(url)


def test_a_queue_server_starts_empty(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left behind", "1")
