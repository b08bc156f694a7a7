"""What a check has found, each in one plain sentence; the sentences are keys into the message catalogues."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core.db.lenient import Unreadable
from core.domain.json_values import to_json
from core.domain.replay import Fact
from core.errors.base import Reason
from core.services.audit.views import FindingView

#: columns of the dossier's row as people call them
COLUMNS = {
    "status": Reason("the status"),
    "due": Reason("the due date"),
    "index_due": Reason("the due date for the statistics"),
    "processed": Reason("the day processing ended"),
    "finished": Reason("the day it ended"),
    "returned": Reason("the day the result was returned"),
    "received": Reason("the time of reception"),
    "received_by_id": Reason("the receiver"),
    "paused_since": Reason("since when the clock stands"),
    "pauses": Reason("the list of pauses"),
    "stopped": Reason("whether it has stopped"),
    "channel": Reason("the channel"),
    "return_by": Reason("the way of return"),
    "reception_unit": Reason("the receiving unit"),
    "processing_unit": Reason("the deciding unit"),
    "units": Reason("the units that see it"),
    "procedure": Reason("the procedure"),
    "version_id": Reason("the version of the procedure"),
    "revision": Reason("the count of its steps"),
    "engine_state": Reason("where it stands in the diagram"),
    "receipt": Reason("the secret of the receipt"),
    "applicant_name": Reason("the applicant's name in lists"),
}
STATUSES = {
    1: Reason("Registered"),
    2: Reason("Accepted"),
    3: Reason("Not accepted"),
    4: Reason("In process"),
    5: Reason("Supplement requested"),
    6: Reason("Financial obligation requested"),
    7: Reason("Withdrawal requested by the citizen"),
    8: Reason("Stopped"),
    9: Reason("Processed"),
    10: Reason("Result returned"),
}
#: what may stand in a sentence that is printed: no personal data, and nothing nobody can read
SHOWN = (
    "status",
    "due",
    "index_due",
    "processed",
    "finished",
    "returned",
    "received",
    "paused_since",
    "channel",
    "return_by",
)
APPLICANT = {
    "name": Reason("the applicant's name"),
    "identity_number": Reason("the applicant's identity number"),
    "phone": Reason("the applicant's phone number"),
    "email": Reason("the applicant's e-mail address"),
    "address": Reason("the applicant's address"),
    "tell_by": Reason("how the applicant is told"),
    "language": Reason("the language of letters to the applicant"),
}
TASK_COLUMNS = {
    "state": Reason("the state"),
    "assignee_id": Reason("the holder"),
    "due": Reason("the time limit of the task"),
    "sort_due": Reason("the place in the queue"),
    "audience": Reason("who may take it"),
    "unit_id": Reason("the unit"),
    "closed": Reason("when it was closed"),
    "closed_by_name": Reason("who closed it"),
    "element": Reason("the step"),
    "name": Reason("the name"),
    "form": Reason("the form"),
    "opened": Reason("when it was opened"),
}
SHOWN_OF_TASK = ("due", "opened", "closed", "name", "element")
ANY_COLUMN = Reason("a detail")
MOMENTS = ("due", "index_due", "processed", "finished", "returned", "paused_since", "opened", "closed")
NOTHING = Reason("nothing")


def column(name: str, now: Any, must: Fact) -> FindingView:
    """A column of the dossier's row that is not what the history records."""
    what = COLUMNS.get(name, ANY_COLUMN)
    if name not in SHOWN:
        return _finding(
            Reason("Of the dossier, %(column)s is not what event %(event)s records.", column=what, event=must.event),
            must,
            name,
        )
    facts = {"column": what, "event": must.event, "now": shown(name, now), "must": shown(name, must.value)}
    return _finding(
        Reason("Of the dossier, %(column)s is %(now)s; event %(event)s records %(must)s.", **facts), must, name
    )


def applicant(name: str, must: Fact) -> FindingView:
    """A field of the applicant; the values are personal and stay out."""
    what = APPLICANT.get(name, ANY_COLUMN)
    return _finding(
        Reason("Of the dossier, %(column)s is not what event %(event)s records.", column=what, event=must.event),
        must,
        f"applicant.{name}",
    )


def variable(name: str, must: Fact | None, *, gone: bool = False) -> FindingView:
    """A value of the dossier's data: changed, gone, or told by no event."""
    if must is None:
        return FindingView(Reason("The dossier's data hold the value “%(name)s”, which no event records.", name=name))
    facts = {"name": name, "event": must.event}
    if gone:
        return _finding(
            Reason("The value “%(name)s” that event %(event)s records is gone from the data.", **facts), must
        )
    return _finding(Reason("The value “%(name)s” of the data is not what event %(event)s records.", **facts), must)


