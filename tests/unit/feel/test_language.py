"""The language: names, operators, three-valued logic, paths, filters, loops, functions, unary tests."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bpmn import feel
from bpmn.feel import types
from tests.unit.feel.evaluating import ENVIRONMENT, codes, holds, outcome, value


@pytest.mark.parametrize(
    "text",
    [
        ".25 + .2 = 0.45",
        "1 + 3/2*2 - 2**3 = -4.0",
        "1 = 1.000",
        "1.01/2 = 0.505",
        "-3 ** 2 = 9",
        "2 ** 3 ** 2 = 64",
        "10 - 2 - 3 = 5",
        "10 - -2 = 12",
        "1.2e3 = 1200",
        '"a" + "b" = "ab"',
        "5 in (<=5)",
        "not(5 in ((5..10]))",
        "5 in ([5..10])",
        "5 in (4, 5, 6)",
        "not(5 in (<5, >5))",
        "5 in [1..10[ and not(10 in [1..10[) and not(1 in ]1..10])",
        '@"2012-12-31" in (@"2012-12-25"..@"2013-02-14")',
        "x in [2, [5..7]] and not(4 in [2, [5..7]])",
        "5 between 1 and 10",
        "[1,2,3][item >= 2] = [2,3]",
        "[1,2,3][-1] = 3",
        "[{x:1, y:2}, {x:2, y:3}].y = [2,3]",
        "[ {x:1, y:2}, {x:null, y:3} ][x < 2] = [{x:1, y:2}]",
        "3[item > 2] = [3]",
        "(for i in 0..4 return if i = 0 then 1 else i * partial[-1]) = [1,1,2,6,24]",
        "(for i in [1,2], j in [3,4] return i * j) = [3,4,6,8]",
        "count(for i in 3..1 return i) = 3",
        "some x in [1,2] satisfies x > 1",
        "every x in [1,2] satisfies x > 0",
        "every x in [] satisfies false",
        "{isPositive : function(x) x > 0, isNotNegative : function(x) isPositive(x+ 1), result: isNotNegative(0)}.result",
        "{f: function(n) if n < 2 then n else f(n-1) + f(n-2), r: f(12)}.r = 144",
        "(function(a, b: number) a - b)(b: 1, a: 3) = 2",
        "[1..5].start included and not((1..5).start included)",
        '"\\U01F40Eab" = "\\uD83D\\uDC0Eab"',
        'string length("\\U01F40Eab") = 3',
        "1 /* one */ + // and\n 2 = 3",
        "123 instance of number and not(123 instance of string)",
        "[123] instance of list<number>",
        "[1..2] instance of range<number>",
        '{a: "x", b: 1} instance of context<a: string>',
        "(function(a: number) a) instance of function<number> -> Any",
        "null instance of Null and not(null instance of Any)",
    ],
)
def test_holds(text: str) -> None:
    assert holds(text, {"x": 6})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kết quả", 'kết quả = "đạt"'),
        ("ngày  hẹn   trả", 'ngày hẹn trả = "đạt"'),
        ("a-b", 'a-b = "đạt"'),
        ("a-b", 'a - b = "đạt"'),
        ("bed and breakfast", 'bed and breakfast = "đạt"'),
        ("date of birth", 'date of birth = "đạt"'),
        ("what if?", 'what if? = "đạt"'),
        ("Line 2", 'Line 2 = "đạt"'),
        ("working hours between", 'working hours between = "đạt"'),
    ],
)
def test_names_of_any_words(name: str, text: str) -> None:
    normal = " ".join(name.split())
    assert holds(text, {normal: "đạt"})


def test_the_longest_known_name_wins() -> None:
    scope = {"a": 5, "b": 3, "a-b": 100}
    assert value("a-b", scope) == 100
    assert value("(a)-(b)", scope) == 2
    assert value("a-b", {"a": 5, "b": 3}) == 2


def test_names_inside_typed_contexts() -> None:
    names = {"p": types.ContextType("context", {"first-name": types.STRING, "first": types.NUMBER})}
    expression = feel.compile('p.first-name + "!"', names)
    assert expression.evaluate({"p": {"first-name": "An", "first": 1}}, ENVIRONMENT) == "An!"
    assert value("[{first-name: 1}, {first-name: 2}][first-name > 1].first-name") == [2]


def test_names_decomposed_in_the_text_are_found_composed() -> None:
    assert value("ke\u0302\u0301t qua\u0309", {"kết quả": 1}) == 1


def test_a_variable_may_share_a_functions_name() -> None:
    assert value("count(items) + count", {"items": [1, 2], "count": 10}) == 12


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true and null", None),
        ("false and null", False),
        ("null and false", False),
        ("true or null", True),
        ("null or true", True),
        ("false or null", None),
        ('"x" and true', None),
        ('"x" or true', True),
        ("not(null)", None),
        ("null = null", True),
        ("1 = null", False),
        ("1 != null", True),
        ('1 = "1"', None),
        ("1 < null", None),
        ("if null then 1 else 2", Decimal(2)),
        ("1 / 0", None),
        ("10 + null", None),
        ("{a: 1}.b", None),
        ("[1][5]", None),
        ("[1,2][0]", None),
        ("[3..1]", None),
        ("123 instance of list", None),
        ("for i in 1..3 return i", [Decimal(1), Decimal(2), Decimal(3)]),
        ("some x in [null, 1] satisfies x > 5", None),
    ],
)
def test_three_valued(text: str, expected: object) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("cell", "tested", "expected"),
    [
        ("-", None, True),
        ("5", 5, True),
        ("< 5", 4, True),
        ("[1..5)", 5, False),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ("null", None, True),
        ("? > 3 and ? < 5", 4, True),
        ("not(? > 3)", 4, False),
        ("true", False, False),
        ("limit", 7, True),
        ("[limit, 9]", 9, True),
        ("< limit", 3, True),
        ("< limit", "x", None),
        ("enabled", 3, True),
        ('ends with(?, "n")', "An", True),
        ("count(?) > 1", [1, 2], True),
        ("-1", -1, True),
        ("> -1", 0, True),
    ],
)
def test_unary_tests(cell: str, tested: object, expected: bool | None) -> None:
    scope = {"limit": 7, "enabled": True}
    assert feel.compile_unary(cell, scope).matches(tested, scope, ENVIRONMENT) is expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("zz", "name-unknown"),
        ("zz(1)", "function-unknown"),
        ("1(2)", "not-function"),
        ("{a: 1}.b", "key-missing"),
        ('@"2020-01-01".hour', "no-property"),
        ('1 + "a"', "operator-kinds"),
        ('1 < "a"', "kinds-differ"),
        ("10 ** 99999", "number-overflow"),
        ("for i in null return i", "iteration-null"),
        ('for i in "a".."b" return i', "iteration-ends"),
        ("{a: 1, a: 2}", "key-twice"),
        ('(function() external {java: {class: "x", method signature: "y()"}})()', "function-external"),
        ('substring("a")', "argument-count"),
        ('substring(string: "a", start: 1)', "argument-unknown"),
        ("upper case(5)", "argument-kind"),
        ("upper case(null)", "argument-null"),
        ('@"2020-02-30"', "date-invalid"),
        ("1 instance of foo", "type-unknown"),
    ],
)
def test_null_says_why(text: str, code: str) -> None:
    assert code in codes(text)


def test_a_note_names_its_place_and_suggests() -> None:
    note = outcome("1 +\n  dosier.code", {"dossier": {}}).diagnostics[0]
    assert (note.line, note.column) == (2, 3)
    assert note.message("en") == "There is no “dosier” here. Did you mean “dossier”?"
    assert note.message("vi") == "Không có “dosier” ở đây. Có phải “dossier” không?"


def test_functions_that_ask_do_not_complain() -> None:
    assert outcome("is defined(zz.y)").diagnostics == ()
    assert outcome('get or else(zz, "x")').value == "x"


@pytest.mark.parametrize(
    ("text", "line", "column", "found", "expected"),
    [
        ("a >", 1, 4, "", "an expression"),
        ("if a > then 1", 1, 8, "then", "an expression"),
        ("if a then 1", 1, 12, "", "“else”"),
        ("[1, 2", 1, 6, "", "“]”"),
        ("a\n+ * b", 2, 3, "*", "an expression"),
        ("1 2", 1, 3, "2", "the end of the expression"),
        ("for in x return 1", 1, 5, "in", "a name"),
    ],
)
def test_syntax_errors_point(text: str, line: int, column: int, found: str, expected: str) -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile(text)
    error = caught.value
    assert (error.line, error.column, error.found, error.expected) == (line, column, found, expected)
    assert error.message("vi").startswith(f"Dòng {line}, cột {column}")


def test_compiling_is_cached_by_what_changes_the_reading() -> None:
    assert feel.compile("x + 1", ["x"]) is feel.compile("x + 1", ["y", "z"])
    assert feel.compile("a-b", ["a-b"]) is not feel.compile("a-b")


def test_free_names() -> None:
    text = "for i in xs return i + y + {z: 1, w: z + v}.w + count(us[item > q])"
    assert feel.compile(text).free_names == {"xs", "y", "v", "us", "q"}
