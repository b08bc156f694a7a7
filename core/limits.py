"""How much a request, an answer and a value of the office may be: the numbers of the doors, in one place.

Those of diagrams, steps and forms are in ``bpmn.limits``; docs/designer/limits.md tells both, and a test compares them.
"""

from __future__ import annotations

from typing import Final

# A request, before anybody looks at it.
PATH_CHARACTERS: Final = 2_000
QUERY_CHARACTERS: Final = 8_000
QUERY_FIELDS: Final = 100
HEADER_CHARACTERS: Final = 8_192
FORM_FIELDS: Final = 5_000
FORM_NAME_CHARACTERS: Final = 500
#: the body of a JSON request
JSON_BYTES: Final = 4 * 1024 * 1024
#: names in all objects of a JSON request
JSON_NAMES: Final = 20_000
NAME_CHARACTERS: Final = 200
FILE_NAME_CHARACTERS: Final = 255
IDEMPOTENCY_KEY_CHARACTERS: Final = 200
#: a message that another system sends by itself, whole
CALLBACK_BYTES: Final = 256 * 1024
#: what is typed into a search box
SEARCH_CHARACTERS: Final = 200

# An answer.
#: faults named one by one; the rest is counted
NAMED_FAULTS: Final = 100
#: characters of a name or a path that an answer says back
ECHO_CHARACTERS: Final = 100

# What is kept of a dossier.
#: all variables of a dossier, as JSON
VARIABLES_CHARACTERS: Final = 4_000_000
#: how often dossiers hand messages and signals on with nobody in between
HOPS: Final = 50
#: dossiers that one message moves on in one transaction
MESSAGE_DOSSIERS: Final = 100
#: text of a fault in an incident or a row
FAULT_CHARACTERS: Final = 2_000

# A bundle.
BUNDLE_FILES: Final = 100
BUNDLE_BYTES: Final = 10 * 1024 * 1024
