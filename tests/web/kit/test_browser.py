"""What only a browser can show: the viewer's drawing, the helps of every page, and that the policy is kept."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING

import pytest
from flask import Flask, render_template_string, request

from core.services.views.diagrams import DiagramStepView, DiagramView
from core.services.views.forms import FormView
from tests.web.kit.serving import AXE, VIOLATIONS, need_front_end, served
from tests.web.kit.small_office import NOW
from tests.web.kit.test_forms import Field
from tests.web.kit.words import ROOT
from web import guard, problems

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

DIAGRAM = ROOT / "bpmn" / "procedures" / "marital-status" / "process.bpmn"
DONE = ("Start_Submitted", "Gateway_Channel", "Task_Accept")
HERE = "Task_Review"
VIEWER = """{% extends "layout/base.html" %}{% import "kit/diagram.html" as diagram %}
{% block head %}{{ island("viewer") }}{% endblock %}
{% block content %}<h1>Sơ đồ</h1>{{ diagram.drawing(view) }}{{ diagram.steps(view) }}{% endblock %}"""
FORM = """{% extends "layout/base.html" %}{% import "kit/forms.html" as forms %}
{% block content %}<h1>Biểu mẫu</h1><form method="post" data-guard-leaving data-draft="/draft" novalidate>{{ forms.keys() }}
{{ forms.summary(view) }}{{ forms.body(view, refresh="/again") }}<p data-draft-state data-saved="Đã lưu nháp lúc %s" data-failed="Chưa lưu được"></p>
<input data-search aria-label="Tìm"><button data-confirm="Gửi thật chứ?">Gửi</button></form>{% endblock %}"""


SENT = '{% extends "layout/base.html" %}{% block content %}Đã nhận.{% endblock %}'


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    need_front_end()
    _routes(app)
    with served(app) as found:
        yield found


def _routes(app: Flask) -> None:
    flows = ("Flow_Channel_Accept", "Flow_Channel")
    step = DiagramStepView(
        element=HERE,
        name="Thẩm định",
        kind="review",
        unit="Phòng",
        who="",
        opened=NOW,
        closed=None,
        due=None,
        state="open",
    )
    view = DiagramView(xml=DIAGRAM.read_bytes(), passed=DONE, flows=flows, current=(HERE,), steps=(step,))
    app.config["DRAFTS"] = []
    app.config["ASKED"], app.config["ANSWERED"] = Event(), Event()
    app.config["ANSWERED"].set()  # a test that clears it holds the answer back

    @app.get("/diagram")
    @guard.public
    def diagram() -> str:
        shown = view if "broken" not in request.args else DiagramView(xml=b"<nothing/>", steps=(step,))
        return render_template_string(VIEWER, view=shown)

    @app.route("/form", methods=["GET", "POST"])
    @guard.public
    def form() -> str:
        return render_template_string(SENT if request.method == "POST" else FORM, view=_form())

    @app.post("/again")
    @guard.public
    def again() -> object:
        app.config["ASKED"].set()
        app.config["ANSWERED"].wait(timeout=60)
        if request.form.get("choice") == "b":
            return problems.page(409, "Đã có người làm trước.")
        return render_template_string(
            '{% import "kit/forms.html" as forms %}{{ forms.body(view, refresh="/again") }}', view=_form()
        )

    @app.post("/draft")
    @guard.public
    def draft() -> tuple[str, int]:
        app.config["DRAFTS"].append(request.form.get("name"))
        return "", 204


def _form() -> FormView:
    more = Field("more", label="Thêm", hidden=request.form.get("choice") != "a")
    options = [("Một", "a"), ("Hai", "b")]
    fields = (
        Field("name", label="Tên", value=request.form.get("name")),
        Field("note", "textarea", label="Ghi chú", value=request.form.get("note")),
        Field("ready", "checkbox", label="Đủ giấy tờ", value="ready" in request.form),
        Field("copy", "filepicker", label="Bản chụp"),
        Field("born", "datetime", label="Ngày sinh"),
        Field("choice", "radio", label="Chọn", options=options, value=request.form.get("choice")),
        more,
    )
    schema = {"components": [{"key": "more", "conditional": {"hide": '=choice != "a"'}}]}
    return FormView("f", schema, fields, {}, {})


def test_the_way_of_a_dossier_is_drawn_and_the_mark_of_the_library_stays_free(watched: Page, address: str) -> None:
    watched.goto(f"{address}/diagram")
    watched.wait_for_selector("[data-diagram][data-drawn]")
    done = watched.locator(f'[data-element-id="{DONE[2]}"]')
    assert "way-done" in (done.get_attribute("class") or "")
    now = watched.locator(f'[data-element-id="{HERE}"] .djs-visual > rect').first
    assert now.evaluate("shape => getComputedStyle(shape).strokeDasharray") == "7px, 4px"
    assert watched.locator(".way-number").all_inner_texts() == ["1", "2", "3"]
    line = watched.locator('[data-element-id="Flow_Channel_Accept"] .djs-visual > path').first
    assert line.evaluate("path => getComputedStyle(path).strokeWidth") == "3px"
    free = """mark => { const box = mark.getBoundingClientRect();
        const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return mark.contains(there) }"""
    assert watched.locator(".bjs-powered-by").evaluate(free)
    assert "Thẩm định" in watched.locator("main table").inner_text()


def test_the_diagrams_buttons_move_the_view(watched: Page, address: str) -> None:
    watched.goto(f"{address}/diagram")
    watched.wait_for_selector("[data-diagram][data-drawn]")
    where = "document.querySelector('.diagram-canvas .viewport').getAttribute('transform')"
    first = watched.evaluate(where)
    watched.click("[data-diagram-fit]")
    whole = watched.evaluate(where)
    watched.click("[data-diagram-in]")
    assert len({first, whole, watched.evaluate(where)}) == 3


def test_a_diagram_that_cannot_be_drawn_leaves_its_table(page: Page, address: str) -> None:
    page.goto(f"{address}/diagram?broken")
    page.wait_for_selector(".diagram-failed:visible")
    assert "Thẩm định" in page.locator("main table").inner_text()
    assert not page.locator(".diagram-canvas").is_visible()


def test_keys_search_and_list_themselves(watched: Page, address: str) -> None:
    watched.goto(f"{address}/form")
    watched.keyboard.press("/")
    assert watched.evaluate("document.activeElement.hasAttribute('data-search')")
    watched.evaluate("document.activeElement.blur()")
    watched.keyboard.press("?")
    assert watched.locator("#shortcuts").is_visible()
    watched.keyboard.press("Escape")
    assert not watched.locator("#shortcuts").is_visible()
    watched.fill("#f-name", "?/")
    assert watched.input_value("#f-name") == "?/"
    assert not watched.locator("#shortcuts").is_visible()


def test_fields_that_follow_from_a_choice_appear_and_nothing_typed_is_lost(watched: Page, address: str) -> None:
    watched.goto(f"{address}/form")
    assert not watched.locator("#f-more").count()
    watched.check("#f-choice-1")
    watched.wait_for_selector("#f-more")
    assert watched.is_checked("#f-choice-1")


def _held_back(page: Page, app: Flask, choice: str) -> None:
    """Makes the choice, and waits until the server has been asked; its answer comes when ANSWERED is set."""
    app.config["ASKED"].clear()
    app.config["ANSWERED"].clear()
    page.check(choice)
    assert app.config["ASKED"].wait(timeout=60)


def _answer(page: Page, app: Flask) -> None:
    """Lets the answer go, and waits until it stands on the page."""
    page.evaluate("document.getElementById('form-body').dataset.old = 'yes'")
    app.config["ANSWERED"].set()
    page.wait_for_selector("#form-body:not([data-old])")


def test_what_is_typed_while_the_form_is_drawn_anew_survives(app: Flask, watched: Page, address: str) -> None:
    watched.goto(f"{address}/form")
    watched.fill("#f-name", "Lê")
    watched.fill("#f-note", "trước")
    _held_back(watched, app, "#f-choice-1")
    watched.fill("#f-name", "Lê Thị")
    watched.check("#f-ready")
    watched.set_input_files("#f-copy", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"})
    watched.fill("#f-born", "12/04/1995")
    for key in ("ArrowLeft", "ArrowLeft", "1"):
        watched.locator("#f-born").press(key)
    _answer(watched, app)
    watched.wait_for_selector("#f-more")
    assert (watched.input_value("#f-name"), watched.input_value("#f-note")) == ("Lê Thị", "trước")
    assert watched.is_checked("#f-ready")
    assert watched.evaluate("document.getElementById('f-copy').files[0]?.name") == "a.pdf"
    watched.keyboard.type("2")  # where the caret was
    assert watched.input_value("#f-born") == "12/04/191295"


def test_a_choice_made_while_the_form_is_drawn_anew_counts(app: Flask, watched: Page, address: str) -> None:
    watched.goto(f"{address}/form")
    _held_back(watched, app, "#f-ready")
    watched.check("#f-choice-1")
    _answer(watched, app)
    assert watched.is_checked("#f-choice-1")
    watched.wait_for_selector("#f-more")


def test_a_text_box_that_was_resized_keeps_its_size(watched: Page, address: str) -> None:
    watched.goto(f"{address}/form")
    watched.evaluate("document.getElementById('f-note').style.height = '211px'")  # as its handle does
    watched.check("#f-choice-1")
    watched.wait_for_selector("#f-more")
    assert watched.evaluate("document.getElementById('f-note').offsetHeight") == 211


def test_a_day_chosen_from_the_calendar_is_written_day_first(watched: Page, address: str) -> None:
    watched.goto(f"{address}/form")
    assert watched.get_by_role("button", name="Chọn trên lịch").is_visible()
    watched.locator(".when-calendar").evaluate(
        "one => { one.value = '2026-12-31'; one.dispatchEvent(new Event('change')) }"
    )
    assert watched.input_value("#f-born") == "31/12/2026"


def test_a_refusal_inside_a_page_is_shown_and_the_form_stays(page: Page, address: str) -> None:
    page.goto(f"{address}/form")
    page.fill("#f-name", "Nguyễn Văn A")
    page.check("#f-choice-2")
    page.wait_for_selector("#notices [role=alert]")
    assert "Đã có người làm trước." in page.inner_text("#notices")
    assert page.input_value("#f-name") == "Nguyễn Văn A"


def test_a_draft_is_kept_and_leaving_asks(app: Flask, watched: Page, address: str) -> None:
    watched.goto(f"{address}/form")
    watched.locator("#f-name").press_sequentially("Lê")
    asked: list[str] = []
    watched.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    watched.evaluate("setTimeout(() => location.reload())")
    watched.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    watched.get_by_text("Đã lưu nháp lúc").wait_for()
    assert app.config["DRAFTS"] == ["Lê"]
    watched.goto(f"{address}/")  # nothing is unsaved any more: nobody asks
    assert watched.url == f"{address}/"


def test_an_act_that_asks_first(watched: Page, address: str) -> None:
    watched.goto(f"{address}/form")
    watched.click("button[data-confirm]")
    assert "Gửi thật chứ?" in watched.inner_text("dialog.question")
    watched.click("dialog.question button[value=no]")
    assert watched.url.endswith("/form") and watched.locator("form").count()
    watched.click("button[data-confirm]")
    watched.click("dialog.question button[value=yes]")
    watched.get_by_text("Đã nhận.").wait_for()


@pytest.mark.parametrize("path", ["/", "/form", "/diagram", "/nothing"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_accessible_and_fit(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 850})
    page.goto(address + path)
    if path == "/diagram":
        page.wait_for_selector("[data-diagram][data-drawn]")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(VIOLATIONS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
