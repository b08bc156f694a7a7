"""Documentation that must not lag behind the code."""

from __future__ import annotations

import re

import click

from core.settings import takes
from motcua.cli import COMMANDS, main
from motcua.documentation import pages
from tests.support.sources import ROOT, place
from workers import registry

KIND = registry.settings_of(registry.own())


def test_generated_pages_are_up_to_date() -> None:
    stale = [place(path) for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]
    assert not stale, f"run `make docs`: {stale}"


def test_every_setting_says_what_it_does() -> None:
    silent = [name for name, field in KIND.model_fields.items() if not (field.description and takes(name, KIND))]
    assert not silent


def test_every_setting_is_named_as_its_variable() -> None:
    assert all(field.alias is None and field.validation_alias is None for field in KIND.model_fields.values())


def test_every_command_says_what_it_does() -> None:
    context = click.Context(main)
    silent = [name for name in COMMANDS if not getattr(main.get_command(context, name), "help", None)]
    assert not silent


def test_make_help_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony is not None
    described = set(re.findall(r"^([a-z0-9-]+):.*## ", text, re.MULTILINE))
    assert set(phony[1].split()) == described


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{place(page)} -> {target}")
    assert not broken
