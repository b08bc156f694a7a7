"""The client of the records axis against the simulator, which fails on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from core.settings import Settings
from tests.support import edxml
from tests.workers.conftest import Outside
from workers.errors import CredentialsRefused, Refused, Unavailable
from workers.records.client import RecordsClient
from workers.records.edxml import reader, writer
from workers.records.edxml.model import Organ
from workers.records.wire import DossierMessage, ProgressMessage, Reply


@pytest.fixture
def client(axis: Outside, pointing: Callable[..., Settings]) -> Iterator[RecordsClient]:
    with RecordsClient(pointing(RECORDS_URL=axis.url), seconds=2) as opened:
        yield opened


def a_dossier(status: str = "2") -> DossierMessage:
    return DossierMessage(
        MaHoSo="H1",
        MaTTHC="1.004873",
        TenTTHC="Cấp giấy xác nhận tình trạng hôn nhân",
        MaLinhVuc="ho-tich",
        TenLinhVuc="Hộ tịch",
        KenhThucHien="1",
        ChuHoSo="Nguyễn Thị Thử",
        TrichYeuHoSo="x",
        NgayTiepNhan="20261123080000",
        TrangThaiHoSo=status,
        HinhThuc="0",
        DonViXuLy="UBND",
    )


def a_step(at: str = "20261123080000") -> ProgressMessage:
    return ProgressMessage(
        MaHoSo="H1",
        NguoiXuLy="UBND",
        ThoiDiemXuLy=at,
        PhongBanXuLy="UBND",
        NoiDungXuLy="x",
        TrangThai="2",
        NgayBatDau=at,
    )


LETTER = edxml.document(sender=edxml.OURS, receivers=(edxml.THEIRS,))


def send(client: RecordsClient, key: str = "k", receiver: str = "H99.06") -> str:
    letter = replace(LETTER, receivers=(Organ(receiver, receiver),))
    return client.send(writer.write(letter), "edoc", edxml.OURS.id, key)


def state(axis: Outside) -> dict[str, Any]:
    found = axis.served.app.extensions["axis"]
    return {"dossiers": found.dossiers, "steps": found.steps, "letters": found.letters(), "sessions": found.sessions}


def test_a_dossier_is_inserted_then_updated(axis: Outside, client: RecordsClient) -> None:
    assert client.known("H1") is None
    client.put(a_dossier(), False, "k1")
    client.progress(a_step(), "k1")
    known = client.known("H1")
    assert known is not None and (known.TrangThaiHoSo, known.ThoiDiemXuLy) == ("2", "20261123080000")
    client.put(a_dossier("4"), True, "k2")
    assert state(axis)["dossiers"]["H1"]["TrangThaiHoSo"] == "4"
    assert [request["key"] for request in axis.asked("/DongBoHoSoMC")] == ["k1", "k2"]


@pytest.mark.parametrize("update", [True, False])
def test_the_axis_knows_better_whether_it_is_new(axis: Outside, client: RecordsClient, update: bool) -> None:
    if not update:
        client.put(a_dossier(), False, "k0")
    client.put(a_dossier("4"), update, "k1")
    assert state(axis)["dossiers"]["H1"]["TrangThaiHoSo"] == "4"


def test_the_same_step_and_the_same_letter_count_once(axis: Outside, client: RecordsClient) -> None:
    client.put(a_dossier(), False, "k")
    for _ in range(2):
        client.progress(a_step(), "k")
    assert send(client) == send(client)
    assert len(state(axis)["steps"]) == 1 and len(state(axis)["letters"]) == 1


def test_a_message_waits_until_it_is_acknowledged(axis: Outside, client: RecordsClient) -> None:
    assert client.waiting() == ()
    httpx.post(f"{axis.url}/_deliver", content=writer.write(LETTER))
    (waiting,) = client.waiting()
    assert reader.read(client.fetch(waiting.id)).message == LETTER
    assert client.waiting() == (waiting,), "fetched is not stored"
    client.acknowledge(waiting.id, taken=True)
    assert client.waiting() == ()
    (request, *_) = axis.asked("/edoc")
    assert "session" not in request["query"], "a session does not belong into an address"


def test_letters_are_answered_by_themselves(axis: Outside, client: RecordsClient) -> None:
    axis.served.app.extensions["axis"].pace *= 0
    send(client)
    assert [one.messagetype for one in client.waiting()] == ["status", "status", "edoc", "status"]


def test_what_is_no_document_is_refused_for_good(client: RecordsClient) -> None:
    for data in (b"<edXML/>", writer.write(replace(LETTER, content=""))):
        with pytest.raises(Refused) as caught:
            client.send(data, "edoc", "H99.01.05", "k")
        assert caught.value.reason_code == "12"


def test_an_unknown_unit_is_refused_for_good(client: RecordsClient) -> None:
    with pytest.raises(Refused) as caught:
        send(client, receiver="unknown")
    assert caught.value.reason_code == "11"


def test_a_message_there_is_not_is_refused(client: RecordsClient) -> None:
    with pytest.raises(Refused) as caught:
        client.fetch("R9")
    assert caught.value.reason_code == "13"
    with pytest.raises(Unavailable):
        client.fetch("../../login")


def test_an_ended_session_is_renewed_for_messages_too(axis: Outside, client: RecordsClient) -> None:
    send(client)
    state(axis)["sessions"].clear()
    assert send(client, "k2") != send(client, "k")


def test_a_session_that_ended_is_renewed_once(axis: Outside, client: RecordsClient) -> None:
    client.known("H1")
    state(axis)["sessions"].clear()
    assert client.known("H1") is None
    assert len(axis.asked("/login")) == 2


def test_wrong_credentials_are_not_tried_for_ever(axis: Outside, pointing: Callable[..., Settings]) -> None:
    # Not judged, as settings are when they are read: the simulator refuses only a secret that is none.
    settings = pointing(RECORDS_URL=axis.url).model_copy(update={"records_key": "client:"})
    with RecordsClient(settings) as client, pytest.raises(CredentialsRefused) as caught:
        client.known("H1")
    assert "MOTCUA_RECORDS_KEY" in caught.value.text("vi")
    assert len(axis.asked("/login")) <= 2


@pytest.mark.parametrize(("mode", "code"), [("down", "unreachable"), ("error", "broken"), ("nonsense", "nonsense")])
def test_an_axis_that_fails_can_be_asked_again(axis: Outside, client: RecordsClient, mode: str, code: str) -> None:
    axis.misbehave(mode, times=1, path="/DongBoHoSoMC")
    with pytest.raises(Unavailable) as caught:
        client.put(a_dossier(), False, "k")
    assert caught.value.code == code
    client.put(a_dossier(), False, "k")
    assert list(state(axis)["dossiers"]) == ["H1"]


@pytest.mark.parametrize(("given", "code"), [("00", "00"), (0, "00"), (4, "04"), ("11", "11")])
def test_success_may_be_a_number_or_a_text(given: object, code: str) -> None:
    assert Reply.model_validate({"error_code": given}).error_code == code
