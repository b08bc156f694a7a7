"""The client of the records axis against the simulator, which fails on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.settings import Settings
from tests.workers.conftest import Outside
from workers.errors import CredentialsRefused, Refused, Unavailable
from workers.records.client import RecordsClient
from workers.records.wire import DossierMessage, LetterMessage, ProgressMessage, Reply


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


def a_letter(code: str = "H1-XM1", to: str = "H99.01.06") -> LetterMessage:
    return LetterMessage(MaVanBan=code, NoiGui="H99.01.05", NoiNhan=to, TrichYeu="x", NoiDung="y", MaHoSo="H1")


def state(axis: Outside) -> dict[str, Any]:
    found = axis.served.app.extensions["axis"]
    return {"dossiers": found.dossiers, "steps": found.steps, "letters": found.letters, "sessions": found.sessions}


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
        client.letter(a_letter(), "k")
    assert len(state(axis)["steps"]) == 1 and len(state(axis)["letters"]) == 1


def test_answers_are_read_from_the_cursor_on(axis: Outside, client: RecordsClient) -> None:
    client.letter(a_letter(), "k")
    assert client.answers("") == ()
    axis.tell("/_answer", MaVanBan="H1-XM1", TraLoi="Chưa đăng ký kết hôn", GhiChu="Đã tra sổ")
    (answer,) = client.answers("")
    assert (answer.MaVanBan, answer.TraLoi, answer.GhiChu) == ("H1-XM1", "Chưa đăng ký kết hôn", "Đã tra sổ")
    assert client.answers(answer.id) == ()
    (request, *_) = axis.asked("/answers")
    assert "session" not in request["query"], "a session does not belong into an address"


def test_letters_are_answered_by_themselves(axis: Outside, client: RecordsClient) -> None:
    axis.served.app.extensions["axis"].pace *= 0
    client.letter(a_letter(), "k")
    assert len(client.answers("")) == 1


def test_an_unknown_unit_is_refused_for_good(client: RecordsClient) -> None:
    with pytest.raises(Refused) as caught:
        client.letter(a_letter(to="unknown"), "k")
    assert caught.value.reason_code == "11"


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
