"""The plan of a go-live: for each period the pack may hold it back by, the dates before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from sekisho.desk.planning.goal import Chain, Goal, count_back, last_year_ends, latest_acceptance
from sekisho.model.errors import PackError, Place, UsageError
from sekisho.model.values.message import Message, message
from sekisho.model.values.record import Record
from sekisho.regime.days.count import last_day
from sekisho.regime.pack import Regime
from sekisho.regime.tables.law import Title
from sekisho.regime.tables.time import Period

CaseId = Literal["plain", "longest"]
WarningId = Literal["past", "closed", "contract", "calendar"]


class PlannedDate(Record, frozen=True, kw_only=True):
    """A date of a plan; `working_on` is the last working day not after it.

    `on` is absent where it cannot be told, `working_on` where the calendar does not reach.
    """

    id: str
    on: date | None = None
    working_on: date | None = None
    message: Message
    article: str = ""
    warning: bool = False


class PlannedCase(Record, frozen=True, kw_only=True):
    """One way things may go: the periods that run, and its dates in their order."""

    id: CaseId
    periods: tuple[str, ...]
    lengths: tuple[Message, ...]
    article: str = ""
    dates: tuple[PlannedDate, ...] = ()

    def date_of(self, id: str) -> date | None:
        """Gives the day of the date of that id."""
        return next((each.on for each in self.dates if each.id == id), None)


class PlanWarning(Record, frozen=True, kw_only=True):
    """Something a person must see; one that is no `hint` puts the go-live at risk."""

    id: WarningId
    case: CaseId
    message: Message
    hint: bool = False


class Plan(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/plan/1"):
    """Everything planned for one go-live, as of a day.

    `allowance` and `vendor` are the user's own days; without an allowance nothing is assumed.
    `note` is what the pack tells beside every plan.
    """

    regime: str
    version: str
    regime_sha256: str
    verified_to: date | None = None
    on: date
    go_live: date
    contract_on: date | None = None
    allowance: int | None = None
    vendor: int | None = None
    in_working_days: bool = False
    cases: tuple[PlannedCase, ...]
    warnings: tuple[PlanWarning, ...] = ()
    caveats: tuple[Message, ...] = ()
    note: Title | None = None


def make_plan(regime: Regime, goal: Goal, on: date) -> Plan:
    """Counts backwards from a go-live, for the period of the procedure and for its longest end.

    Which periods these are is said by the pack: in its own plan, or else by the window of its
    procedure and the period that caps it. Raises `UsageError` for a pack that has neither.
    """
    chains = tuple(_chains(regime))
    if not chains:
        raise UsageError(
            message("plan.nothing_to_plan", regime=regime.id),
            hint=message("plan.nothing_to_plan.remedy"),
        )
    planners = [_Planner(regime, goal, on, id, chain) for id, chain in chains]
    return Plan(
        regime=regime.id,
        version=regime.version,
        regime_sha256=regime.sha256,
        verified_to=regime.verified_to,
        on=on,
        go_live=goal.go_live,
        contract_on=goal.contract_on,
        allowance=goal.allowance,
        vendor=goal.vendor,
        in_working_days=goal.in_working_days,
        cases=tuple(planner.case for planner in planners),
        warnings=tuple(warning for planner in planners for warning in planner.warnings()),
        caveats=regime.caveats(on),
        note=regime.clocks.plan_note,
    )


def _chains(regime: Regime) -> Iterator[tuple[CaseId, Chain]]:
    """Yields the cases of the pack's own plan, else the window of its procedure and its cap."""
    for case in regime.clocks.plan:
        periods = tuple(_period(regime, step.of) for step in case.steps)
        yield case.id, Chain(periods, tuple(step.begins == "day_after" for step in case.steps))
    if regime.clocks.plan:
        return
    window = regime.period(regime.procedure.window)
    longest = regime.period(window.capped_by) if window else None
    if window is not None:
        yield "plain", Chain((window,), (False,))
    if longest is not None:
        yield "longest", Chain((longest,), (False,))


def _period(regime: Regime, id: str) -> Period:
    period = regime.period(id)
    if period is None:
        raise PackError(message("plan.unknown_period", id=id), place=Place(file="clocks.yaml"))
    return period


