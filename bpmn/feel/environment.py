"""What an evaluation may draw on besides its scope. Evaluating is a function of scope and environment, nothing else."""

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
    """``now`` must carry a time zone; ``seed`` feeds ``uuid()`` and ``random number()``.

    Give each place that is evaluated its own seed (say, dossier, step and element): the same seed gives the same
    identifiers to the same text. ``functions`` are those the host registers, by name; ``zone`` is where ``now()`` and
    ``today()`` are told. Evaluations with the same ``meter`` share one budget.
    """

    now: datetime.datetime
    seed: str = ""
    functions: Mapping[str, Function] = field(default_factory=dict)
    zone: str = "Asia/Ho_Chi_Minh"
    budget: EvaluationBudget = DEFAULT_BUDGET
    #: cost budget shared with other evaluations; None: this one stands alone
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
