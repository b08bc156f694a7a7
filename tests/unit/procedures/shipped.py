"""The procedures this repository ships, found on disk, and their diagrams as trees."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from lxml import etree

from bpmn.diagram.dialect import BPMN, BPMNDI, ZEEBE
from bpmn.diagram.xml import parse_xml

ROOT = Path(__file__).parents[3]
PROCEDURES = ROOT / "bpmn" / "procedures"
SLUGS = sorted(folder.name for folder in PROCEDURES.iterdir() if (folder / "process.bpmn").is_file())
#: those that another office's question begins: nobody applies for them, and nothing is handed over
ASKED_BY_OFFICES = ["inquiry-answer"]
#: those that applicants hand in
APPLIED_FOR = [slug for slug in SLUGS if slug not in ASKED_BY_OFFICES]
#: those of them in which nobody outside the office does a step before the result is there
WITHIN_THE_OFFICE = [slug for slug in APPLIED_FOR if slug != "birth-residence-insurance"]
NS = {"bpmn": BPMN, "zeebe": ZEEBE, "di": BPMNDI, "dc": "http://www.omg.org/spec/DD/20100524/DC"}


def folder(slug: str) -> Path:
    return PROCEDURES / slug


def details(slug: str) -> dict[str, Any]:
    return tomllib.loads((folder(slug) / "procedure.toml").read_text("utf-8"))


def diagram(slug: str) -> bytes:
    return (folder(slug) / "process.bpmn").read_bytes()


def table_files(slug: str) -> dict[str, bytes]:
    return {file.stem: file.read_bytes() for file in sorted(folder(slug).glob("*.dmn"))}


def tree(slug: str) -> etree._Element:
    return parse_xml(diagram(slug))


def form_files(slug: str) -> dict[str, bytes]:
    return {file.stem: file.read_bytes() for file in sorted(folder(slug).glob("*.form"))}


def scenario_files(slug: str) -> list[Path]:
    return sorted((folder(slug) / "scenarios").glob("*.yaml"))
