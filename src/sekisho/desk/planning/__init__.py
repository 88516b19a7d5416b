"""Planning: what a go-live leaves, counted backwards with the clocks of the pack."""

from sekisho.desk.planning.goal import LONGEST_WAIT, YEAR_ENDS, Goal
from sekisho.desk.planning.plan import Plan, PlannedCase, PlannedDate, PlanWarning, make_plan

__all__ = [
    "LONGEST_WAIT",
    "YEAR_ENDS",
    "Goal",
    "Plan",
    "PlanWarning",
    "PlannedCase",
    "PlannedDate",
    "make_plan",
]
