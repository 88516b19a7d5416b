"""The demonstration: a case in every state, and pages that speak one language at a time."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sekisho.portal.accounts.models import Organisation, User
from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.look.forms import day_field
from sekisho.portal.running.demo import make_demo
from sekisho.portal.settings.environment import environment
from sekisho.portal.settings.stores import database
from tests.samples import sites

pytestmark = pytest.mark.usefixtures("site")

ALLOWED = frozenset(
    [
        "Sekisho",
        "package",
        "hashes",
        "SEKISHO",
        "found",
        "unjust",
        "cleared",
        "yaml",
        "SECOND",
        "FACTOR",
        "English",
        "SBOM",
        "VEX",
        "YAML",
        "JSON",
        "Excel",
        "MiB",
        "KiB",
        "CVE",
        "EXA",
        "PyPI",
        "EPSS",
        "CISA",
        "exposed",
        "Known",
        "Exploited",
        "Example",
        "Observations",
        "fictional",
        "model",
        "ID",
        "SHA",
        "KG",
        "OK",
        "IW",
        "HB",
        "Aoba",
        "EMS",
        "Tanuki",
        "Bus",
        "Hoshikuzu",
        "Computers",
        "Ltd",
        "Sable",
        "Fund",
        "LP",
        "Elin",
        "Marrow",
        "Robin",
        "Sazanami",
        "Libraries",
        "Yamabiko",
        "Maps",
        "Kasumi",
        "Grid",
        "tanuki",
        "mqtt",
        "aoba",
        "alarms",
        "hmi",
        "map",
        "remote",
        "legacy",
        "historian",
        "iec",
        "telegram",
        "session",
        "layout",
        "go",
        "example",
        "sazanami",
        "geo",
        "exploited",
        "sbom",
        "in",
        "service",
        "proposed",
        "cdx",
        "json",
        "evidence",
        "txt",
        "officers",
        "measures",
        "registry",
        "kasumi",
        "grid",
        "micro",
        "soft",
        "hoshikuzu",
        "critical",
        "Certificates",
        "of",
        "the",
        "broker",
        "are",
        "not",
        "checked",
        "when",
        "proxy",
        "is",
        "set",
        "EMS",
        "sha",
        "pkg",
        "provenance",
        "source",
        "identity",
        "sekisho",
        "statement",
        "add",
        "kind",
        "resolution",
        "Tor",
        "Vesk",
        "TOTP",
    ]
)
"""Names, file names, and words of other languages that were handed in as they are."""


@pytest.fixture(scope="module")
def made(sqlite_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Makes the demonstration once; gives its database, to be copied."""
    file = tmp_path_factory.mktemp("demonstration") / "portal.sqlite3"
    shutil.copyfile(sqlite_tables, file)
    sites.use_database({**database(environment()), "NAME": file})
    make_demo()
    connections.close_all()
    return file


