"""Reading a feed loses nothing, whatever is not ready, stopped or restarted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from redis import Redis

from workers.feed import Feed


@dataclass(frozen=True)
class Item:
    id: str


ITEMS = [Item(f"{number:03d}") for number in range(1, 6)]
NAMES = [item.id for item in ITEMS]


def feed(redis: Redis, keep: Callable[[Item], bool], size: int = 2) -> Feed[Item]:
    def page(after: str) -> list[Item]:
        return [item for item in ITEMS if item.id > after][:size]

    return Feed("test", redis, page, keep)


class Kept(list[str]):
    """An office that keeps each item once, and is away at the third item when it is told to be."""

    away = False

    def __call__(self, item: Item) -> bool:
        if self.away and item.id == "003":
            self.away = False
            raise ConnectionError("the database went away")
        new = item.id not in self
        self.append(item.id)
        return new


@pytest.fixture
def kept() -> Kept:
    return Kept()


def test_every_item_once_over_several_pages(redis_url: str, kept: Kept) -> None:
    with Redis.from_url(redis_url) as redis:
        assert feed(redis, kept).follow() == 5
        assert feed(redis, kept).follow() == 0
    assert kept == NAMES


def test_a_crash_in_the_middle_goes_on_at_the_item_at_hand(redis_url: str, kept: Kept) -> None:
    kept.away = True
    with Redis.from_url(redis_url) as redis:
        with pytest.raises(ConnectionError):
            feed(redis, kept).follow()
        assert feed(redis, kept).follow() == 3
    assert kept == NAMES


@pytest.mark.parametrize(
    "spoil", [lambda redis: redis.flushdb(), lambda redis: redis.set("motcua:cursor:test", b"\xff")]
)
def test_losing_the_cursor_costs_reading_again_and_nothing_else(
    redis_url: str, kept: Kept, spoil: Callable[[Redis], object]
) -> None:
    with Redis.from_url(redis_url) as redis:
        feed(redis, kept).follow()
        spoil(redis)
        assert feed(redis, kept).follow() == 0, "the office knows them all"
    assert kept == NAMES * 2
