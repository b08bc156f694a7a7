"""The saved state of a process: our own format, no pickle, and no class names that user data could choose.

Layout: version (1 byte) · checksum (8 bytes, BLAKE2b over all the rest) · definition (first 8 bytes of its SHA-256) ·
JSON, a `StateRecord`. Every record is a list without the nulls at its end; `bpmn.running.tokens.saved` names the positions.
A log lists what was completed in a scope and can be compensated. Calls that were given the same variables share their JSON
text. Local variables are JSON text inside the JSON, so their names cannot be confused with ours. The variables of the
dossier are not in the state.

The format of every release stays loadable. Version 1 had no memo; version 2 had neither log nor call, and kept the items and
the results of multiple instances as one text each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Literal

from SpiffWorkflow.util.task import TaskState

from bpmn.definition import Definition, Snapshot
from bpmn.errors import StateError
from bpmn.running.scripting import ExecutionContext
from bpmn.running.specs.activities import Activity, BusinessRuleTask, PassingTask, ScriptTask
from bpmn.running.specs.call_activity import CallActivity
from bpmn.running.specs.compensation import CompensationRun
from bpmn.running.specs.events import BoundaryEvent, CatchEvent
from bpmn.running.specs.handlers import EventSubProcessStart
from bpmn.running.specs.node import NodeSpec
from bpmn.running.specs.races import EventBasedGateway
from bpmn.running.tokens import CalledInstance, CompletedActivity, Instance, Scope, Token
from bpmn.running.tokens.saved import (
    CallRecord,
    CompletedActivityRecord,
    StateRecord,
    TokenRecord,
    awaited_record,
    cut,
    fields,
)

VERSION = 3
_READABLE = (1, 2, 3)
_HEADER = 17
# One encoder for all: the functions of `json` create a new one at each call.
_written = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
_read = json.JSONDecoder().decode
_OUTCOMES: tuple[Literal["completed", "terminated", "failed"] | None, ...] = (None, "completed", "terminated", "failed")


def dump(definition: Definition, instance: Instance) -> bytes:
    """The instance between two steps (no token can run) as bytes."""
    texts: dict[str, int] = {}
    records = _records(instance, instance, texts)
    log = _log(instance) if instance.outcome is None else None
    outcome = _OUTCOMES.index(instance.outcome)
    return _pack(definition, StateRecord(instance.counter, outcome, records, log, list(texts) or None))


def load(snapshot: Snapshot, execution: ExecutionContext) -> Instance:
    """The instance that was dumped; raises `StateError` if the state cannot be read or belongs to another definition."""
    definition, state = snapshot.definition, snapshot.state
    content = _unpack(definition, state)
    instance = Instance(definition.scopes, snapshot.variables, execution)
    try:
        found = StateRecord(*fields(content))
        instance.counter = found.counter
        instance.compensation_log = [CompletedActivity.of(record) for record in found.log or ()]
        instance.outcome = _OUTCOMES[found.outcome]
        _restore(instance, instance, found.records, found.texts or [])
    except (TypeError, ValueError, KeyError, IndexError) as error:
        raise StateError(f"the state does not fit its definition: {error!r}") from error
    return instance


def _pack(definition: Definition, content: StateRecord) -> bytes:
    body = bytes.fromhex(definition.sha256[:16]) + _written(cut(content)).encode()
    return bytes([VERSION]) + _checksum(VERSION, body) + body


def renamed(
    source: Definition, instance: Instance, target: Definition, elements: Mapping[str, str], flows: Mapping[str, str]
) -> bytes:
    """The instance as a state of another version, with its elements and flows replaced by those of the mappings."""
    content = StateRecord(*_read(dump(source, instance)[_HEADER:].decode()))
    records = [_renamed_token(record, elements, flows) for record in content.records]
    return _pack(target, content._replace(records=records, log=_renamed_log(content.log, elements)))


def _renamed_token(record: list[Any], elements: Mapping[str, str], flows: Mapping[str, str]) -> list[Any]:
    token = TokenRecord(*record)
    link = flows.get(token.link, token.link) if isinstance(token.link, str) else token.link
    inner = None if token.inner is None else [_renamed_token(one, elements, flows) for one in token.inner]
    element = elements.get(token.element, token.element)
    return cut(token._replace(element=element, link=link, inner=inner, log=_renamed_log(token.log, elements)))


def _renamed_log(log: list[list[Any]] | None, elements: Mapping[str, str]) -> list[list[Any]] | None:
    """A log with its elements replaced, also in the logs of sub-processes inside it."""
    if log is None:
        return None
    found = [CompletedActivityRecord(*record) for record in log]
    return [
        cut(one._replace(element=elements.get(one.element, one.element), inner=_renamed_log(one.inner, elements)))
        for one in found
    ]


def _checksum(version: int, body: bytes) -> bytes:
    """The checksum; since version 3 it covers the version byte, too, so that a damaged one is noticed."""
    return blake2b(bytes([version]) + body if version > 2 else body, digest_size=8).digest()


def _unpack(definition: Definition, state: bytes) -> Any:
    if len(state) <= _HEADER:
        raise StateError("the state is cut short")
    if state[0] not in _READABLE:
        raise StateError(f"the state has version {state[0]}; this release reads up to {VERSION}")
    if _checksum(state[0], state[9:]) != state[1:9]:
        raise StateError("the state is damaged: its checksum does not match")
    if state[9:_HEADER].hex() != definition.sha256[:16]:
        raise StateError("the state belongs to another version of the process")
    return _read(state[_HEADER:].decode())


def _records(instance: Instance, scope: Scope, texts: dict[str, int]) -> list[list[Any]]:
    return [
        scope.dormant[number] if number in scope.dormant else _record(instance, scope.tasks[number], texts)
        for number in sorted((*scope.tasks, *scope.dormant))
    ]


def _record(instance: Instance, token: Token, texts: dict[str, int]) -> list[Any]:
    spec = token.task_spec
    inner = instance.subprocesses.get(token.id)
    return cut(
        TokenRecord(
            token.id,
            spec.alias or spec.name,
            token.via if spec.joins else token.host.id if token.host else None,
            None if token.awaits is None else awaited_record(token.awaits),
            token.local_text,
            None if inner is None else _records(instance, inner, texts),
            None if token.memo is None and token.loop_index is None else spec.dump_progress(token),
            None if inner is None else _log(inner),
            _call(instance, token, texts) if instance.called else None,
        )
    )


def _log(scope: Scope) -> list[list[Any]] | None:
    return [done.record() for done in scope.compensation_log] or None


def _call(instance: Instance, token: Token, texts: dict[str, int]) -> list[Any] | None:
    call = instance.called.get(token.id)
    if not isinstance(call, CalledInstance):
        return None
    given = texts.setdefault(call.given, len(texts))
    return cut(CallRecord(call.deployed.sha256, given, call.written, _records(call, call, texts), _log(call)))


def _restore(instance: Instance, scope: Scope, records: list[list[Any]], texts: list[str]) -> None:
    dormant_body = _dormant_body(scope)
    for raw in records:
        record = TokenRecord(*fields(raw))
        number, element = _number(record.number), record.element
        if element == dormant_body and record.link is None and record.log is None and record.call is None:
            scope.dormant[number] = raw
            continue
        spec = scope.spec.task_specs[element]
        token = Token(scope, spec, _resting_state(spec), number)
        token.take_up(record)
        _restore_link(scope, token, record.link)
        if record.inner is not None:
            if spec.inner is None:
                raise ValueError(f"{element} has nothing inside")
            opened = instance.open_scope(token)
            opened.compensation_log = [CompletedActivity.of(one) for one in record.log or ()]
            _restore(instance, opened, record.inner, texts)
        if isinstance(spec, CallActivity):
            _restore_call(instance, token, CallRecord(*fields(record.call)), texts)


def _dormant_body(scope: Scope) -> str | None:
    """The repeated activity of the scope whose tokens are built only when they are used: there may be thousands."""
    if not scope.spec.repeats:
        return None
    body = next(spec for spec in scope.spec.task_specs.values() if spec.loop is not None)
    return str(body.name) if body.inner is None and not isinstance(body, CallActivity) else None


def _number(found: object) -> int:
    if isinstance(found, bool) or not isinstance(found, int):
        raise ValueError(f"{found!r} is no number of a token")
    return found


def _restore_call(instance: Instance, token: Token, record: CallRecord, texts: list[str]) -> None:
    library = instance.engine.execution.library
    deployed = None if library is None else library.by_sha256(record.sha256)
    if deployed is None:
        raise StateError(f"the version {record.sha256} of a called process is not there")
    call = CalledInstance(deployed, token, texts[record.given], record.written)
    call.compensation_log = [CompletedActivity.of(one) for one in record.log or ()]
    _restore(call, call, record.records or [], texts)


def _resting_state(spec: NodeSpec) -> int:
    if spec.joins or isinstance(spec, BoundaryEvent | EventSubProcessStart):
        return int(TaskState.WAITING)
    if isinstance(spec, CatchEvent | EventBasedGateway | CompensationRun) or (
        isinstance(spec, Activity) and not isinstance(spec, ScriptTask | BusinessRuleTask | PassingTask)
    ):
        return int(TaskState.STARTED)
    raise ValueError(f"{spec.name} is not an element where a token can rest")


def _restore_link(scope: Scope, token: Token, link: Any) -> None:
    spec = token.task_spec
    if spec.joins:
        token.via = link
        scope.joins.setdefault(spec.name, []).append(token)
    elif isinstance(spec, EventSubProcessStart):
        scope.handler_tokens.add(token.id)
    elif isinstance(spec, BoundaryEvent):
        spec.watch(token, scope.tasks[link])
    elif link is not None:
        token.host = scope.tasks[link]
        token.host.attached_tokens.append(token)
