"""Regular expressions of XPath: the linear engine, the counting one, and both the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import feel
from bpmn.feel.errors import Failure
from bpmn.feel.regex import engine
from bpmn.feel.regex.parser import PatternReader
from tests.unit.feel.evaluating import ENVIRONMENT, codes, holds


@pytest.mark.parametrize(
    "text",
    [
        'matches("abracadabra", "bra") and not(matches("abracadabra", "^bra"))',
        'matches("reptile\\nline", "^line$", "m") and not(matches("reptile\\nline", "^line$"))',
        'matches("a\\nb", "a.b", "s") and not(matches("a\\nb", "a.b"))',
        'matches("hello world", "hello[ ]wo rld", "x") and matches("helloworld", "hello world", "x")',
        'matches("a.b", "a.b", "q") and not(matches("axb", "a.b", "q"))',
        'matches("HELLO", "hello", "i")',
        'matches("abab", "(ab)\\1") and not(matches("abba", "(ab)\\1"))',
        'matches("xyz", "[a-z-[aeiou]]+") and not(matches("aei", "^[a-z-[aeiou]]+$"))',
        'matches("Ưu", "^\\p{Lu}\\p{Ll}$") and matches("5", "\\P{L}")',
        'matches("α", "^\\p{IsGreek}$") and not(matches("a", "^\\P{IsBasicLatin}$"))',
        'matches("x-1", "^\\i\\c*$") and not(matches("1x", "^\\i\\c*$"))',
        'matches("_a1", "^\\w+$") = false and matches("á1", "^\\w+$")',
        'replace("abracadabra", "bra", "*") = "a*cada*"',
        'replace("abracadabra", "a.*a", "*") = "*" and replace("abracadabra", "a.*?a", "*") = "*c*bra"',
        'replace("abracadabra", "a(.)", "a$1$1") = "abbraccaddabbra"',
        'replace("AAAA", "A+?", "b") = "bbbb"',
        'replace("darted", "^(.*?)d(.*)$", "$1c$2") = "carted"',
        'replace("a", "a", "\\\\$") = "$"',
        'replace("ab", "(a)(b)?", "$12") = "a2"',
        'split("1, 15, 24", ",\\s*") = ["1", "15", "24"]',
        'split("Hồ sơ số 5", "\\s") = ["Hồ", "sơ", "số", "5"]',
        'extract("a1b22", "[0-9]+") = ["1", "22"]',
        'string length(replace("đơn xin 🐎", "🐎", "x")) = 9',
    ],
)
def test_holds(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('matches("a", "[")', "pattern-invalid"),
        ('matches("a", "a**")', "pattern-invalid"),
        ('matches("a", "(?=a)")', "pattern-invalid"),
        ('matches("a", "\\bx")', "pattern-invalid"),
        ('matches("a", "\\p{IsNothing}")', "pattern-invalid"),
        ('matches("a", "\\2(a)")', "pattern-invalid"),
        ('matches("a", "a{2,1}")', "pattern-invalid"),
        ('matches("a", "a", "z")', "flags-invalid"),
        ('replace("a", "a*", "b")', "pattern-empty"),
        ('split("a", "")', "pattern-empty"),
        ('replace("a", "a", "$")', "replacement-invalid"),
        ('replace("a", "a", "\\x")', "replacement-invalid"),
        ('matches(null, "a")', "argument-null"),
    ],
)
def test_what_xpath_refuses_is_null(text: str, code: str) -> None:
    assert code in codes(text)


PATTERNS = st.text(alphabet="ab(|)*+?.[]^$-{}12\\\\dwspL", max_size=12)


def _free(_: int) -> None:
    """A charge that costs nothing."""


@given(PATTERNS, st.text(alphabet="ab1 -", max_size=8))
def test_both_engines_agree(pattern: str, text: str) -> None:
    try:
        reader = PatternReader(pattern, "")
        tree = reader.whole()
        linear = engine.CompiledPattern(pattern, "").matcher
    except Failure:
        return
    counting = engine._Counting(tree, reader.groups, False)
    assert (linear.search(text, _free) is None) == (counting.search(text, _free) is None)
    if linear.search("", _free) is None:
        assert list(linear.pieces(text, _free)) == list(counting.pieces(text, _free))


@pytest.mark.parametrize(
    "text",
    [
        f'matches("{"a" * 4000}!", "(a+)+$")',
        f'matches("{"a" * 4000}!", "(a|aa)+$")',
        f'matches("{"a" * 4000}", "(.*)(.*)(.*)(.*)(.*)(.*)b")',
        'matches("a", "(a{900}){900}")',
        f'replace("{"ab" * 4000}", "(a)|(b)", "$1$2$2")',
    ],
)
def test_catastrophes_do_not_happen(text: str) -> None:
    feel.compile(text).evaluate({}, ENVIRONMENT)


def test_what_only_going_back_can_match_meets_the_budget() -> None:
    with pytest.raises(feel.BudgetExceeded):
        feel.compile(f'matches("{"a" * 60}!", "(a+)+\\1$")').evaluate({}, ENVIRONMENT)
