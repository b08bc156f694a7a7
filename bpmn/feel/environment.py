"""The inputs of an evaluation beside its scope: time, seed, functions, budget. Its result depends on nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from bpmn.feel.budget import CostMeter, EvaluationBudget
from bpmn.feel.values.dates import Date
from bpmn.feel.values.datetimes import DateTime
from bpmn.feel.values.functions import Function
from bpmn.feel.values.times import NANOS, Time

DEFAULT_BUDGET = EvaluationBudget()


@dataclass(frozen=True, slots=True)
class Environment:
    """Time, seed, functions and budget of an evaluation."""

    #: aware
    now: datetime.datetime
    #: for ``uuid()`` and ``random number()``: the same expression with the same seed gives the same values, so each evaluation
    #: needs its own, such as dossier, step and element
    seed: str = ""
    #: functions of the host, by name, beside the built-ins
    functions: Mapping[str, Function] = field(default_factory=dict)
    #: time zone of ``now()`` and ``today()``
    zone: str = "Asia/Ho_Chi_Minh"
    budget: EvaluationBudget = DEFAULT_BUDGET
    #: cost budget shared with other evaluations; None: not shared
    meter: CostMeter | None = None

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("Environment.now needs a time zone")

    def moment(self) -> DateTime:
        """``now()``: the moment, in ``zone``."""
        seconds = int(self.now.astimezone(datetime.UTC).replace(microsecond=0).timestamp())
        instant = seconds * NANOS + self.now.microsecond * 1000
        return DateTime.from_instant(instant, Time(0, 0, 0, 0, None, self.zone))

    def today(self) -> Date:
        """``today()``: the date in ``zone``."""
        return self.moment().date
