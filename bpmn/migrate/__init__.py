"""From one version of a process to another: what differs, which element replaces which, and moving running instances.

Nothing is guessed while a dossier is moved: for each element where a token may rest a mapping names the element of the new
version that replaces it; an element it does not name has none. `propose` makes such a mapping, `check` says why a state
cannot follow it, `migrate` moves the state. All functions are pure, as those of the engine are.
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
