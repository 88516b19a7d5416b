"""A portal full of cases: real filings and assessments for some, rows and events for all."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from sekisho.model.evidence import Evidence
from sekisho.portal.accounts.models import Membership, Organisation, User
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.examine import acts as examine
from sekisho.portal.filing import acts as filing
from sekisho.portal.work import worker
from sekisho.read.filing import read_filing

EXAMPLE = Path(__file__).parents[2] / "examples" / "grid-control-update"
WHOLE = 200
"""Cases with documents of their own; their pages are the ones that are asked for."""
_CHUNK = 2_000
_STATES = ("submitted", "accepted", "accepted", "accepted", "lapsed", "introduced")


def fill(count: int, users: int) -> tuple[list[str], list[str]]:
    """Fills empty tables with cases; gives a session for each user and the whole cases' ids."""
    operator = Organisation.objects.create(kind="operator", name="架空電力", fictional=True)
    office = Organisation.objects.create(
        kind="authority", name="架空の審査室", authority="meti", fictional=True
    )
    filer = _person("filer", operator, "filer")
    people = [_person(f"examiner-{n}", office, "examiner") for n in range(users)]
    model = _whole_case(filer, people[0], operator, office)
    whole = [model.id, *(_copy(model) for _ in range(min(WHOLE, count) - 1))]
    _rows(count - len(whole), operator, office, filer)
    return [_session(person) for person in people], [str(id) for id in whole]


def _person(name: str, place: Organisation, role: str) -> User:
    user = User.objects.create_user(f"{name}@example.invalid", name=name)
    Membership.objects.create(user=user, organisation=place, role=role)
    return user


def _whole_case(
    filer: User, examiner: User, operator: Organisation, office: Organisation
) -> CaseFile:
    """Files the example and has it accepted, by the acts that a person would do."""
    now = datetime.now(UTC)
    by = Sitting(filer, operator, frozenset({"filer"}))
    read = read_filing((EXAMPLE / "filing.yaml").read_bytes(), "filing.yaml")
    id = filing.open_case(Doing(by, now), read)
    for evidence in read.evidence:
        _attach(id, Doing(by, now), evidence)
    filing.submit(id, Doing(by, now))
    who = Sitting(examiner, office, frozenset({"examiner"}))
    examine.accept(id, Doing(who, now), Doing(who, now).today)
    while worker.run_one():
        pass
    return CaseFile.objects.get(id=id)


def _attach(id: object, doing: Doing, evidence: Evidence) -> None:
    filing.add_evidence(id, doing, evidence, [(EXAMPLE / evidence.path).read_bytes()])  # type: ignore[arg-type]


def _copy(model: CaseFile) -> object:
    """Gives a case of its own with the same rows as another."""
    case = CaseFile.objects.get(id=model.id)
    case.pk = uuid4()
    case._state.adding = True  # noqa: SLF001 (the way Django copies a row)
    case.reference = f"KG-{str(case.pk)[:8]}"
    case.lapses_on = date.today() + timedelta(days=random.randint(0, 29))  # noqa: S311, DTZ011
    case.save(force_insert=True)
    for table in (Document, Event):
        rows = list(table.objects.filter(case=model).order_by("pk"))
        for row in rows:
            row.pk = uuid4() if table is Document else None
            row.case = case
        table.objects.bulk_create(rows)
    return case.pk


def _rows(count: int, operator: Organisation, office: Organisation, filer: User) -> None:
    chance = random.Random(2026)  # noqa: S311 (the same cases in every run)
    today = date.today()  # noqa: DTZ011
    for first in range(0, count, _CHUNK):
        cases = []
        for n in range(first, min(first + _CHUNK, count)):
            accepted = today - timedelta(days=chance.randrange(400))
            cases.append(
                CaseFile(
                    operator=operator,
                    authority=office,
                    authority_in_pack="meti",
                    reference=f"KD-{n:06}",
                    title=f"架空設備{n % 97}",
                    kind="plan",
                    regime="jp-espa",
                    fictional=True,
                    version=4,
                    state=chance.choice(_STATES),
                    submitted_on=accepted - timedelta(days=3),
                    accepted_on=accepted,
                    lapses_on=accepted + timedelta(days=29),
                    found=chance.randrange(6),
                    gravest=chance.choice(("", "low", "medium", "high", "critical")),
                )
            )
        CaseFile.objects.bulk_create(cases)
        Event.objects.bulk_create(
            Event(case=case, act=act, kind=kind, on=on, by=filer, organisation=operator)
            for case in cases
            for act, kind, on in (
                ("opened", "", case.submitted_on),
                ("submit", "submitted", case.submitted_on),
                ("accept", "accepted", case.accepted_on),
            )
        )


def _session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)
