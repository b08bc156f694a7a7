"""Call activities (BPMN 2.0.2, 10.3.6 and 13.3.4): the process of another procedure, inside of the same dossier."""

from __future__ import annotations

from bpmn.effects import ProcessCalled
from bpmn.errors import EngineError
from bpmn.jsonvalues import dump_json
from bpmn.library import DeployedDefinition
from bpmn.redaction import Public
from bpmn.running.specs.activities import Activity
from bpmn.running.specs.entering import enter
from bpmn.running.tokens import CalledInstance, Token
from bpmn.values import Value


class CallActivity(Activity):
    """Begins a process and waits until it has ended.

    The process has variables of its own: it is handed a copy of all that the call activity sees, or only the input mappings;
    what it writes comes back when it has completed, or only what the output mappings say, or nothing.
    """

    process: Value
    #: version tag of the version to begin; None: the newest one
    version_tag: str | None
    #: whether all variables go in beside the input mappings
    propagate_all_parent_variables: bool
    #: whether all that was written comes back where there are no output mappings
    propagate_all_child_variables: bool

    def open(self, token: Token) -> None:
        instance = token.instance
        found = self._found(token)
        given: dict[str, object] = {}
        if self.propagate_all_parent_variables:
            office = instance.engine.execution.context
            given = {name: value for name, value in instance.visible(token.scope).items() if name not in office}
        definition = found.definition
        call = CalledInstance(found, token, dump_json(given))
        instance.emit(ProcessCalled(str(token.id), self.name, definition.process_id, definition.name, found.sha256))
        enter(call)

    def _found(self, token: Token) -> DeployedDefinition:
        process = self.json(token, self.process)
        if not isinstance(process, str) or not process.strip():
            raise self.refusal("no-process", token, self.process, "process id")
        library = token.instance.engine.execution.library
        found = None if library is None else library.latest(process.strip(), self.version_tag)
        if found is None:
            tagged = Public(f" with the version tag {self.version_tag}" if self.version_tag else "")
            message = "no procedure is deployed with the process {process}{tagged}"
            raise EngineError(self.name, "unknown-process", message, process=process, tagged=tagged)
        if found.definition.start() is None:
            message = "the process {process} begins with a message only; nobody can call it"
            raise EngineError(self.name, "no-start", message, process=Public(found.definition.process_id))
        return found

    def returned(self, token: Token, call: CalledInstance) -> None:
        """Takes over what the called process has written; a variable local to the call activity stays local."""
        if self.output_mappings:
            self.take(token, call.variables)
        elif self.propagate_all_child_variables:
            own = {name: value for name, value in call.changed.items() if name in token.local}
            if own:
                token.set_local({**token.local, **own})
            self.take(token, {name: value for name, value in call.changed.items() if name not in own})

    def withdraw(self, token: Token) -> None:
        call = token.instance.called.pop(token.id, None)
        if call is not None:
            call.stop()
