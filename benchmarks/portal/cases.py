"""A portal full of cases, made quickly and yet as they would be.

1. The lives of the demonstration are made by the acts that a person does.
2. Each is told again as if it had begun some weeks earlier, week by week for a year: the same
   events, each on its own day so much earlier. The engine places each of these anew, by the same
   function as the door does. They are the models.
3. The models are copied by the database itself, with their events, subjects and sectors, until
   there are as many cases as wanted; all are before one authority, which is also consulted on
   some of another's. What is copied is as valid as its model.
4. Some cases are whole, with all their documents: their pages are the ones that are asked for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from copy import copy
from datetime import date, timedelta
from time import time
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, models, transaction

from sekisho.portal.accounts.models import Membership, Organisation, User
from sekisho.portal.cases import engine, standing
from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.decide.models import Decision
from sekisho.portal.examine.models import Consultation, Question, Subject
from sekisho.portal.queue.models import CaseSector
from sekisho.portal.running.demo import PLACES, make_demo

WHOLE = 1_000
"""Cases with documents of their own."""
WEEKS = 52
_CONSULTED = 40
_DAYS_IN_PAYLOADS = ("until",)


def fill(count: int, users: int) -> tuple[list[str], list[str]]:
    """Fills empty tables with cases; gives a session for each examiner and the whole cases' ids."""
    make_demo()
    office = Organisation.objects.get(name=PLACES["ministry"]["name"])
    people = [_examiner(f"examiner-{n}", office) for n in range(users)]
    lives = list(CaseFile.objects.exclude(submitted_on=None))
    with transaction.atomic():
        whole = _whole([case for case in lives if case.authority == office], min(WHOLE, count // 5))
        earlier = [_earlier(case, weeks) for case in lives for weeks in range(WEEKS)]
        _copy([*(case.id for case in lives), *earlier], count - CaseFile.objects.count(), office)
        _consult(office)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [_session(person) for person in people], [str(id) for id in whole]


def _examiner(name: str, place: Organisation) -> User:
    user = User.objects.create_user(f"{name}@example.invalid", name=name)
    Membership.objects.create(user=user, organisation=place, role="examiner")
    return user


def _earlier(case: CaseFile, weeks: int) -> UUID:
    """Tells a life again as if it had begun some weeks earlier; gives the new case."""
    back = timedelta(weeks=weeks)
    rows = list(Event.objects.filter(case=case).order_by("seq"))
    made = _again(case)
    for row in rows:
        row.pk, row.case, row.on = None, made, row.on - back
        row.payload = {
            key: (date.fromisoformat(value) - back).isoformat()
            if key in _DAYS_IN_PAYLOADS
            else value
            for key, value in row.payload.items()
        }
    standing.place(made, engine.engine_events([r for r in rows if r.kind]), _today())
    made.save(force_insert=True)
    Event.objects.bulk_create(rows)
    _repeat(Subject, case, made)
    _repeat(CaseSector, case, made)
    return made.id


def _repeat(table: Any, case: CaseFile, made: CaseFile) -> None:
    mine = list(table.objects.filter(case_id=case.id))
    for row in mine:
        row.case = made
        if table is Subject:
            row.pk = None
    table.objects.bulk_create(mine)


def _again(case: CaseFile) -> CaseFile:
    made = CaseFile.objects.get(id=case.id)
    made.pk = uuid4()
    made._state.adding = True  # noqa: SLF001 (the way Django copies a row)
    return made


def _whole(lives: Sequence[CaseFile], count: int) -> list[UUID]:
    """Copies lives with everything that their pages show; gives the ids of the new cases."""
    made = [_again(lives[n % len(lives)]) for n in range(count)]
    CaseFile.objects.bulk_create(made)
    rows: dict[type[models.Model], list[Any]] = {}
    for table in (Event, Document, Subject, CaseSector, Question, Decision):
        of = {life.id: list(table.objects.filter(case=life).order_by("pk")) for life in lives}
        rows[table] = list(_rows(table, of, lives, made))
        table.objects.bulk_create(rows[table])
        for row in rows[table]:
            _NEW[(table, row.case_id, row.was)] = row
    _NEW.clear()
    return [case.id for case in made]


_NEW: dict[tuple[type[models.Model], UUID, Any], Any] = {}
"""What a row of a model has become in a copy: other rows of the copy point to it."""


def _rows(
    table: Any, of: dict[UUID, list[Any]], lives: Sequence[CaseFile], made: Sequence[CaseFile]
) -> Iterator[Any]:
    for n, case in enumerate(made):
        for row in of[lives[n % len(lives)].id]:
            new = copy(row)
            new._state = copy(row._state)  # noqa: SLF001 (a row of its own)
            new.was, new.case = row.pk, case
            if table is not CaseSector:
                new.pk = uuid4() if table is Document else None
            for name, kind in _POINTS.get(table, ()):
                pointed = getattr(row, f"{name}_id")
                setattr(new, name, _NEW[(kind, case.id, pointed)] if pointed else None)
            yield new


_POINTS: dict[Any, tuple[tuple[str, Any], ...]] = {
    Question: (("asked", Event), ("replied", Event)),
    Decision: (("text", Document), ("taken", Event), ("dropped", Event)),
}


def _copy(known: Sequence[UUID], count: int, office: Organisation) -> None:
    """Copies cases, each about as often, with their events, subjects and sectors."""
    chance = random.Random(2026)  # noqa: S311 (the same cases in every run)
    uuid = models.UUIDField()

    def told(id: UUID) -> Any:
        return uuid.get_db_prep_value(id, connection)

    copies = [(told(uuid4()), told(chance.choice(known))) for _ in range(count)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size = -400000")
        kind = uuid.db_type(connection)
        cursor.execute(f"CREATE TEMPORARY TABLE copies (id {kind}, model {kind})")
        cursor.executemany("INSERT INTO copies VALUES (%s, %s)", copies)
        for table in (CaseFile, Event, Subject, CaseSector):
            cursor.execute(_insert(table), [told(office.id)] if table is CaseFile else [])
        cursor.execute("DROP TABLE copies")


def _insert(table: type[models.Model]) -> str:
    """Gives the statement that copies the rows of the cases named by the table of copies."""
    meta = table._meta  # noqa: SLF001 (Django's own way to the columns)
    case = "id" if table is CaseFile else "case_id"
    names = [
        field.column
        for field in meta.concrete_fields
        if not field.generated and not isinstance(field, models.AutoField)
    ]
    values = [
        "copies.id" if name == case else "%s" if name == "authority_id" else f'known."{name}"'
        for name in names
    ]
    into = ", ".join(connection.ops.quote_name(name or "") for name in names)
    return (
        f"INSERT INTO {meta.db_table} ({into}) SELECT {', '.join(values)} FROM copies"  # noqa: S608 (our own names)
        f" JOIN {meta.db_table} known ON known.{case} = copies.model"
    )


def _consult(office: Organisation) -> None:
    """Asks the authority for its view on some cases of another."""
    others = CaseFile.objects.exclude(authority=office).exclude(authority=None)
    for case in others.exclude(submitted_on=None)[:_CONSULTED]:
        asked = Event.objects.create(
            case=case, act="consult", on=_today(), organisation=case.authority
        )
        Consultation.objects.create(case=case, authority=office, asked=asked)


def _today() -> date:
    return now().astimezone(TOKYO).date()


def renew(sessions: Sequence[str]) -> None:
    """Lets the sessions have been used just now: one that lay idle is over."""
    for key in sessions:
        store = SessionStore(key)
        store["begun"] = store["seen"] = time()
        store.save()


def _session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["begun"] = store["seen"] = time()
    store.create()
    return str(store.session_key)
