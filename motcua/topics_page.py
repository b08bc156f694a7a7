"""docs/topics.md: every topic as its contract says it, and who serves it. Generated from the contracts."""

from __future__ import annotations

from collections.abc import Iterator

from core.services.context.contracts import OFFICE, Contract, ContractValue, Header
from workers import registry

_HEAD = """# Topics

What a service task may ask the outside for: the office's own topics, each with one contract. Lint, the element templates and the
workers read the same contracts (`bpmn/contracts/`); this page is written from them (`make docs`). A topic that no connector serves
yet is refused when a diagram is deployed (`topic-unserved`, [lint](designer/lint.md)). `motcua worker --topics` lists what an
installation serves, those of other packages among them; how a connector is added is described in [connectors](connectors.md).
"""


def topics_page() -> str:
    """The page."""
    served = {topic: one.name for topic, one in registry.by_topic(registry.own()).items()}
    parts = [_HEAD, _overview(served)]
    parts += ["\n".join(_section(contract, served.get(topic))) for topic, contract in sorted(OFFICE.items())]
    return "\n".join(parts)


def _overview(served: dict[str, str]) -> str:
    rows = [
        f"| [`{topic}`](#{topic.replace('.', '')}) | {contract.name.vi} | {contract.name.en} | {_connector(served.get(topic))} |"
        for topic, contract in sorted(OFFICE.items())
    ]
    return "\n".join(["| topic | tên | name | connector |", "|---|---|---|---|", *rows, ""])


def _connector(name: str | None) -> str:
    return f"`workers/{name}/`" if name else "none yet: refused when deployed"


def _section(contract: Contract, connector: str | None) -> Iterator[str]:
    yield f"## `{contract.topic}`\n"
    yield f"{contract.text.vi}\n\n{contract.text.en} Connector: {_connector(connector)}.\n"
    yield "| | name | | kind | left out |\n|---|---|---|---|---|"
    yield from (_value("input", value) for value in contract.inputs)
    if contract.further_inputs:
        yield f"| input | any other | {contract.further_inputs.vi} / {contract.further_inputs.en} | any | |"
    yield from map(_header, contract.headers)
    yield from (_value("output", value) for value in contract.outputs)
    yield ""
    for fault in contract.faults:
        yield f"- BPMN error `{fault.code}`: {fault.text.en} / {fault.text.vi}"
    for message in contract.messages:
        named = ", ".join(f"`{value.name}`" for value in message.variables)
        yield f"- message `{message.name}`, correlation key = output `{message.key}`, variables {named}: {message.text.en}"
    if contract.faults or contract.messages:
        yield ""


def _value(side: str, value: ContractValue) -> str:
    otherwise = "needed" if value.required and side == "input" else value.default.en if value.default else ""
    return f"| {side} | `{value.name}` | {value.label.vi} / {value.label.en} | {value.kind.value} | {otherwise} |"


def _header(header: Header) -> str:
    kind = ", ".join(f"`{choice}`" for choice in header.choices) or "text"
    otherwise = f"`{header.default}`" if header.default else ""
    return f"| header | `{header.name}` | {header.label.vi} / {header.label.en} | {kind} | {otherwise} |"
