"""A mailbox behind a real IMAP server (Dovecot), on a port and in a folder of its own."""

from __future__ import annotations

import getpass
import mailbox
import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support import needs
from tests.support.processes import free_port, listens, start, stop, wait_until

#: As root, Dovecot wants another account for the mail; as anybody else it can only be that one.
ACCOUNT = "nobody" if os.getuid() == 0 else getpass.getuser()
CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
default_internal_user = {account}
default_internal_group = {group}
default_login_user = {account}
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password=bi-mat
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Archive:
    """``url``: of its folder *Sent*."""

    url: str
    folder: Path

    def keep(self, letter: bytes) -> None:
        """Files a copy in *Sent*, as a mail server does with what it sends."""
        sent = mailbox.Maildir(self.folder / "mail" / ".Sent")
        sent.add(letter)
        hand_over(self.folder / "mail")


@contextmanager
def running(folder: Path) -> Iterator[Archive]:
    """The server, until the block ends. ``folder`` must be short enough for a socket and open to others on its way."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if program is None:
        needs.absent("Dovecot", "install dovecot-imapd (apt) to try the archive of mail")
    account, port = pwd.getpwnam(ACCOUNT), free_port()
    mailbox.Maildir(folder / "mail")
    mailbox.Maildir(folder / "mail" / ".Sent")
    hand_over(folder)
    configuration = folder / "dovecot.conf"
    group = _group(account.pw_gid)
    configuration.write_text(
        CONFIGURATION.format(
            folder=folder, account=ACCOUNT, group=group, uid=account.pw_uid, gid=account.pw_gid, port=port
        )
    )
    process = start([program, "-F", "-c", str(configuration)], folder / "start.log")
    try:
        wait_until(lambda: listens(port), "the IMAP server", log=folder / "start.log")
        yield Archive(f"imap://motcua:bi-mat@127.0.0.1:{port}/Sent", folder)
    finally:
        stop(process)


def hand_over(folder: Path) -> None:
    """Gives everything in ``folder`` to the account that reads it."""
    account = pwd.getpwnam(ACCOUNT)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid)


def _group(number: int) -> str:
    import grp

    return grp.getgrgid(number).gr_name
