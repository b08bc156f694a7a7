"""From a checked diagram to SpiffWorkflow specifications of our own classes.

SpiffWorkflow's parser finds the nodes and builds the specifications; overridden is what it does not know (the zeebe
dialect, FEEL) and what it does by recursion along the flows, which fails on long diagrams. Checks nothing again:
`bpmn.parse` calls it only after the rules have passed.
"""

from bpmn.reading.diagram import DiagramParser
from bpmn.reading.nodes import element_of

__all__ = ["DiagramParser", "element_of"]
