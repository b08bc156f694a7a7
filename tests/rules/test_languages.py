"""English says English and Vietnamese Vietnamese: in every catalogue, in what is told of outside systems, and in what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from core.services.context.contracts import Bilingual
from tests.support.sources import ROOT
from workers import error_texts, faults, registry
from workers.civil_status import client as civil_status
from workers.errors import Unavailable
from workers.national_portal import client as national_portal
from workers.notification import gateways, mailer
from workers.payment import client as payment
from workers.population import client as population
from workers.postal import client as postal
from workers.records import client as records
from workers.registers.client import REGISTERS

VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
#: what is called so in both languages: the product, the currency, examples of names and addresses, words quoted from a form
SAME_IN_BOTH = re.compile(r"“[^”]*”|Một Cửa|đồng|\([^)]*\)|[\w.-]*@[\w.-]*|https?://\S+")
SYSTEMS = (
    *(one.SYSTEM for one in (civil_status, national_portal, mailer, payment, population, postal, records)),
    *(value.SYSTEM for value in vars(gateways).values() if isinstance(getattr(value, "SYSTEM", None), Bilingual)),
    *(one.system for one in REGISTERS.values()),
)
CATALOGUES = sorted(ROOT.glob("*/translations/*/LC_MESSAGES/messages.po"))


def english(text: str) -> str:
    """What is left of an English text without what may be Vietnamese in it."""
    return SAME_IN_BOTH.sub("", text)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)).split("/LC")[0])
def test_keys_and_english_texts_of_catalogues_hold_no_vietnamese(catalogue: Path) -> None:
    with catalogue.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    said = [text for message in messages for text in _texts(message.id)]
    if catalogue.parent.parent.name == "en":
        said += [text for message in messages for text in _texts(message.string)]
    mixed = [text for text in said if VIETNAMESE.search(english(text))]
    assert mixed == []


def _texts(of: object) -> list[str]:
    return [of] if isinstance(of, str) else [str(one) for one in of]  # type: ignore[attr-defined]


def _bilingual() -> Iterator[tuple[str, Bilingual]]:
    yield from error_texts.SENTENCES.items()
    yield from {**faults.WORDS, "": faults.OTHERWISE}.items()
    for system in SYSTEMS:
        yield system.en, system
    for contract in registry.contracts().values():
        yield contract.topic, contract.name


def test_what_is_told_of_outside_systems_is_in_one_language_at_a_time() -> None:
    assert len(SYSTEMS) >= 12
    for code, text in _bilingual():
        assert not VIETNAMESE.search(english(text.en)), code
        assert text.vi and text.vi != text.en, code
        assert re.findall(r"%\((\w+)\)s", text.en) == [] or set(re.findall(r"%\((\w+)\)s", text.en)) == set(
            re.findall(r"%\((\w+)\)s", text.vi)
        ), code


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda one: one.en)
def test_a_system_is_called_by_its_name_in_the_language_of_the_sentence(system: Bilingual) -> None:
    error = Unavailable("nonsense", system=system, detail=faults.missing("at"))
    assert error.text("en") == f"{system.en[0].upper()}{system.en[1:]} gave an answer that makes no sense: at: missing."
    assert error.text("vi") == f"{system.vi} trả lời không đúng định dạng: at: thiếu."
