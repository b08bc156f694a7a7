"""The built-in functions, by the examples of the specification and of Camunda's reference."""

from __future__ import annotations

import pytest

from bpmn.feel import BUILT_INS
from tests.unit.feel.evaluating import codes, holds, value

SPECIFICATION = """
date("2012-12-25") - date("2012-12-24") = duration("P1D")
date(date and time("2012-12-25T11:00:00Z")) = date("2012-12-25")
date(2012, 12, 25) = date("2012-12-25")
date and time("2012-12-24T23:59:00") = date and time(date("2012-12-24"), time("23:59:00"))
date and time("2012-12-24T23:59:00") + duration("PT1M") = date and time("2012-12-25T00:00:00")
time("23:59:00z") + duration("PT2M") = time("00:01:00@Etc/UTC")
time(date and time("2012-12-25T11:00:00Z")) = time("11:00:00Z")
time("23:59:00z") = time(23, 59, 0, duration("PT0H"))
number("1 000,0", " ", ",") = number("1,000.0", ",", ".")
string(1.1) = "1.1"
date and time("2012-12-24T23:59:00") - date and time("2012-12-22T03:45:00") = duration("P2DT20H14M")
duration("P2Y2M") = duration("P26M")
years and months duration(date("2011-12-22"), date("2013-08-24")) = duration("P1Y8M")
not(true) = false
substring("foobar", 3) = "obar"
substring("foobar", 3, 3) = "oba"
substring("foobar", -2, 1) = "a"
upper case("aBc4") = "ABC4"
lower case("aBc4") = "abc4"
substring before("foobar", "bar") = "foo"
substring before("foobar", "xyz") = ""
substring after("foobar", "ob") = "ar"
substring after("", "a") = ""
replace("banana", "a", "o") = "bonono"
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") = "[1=ab][2=]cd"
contains("foobar", "of") = false
starts with("foobar", "fo") = true
ends with("foobar", "r") = true
matches("foobar", "^fo*b") = true
split("John Doe", "\\\\s") = ["John", "Doe"]
split("a;b;c;;", ";") = ["a", "b", "c", "", ""]
string join(["a", "b", "c"], "_and_") = "a_and_b_and_c"
string join(["a", "b", "c"], null) = "abc"
string join(["a", null, "c"], "X") = "aXc"
string join([], "X") = ""
list contains([1, 2, 3], 2) = true
list contains([1, null], null) = true
count([1, [2, 3]]) = 2
min([1, 2, 3]) = 1 and max(1, 2, 3) = 3 and min(1) = min([1])
sum([1, 2, 3]) = 6 and sum(1, 2, 3) = 6 and sum(1) = 1
mean([1, 2, 3]) = 2
all([false, null, true]) = false and all([]) = true
any([false, null, true]) = true and any([]) = false
sublist([4, 5, 6], 1, 2) = [4, 5]
append([1], 2, 3) = [1, 2, 3]
concatenate([1, 2], [3]) = [1, 2, 3]
insert before([1, 3], 1, 2) = [2, 1, 3]
remove([1, 2, 3], 2) = [1, 3]
reverse([1, 2, 3]) = [3, 2, 1]
index of([1, 2, 3, 2], 2) = [2, 4]
union([1, 2], [2, 3]) = [1, 2, 3]
distinct values([1, 2, 3, 2, 1]) = [1, 2, 3]
flatten([[1, 2], [[3]], 4]) = [1, 2, 3, 4]
product([2, 3, 4]) = 24
median(8, 2, 5, 3, 4) = 4 and median([6, 1, 2, 3]) = 2.5
stddev(2, 4, 7, 5) = 2.081665999466132735282297706979931
mode([6, 1, 9, 6, 1]) = [1, 6] and mode([]) = []
list replace([2, 4, 7, 8], 3, 6) = [2, 4, 6, 8]
list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) = [5, 5, 7, 8]
string(decimal(1, 2)) = "1.00"
decimal(1/3, 2) = .33 and decimal(1.5, 0) = 2 and decimal(2.5, 0) = 2
floor(1.5) = 1 and floor(-1.56, 1) = -1.6
ceiling(1.5) = 2 and ceiling(-1.56, 1) = -1.5
round up(5.5, 0) = 6 and round up(-5.5, 0) = -6 and round up(1.121, 2) = 1.13
round down(5.5, 0) = 5 and round down(-1.126, 2) = -1.12
round half up(5.5, 0) = 6 and round half up(-1.126, 2) = -1.13
round half down(5.5, 0) = 5 and round half down(-1.126, 2) = -1.13
decimal(1234, -2) = 1200
abs(-10) = 10 and abs(@"-PT5H") = @"PT5H"
modulo(-12, 5) = 3 and modulo(10.1, -4.5) = -3.4
sqrt(16) = 4
odd(5) and even(2) and not(odd(2.5)) and not(even(2.5))
is(date("2012-12-25"), time("23:00:50")) = false
is(time("23:00:50z"), time("23:00:50")) = false
is(time("23:00:50z"), time("23:00:50+00:00")) = true
day of year(date(2019, 9, 17)) = 260
day of week(date(2019, 9, 17)) = "Tuesday"
month of year(date(2019, 9, 17)) = "September"
week of year(date(2005, 1, 1)) = 53 and week of year(date(2003, 12, 29)) = 1
sort(list: [3, 1, 4, 5, 2], precedes: function(x, y) x < y) = [1, 2, 3, 4, 5]
get value({key1: "value1"}, "key1") = "value1"
get entries({key1: "value1"})[key = "key1"].value = ["value1"]
context([{key: "a", value: 1}, {key: "b", value: 2, something: "else"}]) = {a: 1, b: 2}
context put({x: 1, y: {a: 0}}, ["y", "a"], 2) = {x: 1, y: {a: 2}}
context merge([{x: 1, y: 0}, {y: 2}]) = {x: 1, y: 2}
range("[18..21)") = [18..21)
"""