def task(name: str, what: str, must: Fact, now: Any = None) -> FindingView:
    """A column of a task, which is called as the history calls it."""
    facts = {"task": name, "column": TASK_COLUMNS.get(what, ANY_COLUMN), "event": must.event}
    if what in SHOWN_OF_TASK:
        facts |= {"now": shown(what, now), "must": shown(what, must.value)}
        return _finding(
            Reason("Of the task “%(task)s”, %(column)s is “%(now)s”; event %(event)s records “%(must)s”.", **facts),
            must,
        )
    return _finding(Reason("Of the task “%(task)s”, %(column)s is not what event %(event)s records.", **facts), must)


def task_gone(name: str, event: int) -> FindingView:
    """A task that was opened and is not there."""
    return FindingView(
        Reason("The task “%(task)s” that event %(event)s opened is gone.", task=name, event=event), event
    )


def task_added(name: str) -> FindingView:
    """A task nobody opened."""
    return FindingView(Reason("There is a task “%(task)s” that no event opened.", task=name))


def paper(name: str, event: int) -> FindingView:
    """A paper's row is not as it was filed."""
    facts = {"name": name, "event": event}
    return FindingView(Reason("The entry of the paper “%(name)s” is not what event %(event)s records.", **facts), event)


def paper_gone(name: str, event: int) -> FindingView:
    """A paper's row is not there."""
    facts = {"name": name, "event": event}
    return FindingView(Reason("The paper “%(name)s” that event %(event)s records is gone.", **facts), event)


def paper_added(name: str) -> FindingView:
    """A paper nobody filed."""
    return FindingView(Reason("There is a paper “%(name)s” that no event records.", name=name))


def content_changed(name: str, event: int | None) -> FindingView:
    """The bytes on disk are others."""
    return FindingView(Reason("The content of the paper “%(name)s” was changed since it was filed.", name=name), event)


def content_gone(name: str, event: int | None) -> FindingView:
    """There are no bytes on disk."""
    return FindingView(Reason("The content of the paper “%(name)s” is gone from the store.", name=name), event)


def notice(must: Fact) -> FindingView:
    """What the applicant was told is not what it was."""
    return FindingView(
        Reason("The notice to the applicant is not what event %(event)s records.", event=must.event), must.event
    )


def notice_gone(must: Fact) -> FindingView:
    """A notice is not there any more."""
    return FindingView(
        Reason("The notice to the applicant that event %(event)s records is gone.", event=must.event), must.event
    )


def notice_added(status: Any) -> FindingView:
    """A notice nobody decided."""
    return FindingView(Reason("There is a notice of status %(status)s that no event records.", status=status))


def recoded(now: str, must: str) -> FindingView:
    """A dossier under another code than the one its history was written with."""
    return FindingView(Reason("The dossier bears the code %(now)s; by event 1 it is %(must)s.", now=now, must=must), 1)


def by_the_intact(found: FindingView, last: int) -> FindingView:
    """A difference from what the events before the first broken one tell: those after it prove nothing either way."""
    return replace(
        found, sentence=Reason("By the intact events 1–%(last)s: %(reason)s", last=last, reason=found.sentence)
    )


def unreadable(one: Unreadable) -> FindingView:
    """A value that cannot be read at all."""
    facts = {"column": one.column, "table": one.table}
    sentence = Reason("The column “%(column)s” of the table “%(table)s” holds something that cannot be read.", **facts)
    return FindingView(sentence, unreadable=True, place=one.column if one.table == "dossier" else "")


def unchecked(error: Exception) -> FindingView:
    """A check that came to no end."""
    sentence = Reason("It could not be checked to the end (%(error)s).", error=type(error).__name__)
    return FindingView(sentence, unreadable=True)


def of_office(sentence: Reason, event: int | None = None) -> FindingView:
    """Something about the office as such."""
    return FindingView(sentence, event)


def shown(name: str, value: Any) -> Any:
    """A value as a sentence says it: times as times, a status by its name."""
    if value is None:
        return NOTHING
    if name == "status":
        return STATUSES.get(value, value)
    if isinstance(value, str) and name in MOMENTS:
        return datetime.fromisoformat(value)
    return value


def same(now: Any, must: Any) -> bool:
    """Whether a column is what was told; a moment is the same in every zone. What cannot be read is told elsewhere."""
    if isinstance(now, Unreadable):
        return True
    value = to_json(now)
    if isinstance(value, str) and isinstance(must, str) and value != must:
        try:
            return _moment(value) == _moment(must)
        except ValueError:
            return False
    if isinstance(must, datetime):
        return isinstance(now, datetime) and now.astimezone(UTC) == must.astimezone(UTC)
    return bool(value == must)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _finding(sentence: Reason, must: Fact, place: str = "") -> FindingView:
    return FindingView(sentence, must.event, place=place)
