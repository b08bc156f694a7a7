"""A running process: tokens in scopes, on SpiffWorkflow's tasks and workflows.

SpiffWorkflow supplies the life cycle (a task is predicted, updated, ready, run, completed or cancelled, and its
specification's hooks act on each change). What differs here:

- the tree is flat: a finished token is taken out at once and its successors hang on the root, so a step costs the same in
  round one and in round thousand; nothing looks back (joins and boundary events keep their own records);
- a queue of ready tokens replaces the searches through the tree;
- ids are counted, not random; time and data come from the step (`FeelScriptEngine`), never from the task.

Knows nothing of particular elements and nothing of the saved state.
"""

from bpmn.running.tokens.call import Call
from bpmn.running.tokens.instance import Instance, placing
from bpmn.running.tokens.log import Done
from bpmn.running.tokens.scope import ROOT, Scope
from bpmn.running.tokens.token import Token

__all__ = ["ROOT", "Call", "Done", "Instance", "Scope", "Token", "placing"]
