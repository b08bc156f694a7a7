"""``motcua feel``: evaluates an expression at the prompt. Reads nothing but its arguments; changes nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import click
import simplejson

from core.adapters import clock as machine
from core.services import feel_console


class JsonText(click.ParamType):
    """A JSON text on the command line; numbers keep all their digits."""

    name = "JSON"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return simplejson.loads(value, parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            self.fail(f"not JSON: {error}", param, ctx)


class JsonObject(JsonText):
    """A JSON object on the command line."""

    name = "JSON"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = value if isinstance(value, dict) else super().convert(value, param, ctx)
        return found if isinstance(found, dict) else self.fail("not a JSON object", param, ctx)


def _printable(text: str) -> str:
    """The text with each lone surrogate, which no terminal takes, written as its JSON escape."""
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half.group()):04x}", text)


def say(answer: feel_console.ConsoleAnswer) -> None:
    """The value as JSON on stdout, notes and refusals on stderr; exit code 1 for a refusal."""
    for note in answer.notes:
        click.echo(_printable(note), err=True)
    if answer.refusal is not None:
        click.echo(_printable(answer.refusal), err=True)
        raise click.exceptions.Exit(1)
    click.echo(_printable(simplejson.dumps(answer.value, ensure_ascii=False, use_decimal=True)))


LANGUAGE = click.option(
    "--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Of the notes."
)
CONTEXT = click.option("--context", type=JsonObject(), default="{}", help="The variables, a JSON object.")


@click.command()
@click.argument("expression")
@CONTEXT
@click.option(
    "--unary",
    type=JsonText(),
    default=None,
    metavar="INPUT",
    help="Test this JSON value: EXPRESSION is a table's cell.",
)
@LANGUAGE
@click.pass_context
def feel(ctx: click.Context, expression: str, context: dict[str, Any], unary: Any, language: str) -> None:
    """Evaluate a FEEL EXPRESSION and print its value as JSON.

    What makes a value null is explained on stderr. Exit code 1 if the expression cannot be read or costs too much, 2 if
    a JSON text is none.

    \b
    motcua feel 'fee * 2' --context '{"fee": 20000}'
    motcua feel '[18..60)' --unary 35
    """
    now = machine.system_clock()
    if ctx.get_parameter_source("unary") is click.core.ParameterSource.DEFAULT:
        say(feel_console.evaluate(expression, context, now, language))
    else:
        say(feel_console.test(expression, unary, context, now, language))
