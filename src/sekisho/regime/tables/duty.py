"""Rows that decide: duties, exemptions, change classes, required checks, routes."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sekisho.model.finding import Severity
from sekisho.model.values.ratio import Ratio
from sekisho.model.values.record import Record
from sekisho.model.vex.document import Justification

ChangeClassName = Literal["important", "report", "component", "minor"]


class Confirm(Record, frozen=True, kw_only=True):
    """What a "no" rests on: when this does not hold the answer is *not checked*."""

    when: str
    message: str


class DutyRow(Record, frozen=True, kw_only=True):
    """A duty to file.

    `about` says whether the question arises at all; `when` whether the duty does. `message` is
    the reason when it does, `otherwise` when it does not. `prior` duties stand before the act.
    `penalty` names what the law threatens who does not file.
    """

    id: str
    filing: str
    act: str = ""
    prior: bool = False
    about: str
    when: str
    message: str
    otherwise: str
    confirm: Confirm | None = None
    penalty: str = ""
    article: str = ""
    unverified: bool = False


class Exemption(Record, frozen=True, kw_only=True):
    """What frees from duties: `claimed` when the filing relies on it, `when` it holds.

    An exemption nobody claims changes nothing; one that is claimed and cannot be judged leaves
    the duty *not checked*, and so does an `unverified` one, whatever its `when` answers, which tells
    `beside` what is known all the same. `params` fill the messages from facts.
    """

    id: str
    of: tuple[str, ...]
    claimed: str
    when: str
    message: str
    refused: str
    beside: str = ""
    params: dict[str, str] = {}
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    unverified: bool = False


class ChangeRow(Record, frozen=True, kw_only=True):
    """The class of a change of one field; rows are tried in order, the first that holds wins."""

    paths: tuple[str, ...]
    acts: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    when: str = ""
    becomes: ChangeClassName
    article: str = ""
    unverified: bool = False


class Changes(Record, frozen=True, kw_only=True):
    """Change classes; `ratio_bands` are the lower ends of the bands, half open as written.

    The first end is the share from which on a holder is stated at all; `component` is the class
    of what is reported on a form of its own.
    """

    ratio_bands: tuple[Ratio, ...] = ()
    classes: tuple[ChangeRow, ...] = ()


class Reliance(Record, frozen=True, kw_only=True):
    """A fact every duty rests on: where nobody states it, each duty that is needed says so."""

    fact: str
    message: str
    article: str = ""


class Duties(Record, frozen=True, kw_only=True):
    """The duties of a pack and what frees from them; before `valid_from` there are none."""

    valid_from: date | None = None
    relies_on: Reliance | None = None
    duties: tuple[DutyRow, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


class RequiredCheck(Record, frozen=True, kw_only=True):
    """A check that must be answered when `when` holds (always, when empty)."""

    check: str
    when: str = ""


class RouteRow(Record, frozen=True, kw_only=True):
    """Where a case goes next; the first row that holds wins, the last one always does.

    `stands` says of the matter itself, whatever the checks found, that it is `pending` (no decision
    yet) or `barred` (the law stands against it).
    """

    id: str
    when: str = ""
    message: str
    stands: Literal["", "pending", "barred"] = ""


class VexRow(Record, frozen=True, kw_only=True):
    """When a VEX statement lowers a finding, and to what; without a row none ever does.

    It has to have the `status` and, where any are named, one of the `justifications`. That the
    document is vouched for by another than its author is asked in any case. `exploited_too` lets the
    row lower a flaw that is known to be exploited.
    """

    id: str
    status: Literal["not_affected", "fixed"]
    justifications: tuple[Justification, ...] = ()
    lowers_to: Severity
    exploited_too: bool = False


class Routes(Record, frozen=True, kw_only=True):
    """Required checks and routes of a pack, and what VEX statements change.

    `sbom_profile` is what SBOMs are held against.
    """

    sbom_profile: str = ""
    required: tuple[RequiredCheck, ...] = ()
    routes: tuple[RouteRow, ...]
    vex: tuple[VexRow, ...] = ()
