"""The table of permissions against every address: no more, no less, and nothing told."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sekisho.model.canonical import canonical_bytes
from sekisho.model.operator.register import Register
from sekisho.portal import who_may
from sekisho.portal.accounts.models import Invitation, Membership, Organisation, User
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import vault
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.desk.models import MemoRow, Month, Plan, RegisterVersion, Result, Sheet
from sekisho.portal.examine.models import Absence
from sekisho.portal.queue.models import SavedQuestion
from sekisho.portal.work import worker
from sekisho.report.catalogue import knows
from tests.samples.people import People, act, id_of, open_example, settle
from tests.unit.triage.builders import NO, judge
from tests.unit.triage.builders import row as update_row

PORTAL = Path(__file__).parents[2] / "src" / "sekisho" / "portal"
MISSING = "00000000-0000-4000-8000-000000000000"
STALE = "999999"
"""No act is done from such a version: who may do it is told 409, who may not 403 or 404."""


@dataclass(frozen=True, slots=True)
class Address:
    """What an address is for: the act, what it is about, how it is asked, what else it needs."""

    act: str
    about: str = ""
    ways: str = "GET POST"
    more: tuple[tuple[str, object], ...] = ()


ADDRESSES = {
    "case_list": Address("case.list", ways="GET"),
    "case_new": Address("case.open"),
    "case": Address("case.see", "case", "GET"),
    "case_report": Address("case.see", "case", "GET"),
    "document": Address("evidence.see", "case", "GET", (("document", None),)),
    "personal": Address("personal.see", "case", "GET"),
    "draft": Address("draft.save", "case"),
    "evidence": Address("evidence.add", "case"),
    "check": Address("case.check", "case", "POST"),
    "submission": Address("submit", "case"),
    "withdrawal": Address("withdraw", "case"),
    "reply": Address("reply", "case", "POST", (("question", 1),)),
    "acceptance": Address("accept", "case"),
    "return": Address("return", "case"),
    "question": Address("ask", "case"),
    "consultation": Address("consult", "case"),
    "decision": Address("decision.draft", "case", more=(("act", "end_screening"),)),
    "signature": Address("decision.sign", "case", "POST", (("act", "end_screening"),)),
    "progress": Address("case.see", "case", "GET"),
    "differences": Address("case.see", "case", "GET"),
    "workbench": Address("draft.save", "case", "GET"),
    "section": Address("draft.save", "case", more=(("section", "facility"),)),
    "entry": Address("draft.save", "case", more=(("section", "parties"), ("index", 0))),
    "removal": Address("draft.save", "case", "POST", (("section", "parties"), ("index", 0))),
    "answer": Address("answer", "case"),
    "changed_plan": Address("file_changed_plan", "case"),
    "introduction": Address("proceed", "case"),
    "from_register": Address("draft.save", "case"),
    "prefill": Address("draft.save", "case", "POST"),
    "elsewhere": Address("dates.enter", "case"),
    "dates": Address("dates.enter", "case"),
    "correction": Address("dates.enter", "case", more=(("seq", 1),)),
    "package": Address("package.make", "case", "GET"),
    "package_file": Address("package.make", "case", "GET"),
    "prior_consultation": Address("show_draft", "case"),
    "prior_answer": Address("answer_draft", "case"),
    "change_plan": Address("change_plan", "case"),
    "plan_changes": Address("case.see", "case", "GET"),
    "list_changes": Address("draft.save", "case", "POST"),
    "kind": Address("draft.save", "case", "POST"),
    "changed_plan_file": Address("draft.save", "case"),
    "finding": Address("find_unjust", "case"),
    "casework": Address("case.advise", "case", "GET"),
    "assignment": Address("case.assign", "case", "POST"),
    "advice": Address("case.advise", "case", "POST"),
    "resolution": Address("finding.resolve", "case", "POST"),
    "consulted": Address("consult", "case", "POST"),
    "consulted_answer": Address("consultation.answer", "case", "POST"),
    "consulted_end": Address("consultation.end", "case", "POST", (("consultation", 1),)),
    "drop_decision": Address("decision.draft", "case", "POST", (("act", "end_screening"),)),
    "place": Address("evidence.see", "case", "GET", (("document", None),)),
    "question_keep": Address("question.save", ways="POST"),
    "question_end": Address("question.save", "question", "POST"),
    "absences": Address("absence.state"),
    "absence_end": Address("absence.state", "absence", "POST"),
    "groups": Address("queue.see", ways="GET"),
    "group": Address("queue.see"),
    "work": Address("work.see", ways="GET"),
    "work_retry": Address("work.retry", ways="POST", more=(("id", 1),)),
    "updates": Address("triage.see", ways="GET"),
    "updates_sheet": Address("register.see", ways="GET"),
    "register": Address("register.see", ways="GET"),
    "register_file": Address("register.see", ways="GET"),
    "register_version": Address("register.see", ways="GET", more=(("number", 1),)),
    "register_plan": Address("register.keep"),
    "register_plan_dropped": Address("register.keep", "plan", "POST"),
    "register_case": Address("plan.take", "case", "POST"),
    "month_new": Address("triage.run"),
    "month": Address("triage.see", "month", "GET"),
    "month_progress": Address("triage.see", "month", "GET"),
    "month_sheet": Address("triage.run", "month", "POST"),
    "month_sboms": Address("triage.run", "month", "POST"),
    "month_again": Address("triage.run", "month", "POST"),
    "month_questions": Address("triage.run", "month"),
    "month_answers": Address("triage.run", "month", "POST"),
    "month_file": Address("triage.see", "month", "GET", (("number", 1), ("what", "memos"))),
    "month_memo": Address("triage.see", "month", "GET", (("number", 1), ("row", 1))),
    "month_draft": Address("triage.run", "month", "POST", (("number", 1), ("name", "U-1"))),
    "people": Address("people.see"),
    "invite_again": Address("people.invite", "invitation", "POST"),
    "take_back": Address("people.invite", "invitation", "POST"),
    "end_role": Address("people.end", "membership", "POST"),
    "release": Address("people.release", "user", "POST"),
}
ANYONES = {
    "home",
    "language",
    "seat",
    "permissions",
    "invitation",
    "account",
    "desk",
    "must_i_file",
    "planning",
    "planning_calendar",
}
"""Pages that need no permission: they show what is the person's own, or nothing."""

