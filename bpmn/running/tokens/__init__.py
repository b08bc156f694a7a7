"""A running process: tokens in scopes, on SpiffWorkflow's tasks and workflows.

SpiffWorkflow supplies what a task and a workflow are: an identity, an element, a place in its workflow. What differs here:

- there is no tree: a token that has ended is taken out at once, so a step costs the same in round one and in round thousand;
  nothing looks back (joins and boundary events keep their own records);
- a queue of ready tokens replaces the searches through the tree;
- ids are counted, not random; time and data come from the step (`FeelScriptEngine`), never from the task.

Knows nothing of particular elements and nothing of the saved state.
"""

from bpmn.running.tokens.called_instance import CalledInstance
from bpmn.running.tokens.compensation_log import CompletedActivity
from bpmn.running.tokens.process import Instance, Scope, Token, adding_call_path
from bpmn.running.tokens.saved import AwaitedMessage, AwaitedSignal, Memo

__all__ = [
    "AwaitedMessage",
    "AwaitedSignal",
    "CalledInstance",
    "CompletedActivity",
    "Instance",
    "Memo",
    "Scope",
    "Token",
    "adding_call_path",
]
