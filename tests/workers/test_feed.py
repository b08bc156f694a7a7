"""Reading a feed loses nothing, whatever is not ready, stopped or restarted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from redis import Redis

from core.errors.dossiers import CannotAdvance
from core.errors.requests import KeyReused
from tests.support.clock import START, TestClock
from workers.feed import Feed


@dataclass(frozen=True)
class Item:
    id: str
    at: datetime


def items(*ages: timedelta) -> list[Item]:
    return [Item(f"{number:03d}", START - age) for number, age in enumerate(ages, start=1)]


def feed(url: str, found: list[Item], take: Callable[[Item], bool], size: int = 2) -> Feed[Item]:
    def page(after: str) -> list[Item]:
        return [item for item in found if item.id > after][:size]

    return Feed("test", Redis.from_url(url), page, take, timedelta(days=2), TestClock())


@pytest.fixture
def taken() -> list[str]:
    return []


def test_every_item_once_over_several_pages(redis_url: str, taken: list[str]) -> None:
    followed = feed(redis_url, items(*[timedelta()] * 5), lambda item: taken.append(item.id) or True)
    assert followed.follow() == 5
    assert followed.follow() == 0
    assert taken == ["001", "002", "003", "004", "005"]
    followed.redis.close()


def test_an_item_that_is_not_wanted_yet_is_offered_again_and_holds_up_nobody(redis_url: str, taken: list[str]) -> None:
    ready = {"001", "003", "004"}

    def take(item: Item) -> bool:
        if item.id in ready:
            taken.append(item.id)
        return item.id in ready

    followed = feed(redis_url, items(*[timedelta()] * 4), take)
    assert followed.follow() == 3
    assert followed.follow() == 0, "what was taken beyond the waiting item is not offered twice"
    ready.add("002")
    assert followed.follow() == 1
    assert taken == ["001", "003", "004", "002"]
    assert followed.follow() == 0
    followed.redis.close()


def test_an_item_nobody_wanted_for_long_is_passed(redis_url: str, taken: list[str]) -> None:
    offered: list[str] = []
    followed = feed(redis_url, items(timedelta(days=3), timedelta()), lambda item: offered.append(item.id) or False)
    followed.follow()
    followed.follow()
    assert offered == ["001", "002", "002"]
    followed.redis.close()


def test_a_crash_in_the_middle_repeats_at_most_the_item_at_hand(redis_url: str, taken: list[str]) -> None:
    def take(item: Item) -> bool:
        taken.append(item.id)
        if taken == ["001", "002", "003"]:
            raise ConnectionError("the database went away")
        return True

    followed = feed(redis_url, items(*[timedelta()] * 4), take)
    with pytest.raises(ConnectionError):
        followed.follow()
    followed.follow()
    assert taken == ["001", "002", "003", "003", "004"]
    followed.redis.close()


def test_losing_the_cursor_costs_reading_again_and_nothing_else(redis_url: str, taken: list[str]) -> None:
    followed = feed(redis_url, items(*[timedelta()] * 3), lambda item: taken.append(item.id) or True)
    followed.follow()
    followed.redis.flushdb()
    assert followed.follow() == 3
    assert taken == ["001", "002", "003"] * 2
    followed.redis.close()


def test_a_dossier_that_cannot_move_on_is_left_alone_for_a_while(redis_url: str, taken: list[str]) -> None:
    def take(item: Item) -> bool:
        taken.append(item.id)
        if item.id == "001":
            raise CannotAdvance(element="Task", incident="1")
        return True

    followed = feed(redis_url, items(timedelta(), timedelta()), take)
    followed.follow()
    followed.follow()
    assert taken == ["001", "002"], "one incident, not one every few seconds"
    followed.redis.delete("motcua:cursor:test:resting:001")
    followed.follow()
    assert taken == ["001", "002", "001"]
    followed.redis.close()


def test_a_fact_told_in_other_words_counts_as_taken(redis_url: str, taken: list[str]) -> None:
    def take(item: Item) -> bool:
        taken.append(item.id)
        raise KeyReused

    followed = feed(redis_url, items(timedelta()), take)
    followed.follow()
    followed.follow()
    assert taken == ["001"]
    followed.redis.close()
