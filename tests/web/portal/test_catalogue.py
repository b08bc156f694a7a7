from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.services.office import Office
from web.guards import guard_of, unguarded


def test_every_route_is_guarded_and_public(app: Flask) -> None:
    assert unguarded(app) == []
    assert {guard_of(app, rule.endpoint) for rule in app.url_map.iter_rules()} == {"public"}


def test_the_start_leads_to_both_things_people_come_for(client: FlaskClient) -> None:
    page = client.get("/").text
    assert 'href="/track"' in page
    assert 'href="/procedures?field=ho-tich"' in page
    assert "Giấy tờ, thời hạn, phí và trình tự của 6 thủ tục." in page


def test_below_its_mount_point_every_address_follows(client: FlaskClient) -> None:
    page = client.get("/", base_url="http://localhost/portal").text
    assert 'href="/portal/track"' in page
    assert 'href="/track"' not in page


def test_the_catalogue_lists_what_is_deployed(client: FlaskClient, demo: Office) -> None:
    page = client.get("/procedures").text
    for view in demo.procedures.catalogue():
        if not view.applied_for:
            assert view.name not in page
            continue
        assert view.name in page
        assert f'href="/procedures/{view.code}"' in page


@pytest.mark.parametrize("words", ["hôn nhân", "hon nhan", "HÔN  nhân", "1.004873", "marital"])
def test_search_minds_neither_accents_nor_capitals(client: FlaskClient, words: str) -> None:
    page = client.get("/procedures", query_string={"search": words}).text
    assert "/procedures/1.004873" in page
    assert "/procedures/1.001193" not in page


def test_a_field_narrows_the_list_and_nothing_found_says_what_to_do(client: FlaskClient) -> None:
    assert "/procedures/1.009122" not in client.get("/procedures?field=ho-tich").text
    empty = client.get("/procedures?search=zzz").text
    assert "Không tìm thấy thủ tục nào" in empty
    assert "Xem tất cả thủ tục" in empty


def test_a_procedure_is_posted_with_papers_time_fee_law_and_steps(client: FlaskClient, demo: Office) -> None:
    view = demo.procedures.get("1.004873")
    page = client.get("/procedures/1.004873").text
    assert "3 ngày làm việc" in page
    assert all(component.name in page for component in view.components)
    assert "Luật Hộ tịch" in page
    places = [page.index(name) for name in ("Thẩm định hồ sơ", "Ký duyệt", "Vào sổ, đóng dấu", "Trả kết quả tại quầy")]
    assert places == sorted(places)
    assert "Chỉ khi cần: Chờ bổ sung giấy tờ" in page


def test_every_procedure_has_its_page(client: FlaskClient, demo: Office) -> None:
    for view in demo.procedures.catalogue():
        assert client.get(f"/procedures/{view.code}").status_code == (200 if view.applied_for else 404)


def test_an_unknown_procedure_is_said_to_be_unknown(client: FlaskClient) -> None:
    answer = client.get("/procedures/9.999999")
    assert answer.status_code == 404
    assert "Không có thủ tục nào mang mã “9.999999”." in answer.text


def test_the_posting_may_be_found_by_search_engines_and_dossiers_may_not(client: FlaskClient) -> None:
    assert 'content="index, follow"' in client.get("/procedures/1.004873").text
    assert 'content="noindex"' in client.get("/nothing").text


def test_english_is_a_choice(client: FlaskClient, token: str) -> None:
    client.post("/language/en", data={"csrf_token": token})
    page = client.get("/procedures/1.004873").text
    assert "Certificate of marital status" in page
    assert "3 working days" in page
    assert "Only where it is needed" in page


def test_no_public_page_of_a_procedure_shows_the_note_for_the_office(client: FlaskClient, demo: Office) -> None:
    noted = [view for view in demo.procedures.catalogue() if view.office_note]
    assert noted
    for view in noted:
        page = client.get(f"/procedures/{view.code}").text
        assert view.office_note not in page and "minh hoạ" not in page and "cần đối chiếu" not in page