RANGES = """
before(1, 10) = true; before(10, 1) = false; before(1, [1..10]) = false; before(1, (1..10]) = true
before([1..10), 10) = true; before([1..10], [10..20]) = false; before([1..10], (10..20]) = true
after(10, [1..10)) = true; after([11..20], 11) = false; after((11..20], [1..11]) = true
meets([1..5], [5..10]) = true; meets([1..5), [5..10]) = false; met by([5..10], [1..5]) = true
overlaps([1..5], [5..8]) = true; overlaps([1..5], (5..8]) = false; overlaps([3..5], [1..8]) = true
overlaps before([1..5), (1..5]) = true; overlaps before([1..5], [5..8]) = true; overlaps before([1..5], [1..5]) = false
overlaps after((1..5], [1..5)) = true; overlaps after([5..8], [1..5)) = false
finishes(10, [1..10]) = true; finishes([5..10), [1..10]) = false; finishes((1..10], [1..10]) = true
finished by([1..10], (1..10]) = true; finished by([1..10), 10) = false
includes([1..10], (1..10)) = true; includes((1..10], 1) = false; includes([1..10), [5..10)) = true
during(5, [1..10]) = true; during((1..10), [1..10]) = true; during(10, [1..10)) = false
starts(1, [1..10]) = true; starts((1..5], [1..10]) = false; starts((1..10), (1..10)) = true
started by([1..10], [1..10)) = true; started by((1..10], 1) = false
coincides([1..5], [1..5]) = true; coincides((1..5), [1..5]) = false; coincides(3, 4) = false
"""

