"""Files of a submitted form: each is handed to the office at once, so that an error elsewhere in the form loses none.

What came earlier is sent along as ids; what the office refuses is told beside its field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from uuid import UUID

from flask import request
from werkzeug.datastructures import MultiDict

from admin.request_context import id_of, me, office, sentence
from core.errors.documents import UploadRefused
from core.errors.requests import BadValue, NotFound
from web.request_helpers import sent_key

PAPER = "paper-"


@dataclass(slots=True)
class Taken:
    """Per field: the ids of its papers, new and kept, and what was refused in words. ``names`` by id."""

    ids: dict[str, list[UUID]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)

    def all_ids(self) -> list[UUID]:
        """Every paper once, in the order of the fields."""
        return list(dict.fromkeys(paper for papers in self.ids.values() for paper in papers))


def take(dossier: str | None, fields: Iterable[str]) -> Taken:
    """Hands over the files of ``fields`` (names of file inputs), for a dossier or for the one being opened."""
    taken = Taken()
    for name in fields:
        _keep(taken, name)
        for file in request.files.getlist(name):
            if file.filename:
                _add(taken, dossier, name, file.filename, file.read(office().context.settings.upload_limit + 1))
    return taken


def sent() -> list[str]:
    """The names of the form's file inputs that carry a file."""
    return [name for name in request.files if any(file.filename for file in request.files.getlist(name))]


def inputs(taken: Taken) -> MultiDict[str, str]:
    """The form's inputs with the ids of the files that came with it, as the form's rules want them."""
    merged: MultiDict[str, str] = MultiDict(request.form)
    for name, papers in taken.ids.items():
        merged.setlist(name, [str(paper) for paper in papers])
    return merged


def names_of(papers: Iterable[UUID]) -> Mapping[str, str]:
    """The names of papers of one's own that belong to no dossier yet, by id; those that are gone are left out."""
    found: dict[str, str] = {}
    for paper in papers:
        try:
            found[str(paper)] = office().documents.open(paper, me()).view.name
        except NotFound:
            continue
    return found


def _keep(taken: Taken, name: str) -> None:
    kept = [paper for text in request.form.getlist(name) if (paper := id_of(text))]
    if kept:
        taken.ids[name] = kept


def _add(taken: Taken, dossier: str | None, name: str, file: str, data: bytes) -> None:
    component = name.removeprefix(PAPER) if name.startswith(PAPER) else None  # a form's own file stands in its data
    try:
        paper = office().documents.add(dossier, file, data, component, me(), _key(name, file, data))
    except (UploadRefused, BadValue) as error:
        taken.refused.setdefault(name, []).append(sentence(error))
    else:
        taken.ids.setdefault(name, []).append(paper.id)
        taken.names[str(paper.id)] = paper.name


def _key(field: str, file: str, data: bytes) -> str | None:
    """The form's key for one file of it: sent twice, by a double click or with a redrawn form, a file is kept once."""
    key = sent_key()
    parts = (key or "", field, file, sha256(data).hexdigest())
    return blake2b("\n".join(parts).encode(), digest_size=24).hexdigest() if key else None