GIVEN = {
    "text": "x",
    "reason": "x",
    "reasons": "x",
    "whom": "x",
    "on": "2026-11-26",
    "text_sha256": "x",
    "email": "x@example.invalid",
    "role": "steward",
    "kind": "change",
}
DONE = {200, 302, 409, 422}


def _names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)


def _allauths(name: str) -> bool:
    return name.startswith(("account_", "mfa_", "socialaccount_", "openid_connect_"))


def test_every_address_is_in_the_table():
    names = {name for name in _names(get_resolver().url_patterns) if not _allauths(name)}
    assert names == {*ADDRESSES, *ANYONES}


def test_every_act_of_an_address_is_a_permission():
    known = {row.act for row in who_may.PERMISSIONS}
    assert {address.act for address in ADDRESSES.values()} <= known


def test_every_permission_is_said_in_plain_words_in_both_languages():
    for row in who_may.PERMISSIONS:
        for lang in ("ja", "en"):
            assert knows(f"portal.may.{row.act}", lang), (row.act, lang)


@dataclass(frozen=True, slots=True)
class World:
    """A case of one's own and one of others, with what hangs on them."""

    people: People
    own: str
    foreign: str
    things: dict[str, dict[str, Any]]


def _world() -> World:
    people = settle()
    cases = {}
    for key, filer in (("own", "filer"), ("foreign", "rival")):
        client = people.client(filer)
        case = open_example(client)
        act(client, case, "check")
        act(client, case, "submission")
        cases[key] = id_of(case)
    CaseFile.objects.filter(id=cases["foreign"]).update(authority=people.places["mlit"])
    while worker.run_one():
        pass
    things: dict[str, dict[str, Any]] = {"own": {}, "foreign": {}, "missing": {}}
    for key in ("own", "foreign"):
        things[key]["case"] = cases[key]
        things[key]["document"] = Document.objects.filter(
            case_id=cases[key], kind="evidence"
        ).values_list("id", flat=True)[0]
    things["missing"] = {"case": MISSING, "document": MISSING}
    return World(people, cases["own"], cases["foreign"], things)


