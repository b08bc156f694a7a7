"""From one version of a process to another: what differs, which element takes whose place, and moving what runs.

Nothing here is guessed while a dossier moves: a mapping says for each element where a token may rest which element of the
new version takes its place; an element it does not name has none. `propose` makes such a mapping, `check` says why a state
cannot follow it, `migrate` follows it. All of it is pure, as the engine's own verbs are.
"""

from bpmn.migrate.blockers import check
from bpmn.migrate.comparison import Comparison, Difference, compare
from bpmn.migrate.mapping import Proposal, faults, mapping_of, propose
from bpmn.migrate.moving import MigrationRefused, migrate

__all__ = [
    "Comparison",
    "Difference",
    "MigrationRefused",
    "Proposal",
    "check",
    "compare",
    "faults",
    "mapping_of",
    "migrate",
    "propose",
]
