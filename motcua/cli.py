"""The command line: one group, one module a command, imported only when the command is called.

Exit codes: 0 done, 1 the answer is no (problems found, chain broken, not ready), 2 the command or a setting was
wrong. Errors go to stderr as one sentence; a stack trace is only ever a fault of the program.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from types import TracebackType
from typing import Any

import click

from core.errors.base import CoreError
from core.errors.database import DatabaseAway, OperatorActionNeeded
from core.errors.settings import SettingInvalid
from motcua import __version__
from workers.errors import ConnectorInvalid

# command -> module of motcua.commands; the module holds a click command of that name
COMMANDS = {
    "audit": "audit",
    "bench": "bench",
    "compare": "compare",
    "deploy": "deploy",
    "dmn": "dmn",
    "docs": "docs",
    "doctor": "doctor",
    "feel": "feel",
    "lint": "lint",
    "migrate": "migrate",
    "openapi": "openapi",
    "person": "person",
    "relay": "relay",
    "scenario": "scenario",
    "seed": "seed",
    "serve": "serve",
    "simulators": "simulators",
    "push-key": "push_key",
    "token": "token",
    "unit": "unit",
    "up": "up",
    "worker": "worker",
}


class Commands(click.Group):
    """A group that imports a command's module when the command is asked for, and says refusals in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for name in COMMANDS if _module(name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _module(cmd_name)
        command: click.Command | None = getattr(import_module(module), cmd_name.replace("-", "_")) if module else None
        return command

    def main(self, args: Sequence[str] | None = None, *others: Any, **options: Any) -> Any:
        if args is None:  # a process of its own: what it writes, and what its children write, is for nobody else
            os.umask(0o077)
            sys.excepthook = _fault
        return super().main(args, *others, **options)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingInvalid as error:
            raise click.UsageError(_in_both_languages(error)) from error
        except DatabaseAway as error:
            raise click.ClickException(f"{_in_both_languages(error)} (MOTCUA_DATABASE_URL)") from error
        except OperatorActionNeeded as error:
            raise click.ClickException(_in_both_languages(error)) from error
        except ConnectorInvalid as error:
            raise click.ClickException(str(error)) from error
        except CoreError as error:
            raise click.ClickException(str(error)) from error


def _fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Handles an error that nobody caught: logs it like a service does, without its message, which may quote data."""
    from motcua import logs

    logs.configure()
    sys.excepthook(kind, error, trace)


def _in_both_languages(error: CoreError) -> str:
    """Who starts the office may be anybody, and the setting that names a language may be the wrong one."""
    from web.messages import text

    return f"{text(error, 'vi')}\n{text(error, 'en')}"


def _module(command: str) -> str | None:
    """The module of a command that this installation has."""
    name = f"motcua.commands.{COMMANDS.get(command, command)}"
    return name if command in COMMANDS and find_spec(name) else None


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="motcua")
def main() -> None:
    """Một Cửa: an electronic one-stop shop for local government, run by BPMN diagrams.

    Settings are read from MOTCUA_* variables; docs/settings.md lists them.
    """
