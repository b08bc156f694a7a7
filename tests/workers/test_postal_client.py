"""The client of the post against the simulator, which fails on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from core.settings import Settings
from tests.workers.conftest import Outside
from workers.errors import CredentialsRefused, Refused, Unavailable
from workers.postal.client import PostalClient
from workers.postal.simulator import SAYINGS, PostOffice
from workers.postal.states import ShipmentState, neutral, table
from workers.postal.wire import Order, Receiver, Sender


@pytest.fixture
def client(post: Outside, pointing: Callable[..., Settings]) -> Iterator[PostalClient]:
    with PostalClient(pointing(POSTAL_URL=post.url), seconds=2) as opened:
        yield opened


def an_order(number: str = "H99.01.05-261123-0001-aaaa") -> Order:
    receiver = Receiver(Name="Nguyễn Thị Thử", Address="Số 1 đường Mẫu", Tel="0900000000")
    return Order(
        customerCode="customer", orderNumber=number, sender=Sender(Name="UBND"), receiver=receiver, description="x"
    )


def parcels(post: Outside) -> PostOffice:
    found: PostOffice = post.served.app.extensions["post"]
    return found


def test_an_order_gets_a_tracking_code_and_carries_our_number_as_key(post: Outside, client: PostalClient) -> None:
    placed = client.create(an_order())
    assert placed.trackingCode == "VN000000001" and neutral(placed.statusCode) is ShipmentState.CREATED
    (request,) = post.asked("/order/post")
    assert request["key"] == an_order().orderNumber
    assert request["body"]["receiver"]["Name"] == "Nguyễn Thị Thử"


def test_the_same_order_twice_is_one_order(post: Outside, client: PostalClient) -> None:
    assert client.create(an_order()).trackingCode == client.create(an_order()).trackingCode
    assert len(parcels(post).parcels) == 1


def test_an_answer_that_came_too_late_is_found_again(post: Outside, pointing: Callable[..., Settings]) -> None:
    post.misbehave("slow", delay=1.5, times=1, path="/order/post")
    with PostalClient(pointing(POSTAL_URL=post.url), seconds=0.5) as client:
        with pytest.raises(Unavailable):
            client.create(an_order())
        assert client.create(an_order()).trackingCode == "VN000000001"
    assert len(parcels(post).parcels) == 1


@pytest.mark.parametrize(("mode", "code"), [("down", "unreachable"), ("error", "broken"), ("nonsense", "nonsense")])
def test_a_post_that_fails_can_be_asked_again(post: Outside, client: PostalClient, mode: str, code: str) -> None:
    post.misbehave(mode, times=1, path="/order/post")
    with pytest.raises(Unavailable) as caught:
        client.create(an_order())
    assert caught.value.code == code
    assert not parcels(post).parcels
    assert client.create(an_order()).trackingCode


def test_a_refusal_carries_the_posts_reason(post: Outside, client: PostalClient) -> None:
    post.misbehave("reject", times=1, path="/order/post", code="ADDRESS_UNKNOWN", message="Không có đường này.")
    with pytest.raises(Refused) as caught:
        client.create(an_order())
    assert caught.value.reason_code == "ADDRESS_UNKNOWN" and "Không có đường này." in caught.value.text("vi")


def test_a_token_that_ran_out_is_renewed_once(post: Outside, client: PostalClient) -> None:
    client.create(an_order("a-1"))
    parcels(post).tokens.clear()
    client.create(an_order("a-2"))
    assert len(post.asked("/token")) == 2


def test_wrong_credentials_are_not_tried_for_ever(post: Outside, pointing: Callable[..., Settings]) -> None:
    # Not judged, as settings are when they are read: the simulator refuses only a secret that is none.
    settings = pointing(POSTAL_URL=post.url).model_copy(update={"postal_key": "customer:"})
    with PostalClient(settings) as client, pytest.raises(CredentialsRefused):
        client.create(an_order())
    assert len(post.asked("/token")) == 1


def test_the_feed_is_read_from_the_cursor_on(post: Outside, client: PostalClient) -> None:
    client.create(an_order("a-1"))
    client.create(an_order("a-2"))
    first = client.movements("")
    assert [line.orderNumber for line in first] == ["a-1", "a-2"]
    post.tell("/_advance", orderNumber="a-1", statusCode="400")
    (news,) = client.movements(first[-1].id)
    assert (news.orderNumber, neutral(news.statusCode)) == ("a-1", ShipmentState.DELIVERED)
    assert client.movements(news.id) == ()


def test_an_order_is_found_by_its_tracking_code(client: PostalClient) -> None:
    placed = client.create(an_order())
    assert client.locate(placed.trackingCode) == client.find(placed.orderNumber)
    with pytest.raises(Refused):
        client.locate("VN999")


def test_parcels_move_by_themselves_in_order(post: Outside, client: PostalClient) -> None:
    office = parcels(post)
    office.pace *= 0
    client.create(an_order())
    assert [(line.model_extra or {})["statusCode"] for line in client.movements("")] == [
        "100",
        "110",
        "200",
        "300",
        "400",
    ]
    ids = [line.id for line in client.movements("")]
    assert ids == sorted(ids)


def test_every_code_of_the_simulator_is_mapped_and_others_are_not_guessed() -> None:
    assert set(SAYINGS) == set(table())
    assert neutral("777") is ShipmentState.OTHER
