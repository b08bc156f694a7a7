"""Texts, numbers and dates as people and machines write them: understood exactly, or asked about."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn.forms import FieldError
from tests.unit.bpmn.forms import ENVIRONMENT, check, field, form


@pytest.mark.parametrize(
    ("component", "value", "expected"),
    [
        (field("textfield", validate={"validationType": "email"}), "a@b.vn", "a@b.vn"),
        (field("textfield", validate={"validationType": "email"}), "a@b", FieldError("email")),
        (field("textfield", validate={"validationType": "phone"}), "+84 912 345 678", "0912345678"),
        (field("textfield", validate={"validationType": "phone"}), "(028) 3822-1234", "02838221234"),
        (field("textfield", validate={"validationType": "phone"}), "+1 415 555 2671", "+14155552671"),
        (field("textfield", validate={"validationType": "phone"}), "0912345678 / 0987654321", FieldError("phone")),
        (field("textfield", properties={"content": "identity"}), "079 188 000 126", "079188000126"),
        (field("textfield", properties={"content": "identity"}), "٠٧٩١٨٨٠٠٠١٢٦", "079188000126"),
        (field("textfield", properties={"content": "identity"}), "0791880002", FieldError("tax-code")),
        (field("textfield", properties={"content": "digits"}, validate={"pattern": "^[0-9]{4}$"}), "12.34", "1234"),
        (field("textfield"), "A\u00a0\u200b\u202eB\tC ", "A B C"),
        (field("textarea"), " a \u00a0\n\tb\u200b\n", "a\n b"),
        (field("textfield"), "\u200b\u3164", None),
        (field("number"), 5, 5),
        (field("number"), Decimal("1.50"), Decimal("1.50")),
        (field("number"), "1,5", Decimal("1.5")),
        (field("number"), "8.000", FieldError("ambiguous-number")),
        (field("number"), "0.125", FieldError("ambiguous-number")),
        (field("number"), "1.234,567", Decimal("1234.567")),
        (field("number"), Decimal("1E+3"), 1000),
        (field("number"), Decimal("2.0"), 2),
        (field("number"), Decimal("0.1"), Decimal("0.1")),
        (field("number"), Decimal("1E+50"), FieldError("not-a-number")),
        (field("number"), "NaN", FieldError("not-a-number")),
        (field("number", decimalDigits=0), "1,00", FieldError("decimals", {"limit": 0})),
        (field("number", decimalDigits=0), Decimal("2.0"), 2),
        (field("number", increment="0.5"), Decimal("1.2"), FieldError("step", {"limit": Decimal("0.5"), "below": Decimal("1.0"), "above": Decimal("1.5")})),
        (field("number", increment=5), -15, -15),
        (field("number", serializeToString=True), "1.500", "1.500"),
        (field("number", appearance={"suffixAdorner": "m²"}), "12,5 m²", Decimal("12.5")),
        (field("number"), "1.234.567,8", Decimal("1234567.8")),
        (field("number"), "12.5", Decimal("12.5")),
        (field("number"), "abc", FieldError("not-a-number")),
        (field("number"), True, FieldError("not-a-number")),
        (field("number"), float("inf"), FieldError("not-a-number")),
        (field("number"), "1e999999999", FieldError("not-a-number")),
        (field("number", serializeToString=True), "1,50", "1.50"),
        (field("number", validate={"min": 1}), 0, FieldError("too-small", {"limit": 1})),
        (field("number", validate={"max": "=n"}), 3, FieldError("too-large", {"limit": 2})),
        (field("number", validate={"required": True}), "", FieldError("required")),
        (field("number", decimalDigits=0), "1,5", FieldError("decimals", {"limit": 0})),
        (field("number", decimalDigits=2), Decimal("1.500"), Decimal("1.500")),
        (field("datetime", subtype="date"), "2026-12-31", "2026-12-31"),
        (field("datetime", subtype="date"), "31/12/2026", "2026-12-31"),
        (field("datetime", subtype="date"), "31/02/2026", FieldError("not-a-date")),
        (field("datetime", subtype="date"), 20261231, FieldError("not-a-date")),
        (field("datetime", subtype="date", disallowPassedDates=True), "2026-11-22", FieldError("past")),
        (field("datetime", subtype="date", disallowPassedDates=True), "2026-11-23", "2026-11-23"),
        (field("datetime", subtype="time"), "8:5", FieldError("not-a-time")),
        (field("datetime", subtype="time"), "08:05:09", "08:05:09"),
        (field("datetime", subtype="time"), "8h05", "08:05"),
        (field("datetime", subtype="time"), "7h5", "07:05"), (field("datetime", subtype="time"), "7h", "07:00"),
        (field("datetime", subtype="time"), "7 giờ 05", "07:05"), (field("datetime", subtype="time"), "7 Giờ 5 phút", "07:05"),
        (field("datetime", subtype="time"), "23g59'", "23:59"), (field("datetime", subtype="time"), "0h", "00:00"),
        (field("datetime", subtype="time"), "7 gio", "07:00"), (field("datetime", subtype="time"), "07:05", "07:05"),
        (field("datetime", subtype="time"), "25h70", FieldError("not-a-time")), (field("datetime", subtype="time"), "24:00", FieldError("not-a-time")),
        (field("datetime", subtype="time"), "7h60", FieldError("not-a-time")), (field("datetime", subtype="time"), "7 giờ tối", FieldError("not-a-time")),
        (field("datetime", subtype="time"), "7h:05", FieldError("not-a-time")), (field("datetime", subtype="time"), "sáng sớm", FieldError("not-a-time")),
        (field("datetime", subtype="datetime"), "31/12/2026 7h5", "2026-12-31T07:05+07:00"),
        (field("datetime", subtype="datetime"), "31/12/2026 lúc 7 giờ", "2026-12-31T07:00+07:00"),
        (field("datetime", subtype="datetime"), "31/12/2026 25h70", FieldError("not-a-time")),
        (field("datetime", subtype="time"), "01:00Z", "08:00"),
        (field("datetime", subtype="date"), "1995-04-12T17:00:00.000Z", "1995-04-13"),
        (field("datetime", subtype="date"), "1995-04-12T17:00", "1995-04-12"),
        (field("datetime", subtype="date"), "1995-04-12Tgarbage", FieldError("not-a-date")),
        (field("datetime", subtype="date"), "1995-W15-3", FieldError("not-a-date")),
        (field("datetime", subtype="date"), "9999-12-31T23:59-12:00", FieldError("not-a-date")),
        (field("datetime", subtype="date"), "12.4.1995", "1995-04-12"),
        (field("datetime", subtype="date"), "12/4/95", FieldError("year-two-digits")),
        (field("datetime", subtype="date"), "04/13/1995", FieldError("not-a-date")),
        (field("datetime", subtype="date"), "1950", FieldError("not-a-date")),
        (field("datetime", subtype="date", properties={"precision": "year"}), "1950", "1950"),
        (field("datetime", subtype="date", properties={"precision": "year"}), "4/1950", "1950-04"),
        (field("datetime", subtype="date", properties={"precision": "year"}), "12/4/1950", "1950-04-12"),
        (field("datetime", subtype="date", properties={"precision": "month"}), "1950", FieldError("not-a-date", {"precision": "month"})),
        (field("datetime", subtype="date", properties={"precision": "year"}), "1950-00-00", FieldError("not-a-date", {"precision": "year"})),
        (field("datetime", subtype="date", properties={"precision": "year", "notAfter": "today"}), "2026", "2026"),
        (field("datetime", subtype="date", properties={"precision": "year", "notAfter": "today"}), "2027", FieldError("future")),
        (field("datetime", subtype="date", properties={"notAfter": "today"}), "2026-11-24", FieldError("future")),
        (field("datetime", subtype="date", properties={"notAfter": "today"}), "2026-11-23", "2026-11-23"),
        (field("datetime", subtype="date", properties={"notBefore": "=since"}), "2026-10-31", FieldError("not-before", {"limit": "01/11/2026"})),
        (field("datetime", subtype="date", properties={"notBefore": "=since"}), "2026-11-01", "2026-11-01"),
        (field("datetime", subtype="date", properties={"notAfter": "2026-01-01"}), "2026-01-02", FieldError("not-after", {"limit": "01/01/2026"})),
        (field("datetime", subtype="datetime"), "2026-12-31", FieldError("time-missing")),
        (field("datetime", subtype="datetime", timeSerializingFormat="no_timezone", disallowPassedDates=True), "2026-11-22T18:00", FieldError("past")),
        (field("datetime", subtype="datetime"), "9999-12-31T23:59:00-12:00", FieldError("not-a-date")),
        (field("datetime", subtype="datetime", timeSerializingFormat="utc_normalized"), "0001-01-01T00:00", FieldError("not-a-date")),
        (field("datetime", subtype="datetime"), "2026-12-31T08:00", "2026-12-31T08:00+07:00"),
        (field("datetime", subtype="datetime", timeSerializingFormat="no_timezone"), "2026-12-31T01:00Z", "2026-12-31T08:00"),
        (field("datetime", subtype="datetime", timeSerializingFormat="utc_normalized"), "2026-12-31T08:00", "2026-12-31T01:00Z"),
    ],
)  # fmt: skip
def test_values_are_typed_and_checked(component, value, expected):
    found = check(component, value, {"n": 2, "since": "2026-11-01T08:00+07:00"})
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("component", "written", "expected"),
    [
        (field("number"), "1.500", 1500), (field("number"), "1,5", Decimal("1.5")), (field("number"), "1 500 000", 1500000),
        (field("number"), "1.500.000 đ", 1500000), (field("number"), "\u22125", -5), (field("number"), "１５", 15),
        (field("number"), "007", 7), (field("number"), "-0", 0), (field("number"), "1.234,56", Decimal("1234.56")),
        (field("number"), "1.5", "ambiguous-number"), (field("number"), "0.500", "ambiguous-number"),
        (field("number"), "12 34", "ambiguous-number"), (field("number"), "1,234.56", "ambiguous-number"),
        (field("number", decimalDigits=3), "1.500", "ambiguous-number"), (field("number", serializeToString=True), "1.5", "ambiguous-number"),
        (field("number"), "5²", "not-a-number"), (field("number"), "1e3", "not-a-number"), (field("number"), "5%", "not-a-number"),
        (field("number", decimalDigits=1), "1,500", "decimals"), (field("number", decimalDigits=0), "1,0", "decimals"),
    ],
)  # fmt: skip
def test_a_number_that_a_person_typed_is_understood_exactly_or_asked_about(component, written, expected):
    page = form(component)
    data = page.from_multi({"x": written})
    checked = page.check(data, {}, ENVIRONMENT)
    if isinstance(expected, str):
        assert [error.code for error in checked.errors["x"]] == [expected]
        assert page.fields(data, {}, ENVIRONMENT)[0].value == written
    else:
        assert (checked.values["x"], type(checked.values["x"])) == (expected, type(expected))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_kept_number_shown_and_sent_again_stays_the_same(number):
    for component in (field("number"), field("number", serializeToString=True)):
        page = form(component)
        kept = page.check({"x": number}, {}, ENVIRONMENT).values
        (shown,) = page.fields(kept, {}, ENVIRONMENT)
        assert page.check(page.from_multi({"x": shown.value}), {}, ENVIRONMENT).values == kept


def test_a_date_keeps_its_distance_to_another_field_at_every_precision():
    life = form(
        field("datetime", "born", subtype="date", properties={"precision": "year"}),
        field("datetime", "died", subtype="date", properties={"notBefore": "=born", "notAfter": "today"}),
    )

    def codes(born, died):
        return [
            error.code for error in life.check({"born": born, "died": died}, {}, ENVIRONMENT).errors.get("died", ())
        ]

    assert codes("1950", "31/12/1949") == ["not-before"]
    assert codes("1950", "01/01/1950") == codes("1950-04-12", "12/04/1950") == codes(None, "01/01/1900") == []