def _person(
    world: World, kind: str, role: str
) -> tuple[Client, Sitting, dict[str, dict[str, Any]]]:
    """A person of that role, in the organisation of the own case where its kind has one."""
    known = {"operator": "kasumi", "authority": "meti"}
    if kind in known:
        place = world.people.places[known[kind]]
    else:
        place, _ = Organisation.objects.get_or_create(kind=kind, name=f"架空の{kind}")
    name = f"{kind}-{role}"
    user = User.objects.create_user(f"{name}@example.invalid", name=name)
    world.people.users[name] = user
    Membership.objects.create(user=user, organisation=place, role=role)
    sitting = Sitting(user=user, organisation=place, roles=frozenset({role}))
    return world.people.client(name), sitting, _things(world, place, user)


def _things(world: World, place: Organisation, user: User) -> dict[str, dict[str, Any]]:
    things = {key: dict(value) for key, value in world.things.items()}
    elsewhere = world.people.places["minato"]
    for key, home in (("own", place), ("foreign", elsewhere)):
        whose = user if key == "own" else world.people.users["rival"]
        offer, _ = Invitation.objects.get_or_create(
            organisation=home,
            email="offered@example.invalid",
            role="reader",
            defaults={"token_sha256": str(home.id), "expires_at": "2030-01-01T00:00:00Z"},
        )
        question, _ = SavedQuestion.objects.get_or_create(
            organisation=home, owner=whose, name="条件", address="questions=open"
        )
        absence, _ = Absence.objects.get_or_create(
            organisation=home,
            user=whose,
            deputy=world.people.users["nobody"],
            first_on=date(2030, 1, 1),
            last_on=date(2030, 1, 2),
        )
        things[key] |= {
            "month": _month(home),
            "plan": Plan.objects.get_or_create(organisation=home, name="plan.yaml")[0].id,
            "invitation": offer.id,
            "user": whose.id,
            "question": question.pk,
            "absence": absence.pk,
            "membership": Membership.objects.filter(user=whose)[0].id,
        }
    things["missing"] |= {"invitation": MISSING, "user": MISSING, "membership": 2**31}
    things["missing"] |= {"month": MISSING, "plan": MISSING}
    things["missing"] |= {"question": 2**31, "absence": 2**31}
    return things


def _month(home: Organisation) -> Any:
    """A month that was sorted, with one memo and one draft."""
    known = Month.objects.filter(organisation=home).first()
    if known is not None:
        return known.id
    month = Month.objects.create(organisation=home)
    version = RegisterVersion.objects.create(
        organisation=home,
        number=1,
        body=canonical_bytes(Register()),
        sha256="x",
        rows=0,
        source="sheet",
        name="register.csv",
    )
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as file:
        file.writestr("drafts/U-1/filing.yaml", "schema: sekisho/filing/1\n")
    key = vault.put([zipped.getvalue()], 10_000).key
    sheet = Sheet.objects.create(
        month=month, number=1, name="u.csv", vault_key=key, sha256="x", size=1
    )
    result = Result.objects.create(
        month=month,
        number=1,
        on=date(2026, 12, 1),
        register=version,
        sheet=sheet,
        regime="jp-espa@x",
        outcome="pass",
        updates=1,
        told={"counts": {}, "keys": [], "questions": [], "drafts": [], "defects": []},
        memos_key=key,
        memos_size=1,
        drafts_key=key,
        drafts_size=1,
    )
    memo = memo_of_example()
    MemoRow.objects.create(
        result=result, number=1, update_id="U-1", becomes="report", outcome="found", memo=memo
    )
    return month.id


@cache
def memo_of_example() -> bytes:
    """A memo of the example of a month, as it is kept."""
    (judged, *_) = judge(update_row("ems", **NO))
    return canonical_bytes(judged.memo)


def _ask(client: Client, name: str, way: str, thing: dict[str, Any]) -> Any:
    address = ADDRESSES[name]
    given = {key: thing["document"] if key == "document" else value for key, value in address.more}
    if address.about:
        given["id"] = thing[address.about]
    url = reverse(name, kwargs=given)
    answer: Any = client.get(url) if way == "GET" else client.post(url, {**GIVEN, "version": STALE})
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer


