"""The values of FEEL: null (None), boolean (bool), number (Decimal), string (str), the temporal classes of this package,
list (list), context (dict with text keys), :class:`Range` and :class:`Function`.

Values are compared for *identity of content* by Python's ``==``; what FEEL calls equal is `bpmn.feel.operations.equality`.
"""

from bpmn.feel.values.dates import Date
from bpmn.feel.values.datetimes import DateTime
from bpmn.feel.values.durations import DaysTimeDuration, YearsMonthsDuration
from bpmn.feel.values.functions import Function, Overload, Parameter
from bpmn.feel.values.ranges import Range
from bpmn.feel.values.times import Time

__all__ = [
    "Date",
    "DateTime",
    "DaysTimeDuration",
    "Function",
    "Overload",
    "Parameter",
    "Range",
    "Time",
    "YearsMonthsDuration",
]