@pytest.fixture
def browser(made: Path, tmp_path: Path) -> Any:
    """Gives a browser for the person of an address, in a demonstration of the test's own."""
    file = tmp_path / "demonstration.sqlite3"
    shutil.copyfile(made, file)
    sites.use_database({**database(environment()), "NAME": file})

    def signed_in(email: str, lang: str = "ja") -> Client:
        client = Client()
        client.force_login(
            User.objects.get(email__startswith=email),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        client.cookies["django_language"] = lang
        return client

    return signed_in


def test_there_is_a_case_in_every_state_and_a_second_making_adds_nothing(browser: Any):
    del browser
    states = set(CaseFile.objects.values_list("state", flat=True))
    assert states >= {
        "draft",
        "returned",
        "submitted",
        "accepted",
        "recommended",
        "refused",
        "agreed",
        "ordered_to_stop",
        "lapsed",
        "cleared",
        "withdrawn",
        "introduced",
        "notified",
    }
    assert set(CaseFile.objects.values_list("kind", flat=True)) >= {"plan", "emergency", "change"}
    assert not CaseFile.objects.filter(fictional=False).exists()
    assert not Organisation.objects.filter(fictional=False).exists()
    before = (CaseFile.objects.count(), Event.objects.count(), User.objects.count())
    make_demo()
    assert (CaseFile.objects.count(), Event.objects.count(), User.objects.count()) == before


def pages_of(who: str) -> Iterator[str]:
    """Gives the address of every page that this person of the demonstration may open."""
    yield from (
        "/cases/",
        "/cases/?period=all",
        "/cases/?state=lapsed",
        "/permissions/",
        "/nothing/",
    )
    if who == "shirase":
        yield from ("/cases/new/",)
    else:
        yield from ("/groups/", "/absences/")
    acts = {
        "KG-2026-015": ("draft", "evidence", "submission", "filing"),
        "KG-2026-004": ("answer", "differences"),
        "KG-2025-027": ("introduction",),
        "KG-2026-002": ("changed-plan",),
        "KG-2026-010": ("withdrawal", "differences"),
    }
    mine = {
        "KG-2026-013": ("acceptance", "return"),
        "KG-2026-010": ("questions", "consultations", "casework", "decisions/shorten"),
        "KG-2026-006": ("decisions/extend",),
    }
    for case in CaseFile.objects.filter(operator__name__startswith="霞"):
        if who == "shirase" or case.submitted_on:
            yield f"/cases/{case.id}/"
        for page in (acts if who == "shirase" else mine).get(case.reference, ()):
            yield f"/cases/{case.id}/{page}/"


def stray_words(page: str) -> set[str]:
    """Gives the words of Latin letters in what is read on a page, marked-up code left out."""
    body = page.split("<main", 1)[1].partition(">")[2]
    body = re.sub(r"<(code|script|style|option|textarea|svg)\b.*?</\1>", " ", body, flags=re.DOTALL)
    body = re.sub(r'<button[^>]*lang="en".*?</button>', " ", body, flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]+>", " ", body))
    text = re.sub(r"[0-9a-f]{12,}", " ", text)
    return {word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in ALLOWED}


@pytest.mark.parametrize("who", ["shirase", "kirishima"])
def test_no_english_is_left_in_japanese_pages(browser: Any, who: str):
    client = browser(who)
    found: dict[str, str] = {}
    for page in pages_of(who):
        answer = client.get(page)
        assert answer.status_code in {200, 404}, page
        found |= dict.fromkeys(stray_words(answer.content.decode()), page)
    assert not found, "\n".join(f"{word} on {page}" for word, page in found.items())


@pytest.mark.parametrize("who", ["shirase", "kirishima"])
def test_every_page_says_that_it_is_fictional(browser: Any, who: str):
    client = browser(who, "en")
    for page in pages_of(who):
        assert "every person, firm and case is fictional" in client.get(page).content.decode(), page


def test_a_form_says_what_is_wrong_in_the_language_of_the_person(browser: Any):
    case = CaseFile.objects.get(reference="KG-2026-013")
    for lang, words in (("ja", "日付を入力してください"), ("en", "Enter a day")):
        answer = browser("kirishima", lang).post(
            f"/cases/{case.id}/acceptance/", {"version": case.version, "on": ""}
        )
        assert answer.status_code == 422
        page = answer.content.decode()
        assert words in page
        assert 'href="#id_on"' in page


@pytest.mark.parametrize(
    ("page", "most"),
    [("/cases/", 14), ("/cases/?supplier=青葉&state=accepted", 14), ("{case}", 22)],
)
def test_a_page_asks_the_database_a_few_questions_only(browser: Any, page: str, most: int):
    client = browser("kirishima")
    case = CaseFile.objects.get(reference="KG-2026-010")
    asked = page.replace("{case}", f"/cases/{case.id}/")
    client.get(asked)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(asked).status_code == 200
    assert len(queries) <= most, "\n".join(query["sql"][:150] for query in queries)


def test_what_one_side_drafts_is_not_told_to_the_other(browser: Any):
    case = CaseFile.objects.get(reference="KG-2026-006")
    page = browser("shirase").get(f"/cases/{case.id}/").content.decode()
    assert "起案" not in page
    assert "署名" not in page
    assert "起案" in browser("kirishima").get(f"/cases/{case.id}/").content.decode()


def test_the_question_to_the_list_stands_in_its_address(browser: Any):
    client = browser("hayase")
    asked = client.get("/cases/", {"sector": "water", "questions": "open"}).content.decode()
    assert "IW-2026-003" in asked
    assert "OK-2026-021" not in asked
    assert "IW-2026-003" not in client.get("/cases/", {"sector": "airport"}).content.decode()
    everything = client.get("/cases/", {"gravest": "no such", "state": ""}).content.decode()
    assert "IW-2026-003" in everything


def test_without_examples_there_are_accounts_and_no_cases(tmp_path: Path):
    made = make_demo(tmp_path)
    assert len(made) == User.objects.count()
    assert not CaseFile.objects.exists()


def test_what_the_authority_found_is_not_told_in_the_list_of_the_operator(browser: Any):
    client = browser("shirase", "en")
    everything = client.get("/cases/").content.decode()
    assert "critical" not in everything.partition("<table")[2]
    asked = client.get("/cases/", {"gravest": "critical"}).content.decode()
    assert asked.count('scope="row"') == everything.count('scope="row"')


@pytest.mark.parametrize(
    "written", ["２０２６－１２－０１", "2026/12/1", "2026年12月1日", "20261201"]
)
def test_a_day_is_read_as_people_write_it(written: str):
    field = day_field("portal.accept.on")
    assert field.clean(written) == date(2026, 12, 1)