def _expected(sitting: Sitting, name: str, which: str, case: CaseFile) -> set[int]:
    address = ADDRESSES[name]
    if address.about == "case":
        if which != "own" or not who_may.may(sitting, "case.see", case):
            return {404}
        return DONE if who_may.may(sitting, address.act, case) else {403}
    if not who_may.may(sitting, address.act):
        return {403}
    return DONE if which == "own" or not address.about else {404, 409}


def _told(answer: Any) -> str:
    """What a page says, but for its own address and the token of its forms."""
    text = re.sub(
        r'(name="(csrfmiddlewaretoken|next)" value=")[^"]*', r"\1", answer.content.decode()
    )
    return f"{answer.status_code} {text}"


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("kind", who_may.KINDS)
def test_every_role_at_every_address_is_answered_as_the_table_says(kind: str):
    world = _world()
    own = CaseFile.objects.get(id=world.own)
    wrong, asked = [], 0
    for role in who_may.ROLES:
        client, sitting, things = _person(world, kind, role)
        for name, address in ADDRESSES.items():
            for way in address.ways.split():
                answers = {}
                for which in ("own", "foreign", "missing") if address.about else ("own",):
                    answer = answers[which] = _ask(client, name, way, things[which])
                    expected = _expected(sitting, name, which, own)
                    asked += 1
                    if answer.status_code not in expected:
                        wrong.append((role, name, way, which, answer.status_code, expected))
                if address.about and _told(answers["foreign"]) != _told(answers["missing"]):
                    wrong.append((role, name, way, "foreign is told from missing", 0, set()))
    assert not wrong
    assert asked > 400


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("who", ["anonymous", "nobody"])
def test_who_belongs_nowhere_reaches_nothing(who: str):
    world = _world()
    client = Client() if who == "anonymous" else world.people.client("nobody")
    things = _things(world, world.people.places["kasumi"], world.people.users["filer"])
    for name, address in ADDRESSES.items():
        for way in address.ways.split():
            answer = _ask(client, name, way, things["own"])
            if who == "anonymous":
                assert answer.headers["Location"].startswith("/accounts/login/"), name
            else:
                assert answer.status_code == (404 if address.about == "case" else 403), name


def _compares(tree: ast.AST) -> Iterator[int]:
    """Yields the lines on which a role or a kind of organisation is compared with a known one."""
    known = {*who_may.KINDS, *who_may.ROLES}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        asks = any(
            isinstance(part, ast.Attribute | ast.Name)
            and (part.attr if isinstance(part, ast.Attribute) else part.id)
            in {"kind", "role", "roles"}
            for side in sides
            for part in ast.walk(side)
        )
        named = any(
            (isinstance(part, ast.Constant) and part.value in known)
            or (
                isinstance(part, ast.Attribute)
                and part.attr.lower() in known
                and part.attr.isupper()
            )
            for side in sides
            for part in ast.walk(side)
        )
        if asks and named:
            yield node.lineno


def test_no_other_module_compares_roles_or_kinds_of_organisation():
    found = [
        f"{path.relative_to(PORTAL)}:{line}"
        for path in sorted(PORTAL.rglob("*.py"))
        if path.name != "who_may.py"
        for line in _compares(ast.parse(path.read_text(encoding="utf-8")))
    ]
    found += [
        str(path.relative_to(PORTAL))
        for path in sorted(PORTAL.rglob("*.html"))
        if re.search(r"(sitting|organisation)\.(kind|roles)\s*(==|!=|in)", path.read_text("utf-8"))
    ]
    assert not found


def test_the_search_would_find_such_a_comparison():
    says = ast.parse(
        'a = sitting.kind == "authority"\nb = "filer" in sitting.roles\n'
        'c = place.kind is Organisation.Kind.ALLY\nd = document.kind == "evidence"\n'
    )
    assert list(_compares(says)) == [1, 2, 3]


@pytest.mark.usefixtures("site")
def test_the_page_prints_the_whole_table_in_both_languages():
    for lang in ("ja", "en"):
        client = Client()
        client.cookies["django_language"] = lang
        page = client.get("/permissions/").content.decode()
        for row in who_may.PERMISSIONS:
            assert f"<code>{row.act}</code>" in page
        assert page.count("<table") >= 5
        assert not re.search(r"portal\.[a-z]+\.", page)