class _Planner:
    """One period on its way to dates and warnings."""

    def __init__(self, regime: Regime, goal: Goal, on: date, id: CaseId, chain: Chain) -> None:
        self._regime, self._goal, self._on = regime, goal, on
        self._id, self._chain = id, chain
        self._calendar = regime.calendar
        self._accept = latest_acceptance(chain, goal.go_live, self._calendar)
        self._end = chain.last_day(self._accept, self._calendar) if self._accept else None
        self._article = "; ".join(dict.fromkeys(p.article for p in chain.periods if p.article))
        dates = sorted(self._dates(), key=lambda row: (row.on is None, row.on or date.min))
        self.case = PlannedCase(
            id=id,
            periods=tuple(period.id for period in chain.periods),
            lengths=tuple(
                message(f"plan.length.{period.unit}", n=period.length or 0)
                for period in chain.periods
            ),
            article=self._article,
            dates=tuple(dates),
        )

    def warnings(self) -> Iterator[PlanWarning]:
        """Yields what stands in the way, the gravest first."""
        for row in self.case.dates:
            if row.id in _DEADLINES and row.on is not None and row.on < self._on:
                yield self._warn("past", what=f"plan.{row.id}", day=row.on.isoformat())
        yield from self._contract()
        accept = self._row("acceptance")
        if accept and accept.on and accept.working_on and accept.working_on < accept.on:
            days = {"day": accept.on.isoformat(), "working": accept.working_on.isoformat()}
            yield self._warn("closed", **days)
        known = [row.working_on for row in self.case.dates if row.id in _WORKING]
        if None in known:
            yield self._warn("calendar", until=self._calendar.head.covers_to.isoformat())

    def _contract(self) -> Iterator[PlanWarning]:
        contract, end = self._goal.contract_on, self._end
        if contract is None or end is None or contract > end:
            return
        by = latest_acceptance(self._chain, contract, self._calendar)
        days = {"day": contract.isoformat(), "last": end.isoformat()}
        if by is not None:
            days["by"] = by.isoformat()
        yield self._warn("contract", **days)

    def _warn(self, id: WarningId, **params: str) -> PlanWarning:
        said = message(
            f"plan.warn.{id}", case=f"plan.{self._id}", on=self._on.isoformat(), **params
        )
        return PlanWarning(id=id, case=self._id, message=said, hint=id in _HINTS)

    def _row(self, id: str) -> PlannedDate | None:
        return next((row for row in self.case.dates if row.id == id), None)

    def _dates(self) -> Iterator[PlannedDate]:
        goal, article = self._goal, self._article
        yield self._date("go_live", goal.go_live)
        yield self._date("period_last", self._end, article)
        yield self._date("acceptance", self._accept, article)
        submission = self._submission()
        yield submission
        filed_on = self._safe(submission.on)
        if goal.vendor is not None:
            day = self._back(filed_on, goal.vendor)
            yield self._date(self._in_days("vendor"), day, id="vendor", n=goal.vendor)
        if filed_on is not None:
            yield from self._windows(filed_on)

    def _submission(self) -> PlannedDate:
        """Without an allowance the day is a bound, no advice: no number of the law stands here."""
        accepted, allowance = self._safe(self._accept), self._goal.allowance
        if allowance is None:
            return self._date("submission_bound", accepted, id="submission", warning=True)
        day = self._back(accepted, allowance)
        return self._date(self._in_days("submission"), day, id="submission", n=allowance)

    def _windows(self, filed_on: date) -> Iterator[PlannedDate]:
        """Yields what the day of filing decides: fresh documents, the fiscal years that count."""
        contents = self._regime.contents
        documents = self._regime.period(contents.documents)
        if documents is not None:
            day = last_day(documents, filed_on, self._calendar)
            filed = filed_on.isoformat()
            yield self._date("documents_from", day, documents.article, filed=filed)
        sales = contents.sales
        period = self._regime.period(sales.cut_off) if sales else None
        if sales is None or period is None:
            return
        cut_off = last_day(period, filed_on, self._calendar)
        yield self._date("sales_cut_off", cut_off, sales.article, n=sales.years)
        if cut_off is None:
            return
        for end in self._goal.year_ends:
            years = last_year_ends(cut_off, end, sales.years)
            if years:
                listed = tuple(year.isoformat() for year in years)
                named = f"{end[0]:02}-{end[1]:02}"
                yield self._date("fiscal_years", years[0], sales.article, years=listed, end=named)

    def _date(  # a planned date has these parts
        self,
        said: str,
        on: date | None,
        article: str = "",
        *,
        id: str = "",
        warning: bool = False,
        **params: str | int | tuple[str, ...],
    ) -> PlannedDate:
        id = id or said
        if on is None:
            said, params = "calendar_ends", {"what": f"plan.{id}"}
        return PlannedDate(
            id=id,
            on=on,
            working_on=self._open(on) if id in _WORKING else None,
            message=message(f"plan.date.{said}", **params),
            article=article,
            warning=warning or on is None,
        )

    def _open(self, day: date | None) -> date | None:
        return self._calendar.last_open(day) if day is not None else None

    def _safe(self, day: date | None) -> date | None:
        """The working day to rely on; the day itself where the calendar does not reach."""
        return self._open(day) or day

    def _back(self, day: date | None, days: int) -> date | None:
        if day is None:
            return None
        return count_back(day, days, self._calendar, working=self._goal.in_working_days)

    def _in_days(self, said: str) -> str:
        return f"{said}.working" if self._goal.in_working_days else said


_DEADLINES = frozenset({"go_live", "acceptance", "submission", "vendor"})
"""The dates by which someone must have acted; the others only say what counts."""

_HINTS = frozenset({"closed", "calendar"})
"""Warnings that ask for a look, while the go-live can still be met."""

_WORKING = _DEADLINES | {"period_last"}
"""The dates whose last working day before matters."""
