"""Every built-in function: those of DMN 1.5, chapter 10.3.4, and those Camunda's FEEL adds.

What the properties panel of the modelers completes is here, under the same names.
"""

from bpmn.feel.builtins import (  # noqa: F401 - importing registers the functions
    contexts,
    conversion,
    lists,
    numeric,
    ranges,
    rangetext,
    statistics,
    strings,
    temporal,
)
from bpmn.feel.builtins.registry import BUILT_INS

__all__ = ["BUILT_INS"]
