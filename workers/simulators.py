"""Runs the simulators of the outside world for `motcua up`: post, records axis, mail server with its page.

They bind to this machine only. Nothing else of the product imports them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

from core import settings as core_settings
from core.settings import Settings
from workers.notification import simulator as mail
from workers.postal import simulator as postal
from workers.records import simulator as records
from workers.simulation import Served

#: What the simulators accept as ``MOTCUA_POSTAL_KEY`` and ``MOTCUA_RECORDS_KEY``.
KEY = "simulator:simulator"
MAILBOX = "mail"
KEPT = "simulators"
PACE = 2.0


@contextmanager
def running(
    settings: Settings,
    *,
    postal_port: int = 0,
    records_port: int = 0,
    smtp_port: int = 0,
    mail_port: int = 0,
    pace: float = PACE,
) -> Iterator[Mapping[str, str]]:
    """All simulators until the block ends; yields the settings that point at them, and the mail page's address.

    Ports: 0 takes a free one. ``pace``: seconds between two states of a parcel, and until a letter is answered.
    """
    mailbox = mail.Mailbox(settings.home / MAILBOX)
    kept = settings.home / KEPT
    with ExitStack() as stack:
        post = stack.enter_context(Served(postal.create_app(pace, kept / "postal.jsonl"), postal_port))
        axis = stack.enter_context(Served(records.create_app(pace, kept / "records.jsonl"), records_port))
        page = stack.enter_context(Served(mail.create_app(mailbox), mail_port))
        server = stack.enter_context(mail.MailServer(mailbox, page.behaviour, smtp_port))
        yield {
            "MOTCUA_POSTAL_URL": post.url,
            "MOTCUA_POSTAL_KEY": KEY,
            "MOTCUA_RECORDS_URL": axis.url,
            "MOTCUA_RECORDS_KEY": KEY,
            "MOTCUA_SMTP_URL": server.url,
            "mail_page": page.url,
        }


def run(
    settings: Settings,
    stop: threading.Event | None = None,
    *,
    postal_port: int = 0,
    records_port: int = 0,
    smtp_port: int = 0,
    mail_port: int = 0,
    pace: float = PACE,
    announce: Callable[[Mapping[str, str]], None] | None = None,
) -> None:
    """Runs them until ``stop`` is set; ``announce`` gets what :func:`running` yields once they listen."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    ports = {"postal_port": postal_port, "records_port": records_port, "smtp_port": smtp_port, "mail_port": mail_port}
    with running(settings, **ports, pace=pace) as addresses:
        if announce is not None:
            announce(addresses)
        (stop or threading.Event()).wait()


def main() -> None:
    """The simulators alone, with the settings of the environment, until the process is ended."""
    run(core_settings.read())
