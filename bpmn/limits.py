"""Size and cost limits of diagrams, steps and forms, in one place.

Those of one expression, one text and one file of decision tables are in `bpmn.feel.budget`.

They are far above what an office draws, and low enough that no file and no step keeps an operating system process busy for
long. The handbook of designers (docs/designer/limits.md) lists the same numbers, and a test compares the two.
"""

from __future__ import annotations

from typing import Final

# A file, before anything is built from it.
#: a diagram or a file of decision tables
FILE_BYTES: Final = 10_000_000
FORM_BYTES: Final = 1_000_000
#: XML elements of any kind, drawing included
XML_ELEMENTS: Final = 200_000
XML_DEPTH: Final = 200

# A diagram. Every rule of lint is linear in these.
#: flow nodes and sequence flows together
ELEMENTS: Final = 20_000
#: levels of nested sub-processes
SCOPE_DEPTH: Final = 30
ID_CHARACTERS: Final = 200
NAME_CHARACTERS: Final = 1_000
DOCUMENTATION_CHARACTERS: Final = 20_000
#: any other attribute or text, where nothing narrower is said (an expression: `bpmn.feel.budget.SOURCE`)
TEXT_CHARACTERS: Final = 200_000
#: characters of FEEL that one procedure may hold in its diagram, tables and forms together
EXPRESSIONS_CHARACTERS: Final = 200_000

# A task.
CANDIDATE_GROUPS: Final = 20
CANDIDATE_CHARACTERS: Final = 100
#: all groups of a task together, in UTF-8
CANDIDATE_BYTES: Final = 1_200

# A step: all that one verb of the engine does before everything waits again.
#: cost units; an element costs ELEMENT_WORK of them
STEP_WORK: Final = 1_000_000
ELEMENT_WORK: Final = 50
#: elements that may run in one step; a step with more is taken for an endless loop
STEP_ELEMENTS: Final = 12_000
#: instances of a repeated activity
INSTANCES: Final = 10_000
#: messages and signals thrown in one step
THROWN_EVENTS: Final = 100
#: characters that a signal may carry: every dossier that waits for it gets a copy
SIGNAL_CHARACTERS: Final = 65_536
#: characters that a step may write into variables, and a message may carry
STEP_CHARACTERS: Final = 2_000_000
#: the saved state of a dossier
STATE_BYTES: Final = 8_000_000
#: name of a variable, or any key inside of a value
VARIABLE_NAME_CHARACTERS: Final = 500
#: levels of lists and contexts inside of a value
VALUE_DEPTH: Final = 100
#: names of messages and signals, correlation keys, error codes, assignees, in UTF-8: an index holds no more
KEY_BYTES: Final = 1_000

# A form.
FORM_WORK: Final = 500_000
FORM_COMPONENTS: Final = 1_000
FORM_DEPTH: Final = 8
FORM_ROWS: Final = 200
FORM_OPTIONS: Final = 5_000
FORM_LABEL_CHARACTERS: Final = 2_000
FORM_TEXT_CHARACTERS: Final = 20_000
#: columns of a list of rows
FORM_COLUMNS: Final = 30
