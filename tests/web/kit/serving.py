"""An application on a port of this machine, for a browser; and the accessibility checker it is looked at with."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support.needs import absent
from tests.web.kit.words import ROOT
from web import assets

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
#: What axe finds against WCAG 2.2 A and AA: rule and offending elements.
VIOLATIONS = """axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
    .then(found => found.violations.map(one => [one.id, ...one.nodes.map(node => node.html)]))"""


class _Quiet(WSGIRequestHandler):
    def log(self, *_args: object) -> None:
        """Requests of a test are nobody's news."""


def need_front_end() -> None:
    """Skips a test (or fails it, where everything is required) when the islands are not built."""
    if not assets.manifest() or not AXE.is_file():
        absent("the built front end", "run `make setup`")


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application while it is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