CAMUNDA = """
context put({x: 1}, ["y", "z"], 2) = {x: 1, y: {z: 2}}
number("1,500", ",") = 1500
date and time("2018-04-29T09:30:00+02:00[Europe/Berlin]") = date and time("2018-04-29T09:30:00@Europe/Berlin")
time("T23:59:00") = time("23:59:00")
from json("{\\"a\\": 1, \\"b\\": 2}") = {a: 1, b: 2}
to json({a: 1, b: [true, null, "x"]}) = "{\\"a\\":1,\\"b\\":[true,null,\\"x\\"]}"
to json(@"2023-06-14") = "\\"2023-06-14\\""
is defined(1) and not(is defined(null))
get or else(null, "default") = "default"
assert(5, 5 > 4) = 5
get value({x: 1, y: {z: 0}}, ["y", "z"]) = 0
date and time(@"2020-07-31T14:27:30@Europe/Berlin", "America/Los_Angeles") = @"2020-07-31T05:27:30@America/Los_Angeles"
duplicate values([1, 2, 3, 2, 1]) = [1, 2]
string join(["a", "b", "c"], ", ", "[", "]") = "[a, b, c]"
is empty([]) and not(is empty([1]))
partition([1, 2, 3, 4, 5], 2) = [[1, 2], [3, 4], [5]]
extract("references are 1234, 1256, 1378", "12[0-9]*") = ["1234", "1256"]
trim("  hello   world ") = "hello   world"
to base64("FEEL") = "RkVFTA==" and from base64("RkVFTA==") = "FEEL"
is blank(" ") and not(is blank("x"))
last day of month(date("2022-10-01")) = date("2022-10-31")
string length(uuid()) = 36
random number() >= 0 and random number() < 1
replace("0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3") = "(012) 345-6789"
"""


def _lines(text: str) -> list[str]:
    return [part.strip() for line in text.strip().splitlines() for part in line.split("; ")]


@pytest.mark.parametrize("text", [line.strip() for line in SPECIFICATION.strip().splitlines()])
def test_examples_of_the_specification(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize("text", _lines(RANGES))
def test_range_functions(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize("text", [line.strip() for line in CAMUNDA.strip().splitlines()])
def test_what_camunda_adds(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "sum([])",
        "mean([])",
        "max([])",
        "product([])",
        "median([])",
        "stddev([47])",
        "all(0)",
        'sum([1, "a"])',
        'min([1, "a"])',
        'context([{key: "a", value: 1}, {key: "b"}])',
        "context put({x: 1}, [], 2)",
        "round up(5.5, 6177)",
        "round down(1, null)",
        'substring("foobar", 0)',
        'substring("foobar", 3, 0)',
        'substring("foobar", 7)',
        "sublist([1, 2], 1, 3)",
        "modulo(1, 0)",
        "sqrt(-1)",
        "log(0)",
        "string(null)",
        'number("1,5")',
        'date("2017-13-10")',
        'date("17-01-10")',
        'duration("P1Y1D")',
        'duration("P")',
        'time("25:00:00")',
        'date and time("2017-12-31T13:20:00@xyz/abc")',
        'range("[1..x]")',
        "partition([1], 0)",
        'from json("{")',
        'from base64("?")',
        "assert(5, 5 < 4)",
        "sort([1, 2], function(a) true)",
        'sort([1, "a"])',
        "concatenate([1], null)",
    ],
)
def test_outside_the_domain_is_null_and_says_why(text: str) -> None:
    assert codes(text)


PANEL = """
abs,after,all,any,append,assert,before,ceiling,coincides,concatenate,contains,context,context merge,
context put,count,date,date and time,day of week,day of year,decimal,distinct values,duplicate values,
duration,during,ends with,even,exp,extract,finished by,finishes,flatten,floor,from base64,from json,fromAi,
get entries,get or else,get value,includes,index of,insert before,is blank,is defined,is empty,
last day of month,list contains,log,lower case,matches,max,mean,median,meets,met by,min,mode,modulo,
month of year,not,now,number,odd,overlaps,overlaps after,overlaps before,partition,product,random number,
remove,replace,reverse,round down,round half down,round half up,round up,sort,split,sqrt,started by,starts,
starts with,stddev,string,string join,string length,sublist,substring,substring after,substring before,sum,
time,to base64,to json,today,trim,union,upper case,uuid,week of year,years and months duration
"""


def test_what_completes_runs() -> None:
    """Every function the properties panel offers is here under its name."""
    names = {name for name in PANEL.replace("\n", "").split(",") if name}
    assert names <= BUILT_INS.keys(), names - BUILT_INS.keys()


def test_sorting_keeps_equal_elements_in_place() -> None:
    text = "sort(xs, function(a, b) a.n < b.n).t"
    assert value(text, {"xs": [{"n": 2, "t": "a"}, {"n": 1, "t": "b"}, {"n": 2, "t": "c"}]}) == ["b", "a", "c"]
