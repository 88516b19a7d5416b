"""Planning: what a go-live leaves, counted backwards with the clocks of the pack."""

from sekisho.desk.planning.goal import Goal
from sekisho.desk.planning.plan import Plan, PlannedCase, PlannedDate, PlanWarning, make_plan

__all__ = ["Goal", "Plan", "PlanWarning", "PlannedCase", "PlannedDate", "make_plan"]
