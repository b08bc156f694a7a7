"""Every control address of a simulator that a handbook names is there, below every address the simulator is known by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import httpx
import pytest

from core.settings import Settings
from tests.support.sources import ROOT
from workers import registry, simulators

#: handbook → the connector whose simulator it is about; of any other page: all
ABOUT = {
    "civil-status": "civil-status",
    "national-portal": "national-portal",
    "notification": "notification",
    "payment": "payment",
    "population": "population",
    "post": "postal",
    "registers": "registers",
}
#: names of addresses in the page for all → connector
SHELL = {"POST": "postal", "AXIS": "records"}
ADDRESS = re.compile(r"(?:\$(?P<shell>[A-Z]+)|(?:POST|GET) )/(?P<control>_[a-z]+)")


def documented() -> list[tuple[str, str, str]]:
    """Page, connector ("" for all) and control address."""
    pages = [*(ROOT / "docs" / "operator").glob("*.md"), ROOT / "docs" / "integration.md"]
    return sorted(
        {
            (page.name, ABOUT.get(page.stem, SHELL.get(found["shell"] or "", "")), found["control"])
            for page in pages
            for found in ADDRESS.finditer(page.read_text("utf-8"))
        }
    )


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    with simulators.running(Settings(home=tmp_path_factory.mktemp("simulators"))) as found:
        yield {name: value for name, value in found.items() if value.startswith("http")}


def of_connector(addresses: Mapping[str, str], connector: str) -> list[str]:
    """The addresses of one connector's simulator, its pages among them."""
    simulator = registry.simulators()[connector]
    made = simulator.settings(dict.fromkeys(simulator.ports, 1))
    names = {f"MOTCUA_{field.upper()}" for field in made} | set(simulator.pages)
    return sorted(value for name, value in addresses.items() if name in names)


def there(url: str) -> bool:
    """Whether something answers there as a control address does, whatever it says of an empty body."""
    for method in ("GET", "POST"):
        answer = httpx.request(method, url)
        said = answer.headers.get("Content-Type") == "application/json"
        if answer.status_code != 405 and (answer.status_code != 404 or said):
            return True
    return False


def test_what_the_handbooks_name_is_there(addresses: Mapping[str, str]) -> None:
    found = documented()
    assert len(found) > 12
    for page, connector, control in found:
        ours = of_connector(addresses, connector) if connector else list(addresses.values())
        asked = {url: there(f"{url.rstrip('/')}/{control}") for url in ours}
        assert ours and any(asked.values()), (page, control, asked)


@pytest.mark.parametrize("control", ["_control", "_log"])
def test_what_every_simulator_has_is_below_each_of_its_addresses(addresses: Mapping[str, str], control: str) -> None:
    missing = [url for url in addresses.values() if not there(f"{url.rstrip('/')}/{control}")]
    assert missing == []
