"""The page of work that needs a person, and the progress shown while a case is vetted."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from sekisho.portal.accounts.models import Membership, User
from sekisho.portal.work import table, worker
from sekisho.portal.work.models import Work
from tests.samples.people import People, act, id_of, open_example, settle

pytestmark = pytest.mark.usefixtures("site")


def with_steward() -> People:
    people = settle()
    for name, place in (("steward", "meti"), ("other steward", "mlit")):
        user = User.objects.create_user(f"{name.replace(' ', '.')}@example.invalid", name=name)
        people.users[name] = user
        Membership.objects.create(user=user, organisation=people.places[place], role="steward")
    return people


def trouble(people: People) -> str:
    """Makes one failed vetting, one that killed its workers, and an overdue one."""
    case = open_example(people.client("filer"))
    act(people.client("filer"), case, "submission")
    Work.objects.update(failed_at=Now(), error="KeyError: <b>", tries=5)
    Work.objects.create(kind="vet", key="x", failed_at=Now(), error=table.DIED, tries=5)
    Work.objects.create(kind="lapse", key="y", due_at=Now() - timedelta(hours=2))
    Work.objects.create(kind="lapse", key="z")
    return case


def test_a_steward_sees_what_needs_a_person_in_plain_words():
    people = with_steward()
    case = trouble(people)
    page = people.client("steward").get("/background/").content.decode()
    assert "KG-2026-014" in page
    assert case not in page
    assert page.count('class="trouble"') == 3
    assert "5回失敗しました" in page
    assert "KeyError: &lt;b&gt;" in page
    assert "メモリーが足りない" in page
    assert "sekisho worker" in page
    client = people.client("steward")
    client.cookies["django_language"] = "en"
    assert "The worker died 5 times" in client.get("/background/").content.decode()


def test_another_authority_learns_nothing_of_the_case():
    people = with_steward()
    case = trouble(people)
    page = people.client("other steward").get("/background/").content.decode()
    assert id_of(case) not in page
    assert "KG-2026-014" not in page


@pytest.mark.parametrize("who", ["filer", "examiner", "decider", "nobody"])
def test_nobody_else_sees_or_moves_work(who: str):
    people = with_steward()
    trouble(people)
    failed = Work.objects.filter(failed_at__isnull=False)[0]
    client = people.client(who)
    assert client.get("/background/").status_code == 403
    assert client.post(f"/background/{failed.id}/retry/").status_code == 403
    assert Work.objects.get(id=failed.id).failed_at is not None


def test_work_is_tried_again_from_the_page():
    people = with_steward()
    case = trouble(people)
    failed = Work.objects.get(key__startswith=id_of(case))
    client = people.client("steward")
    assert client.post(f"/background/{failed.id}/retry/").status_code == 302
    assert client.post(f"/background/{failed.id}/retry/").status_code == 422
    Work.objects.filter(kind="lapse").delete()
    assert worker.run_one()
    assert 'class="findings"' in people.client("examiner").get(case).content.decode()


def test_the_page_of_work_asks_the_database_as_often_for_many_as_for_one():
    people = with_steward()
    trouble(people)
    client = people.client("steward")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/background/")
        counts.append(len(asked))
        Work.objects.bulk_create(
            Work(kind="vet", key=str(n), failed_at=Now(), error="x") for n in range(40)
        )
    assert counts[0] == counts[1] <= 8


def test_while_a_case_is_vetted_its_page_says_how_far():
    people = with_steward()
    filer, examiner = people.client("filer"), people.client("examiner")
    case = open_example(filer)
    act(filer, case, "submission")
    Work.objects.update(progress=40)
    page = examiner.get(case).content.decode()
    assert '<progress id="progress" max="100" value="40">' in page
    assert f'hx-get="{case}progress/"' in page
    part = examiner.get(f"{case}progress/")
    assert "40" in part.content.decode()
    assert people.client("stranger").get(f"{case}progress/").status_code == 404
    assert "<progress" not in filer.get(case).content.decode()
    assert worker.run_one()
    done = examiner.get(f"{case}progress/")
    assert "HX-Refresh" not in done.headers
    assert f'hx-get="{case}" hx-trigger="load" hx-select="#found"' in done.content.decode()
    assert "<progress" not in examiner.get(case).content.decode()


def test_a_large_filing_is_checked_in_the_background():
    people = with_steward()
    filer = people.client("filer")
    case = open_example(filer)
    components = [
        {"type": "library", "name": f"part-{n}", "version": "1.0", "purl": f"pkg:pypi/part-{n}@1.0"}
        for n in range(10_000)
    ]
    sbom = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": components})
    file = SimpleUploadedFile("sbom-proposed.cdx.json", sbom.encode())
    assert act(filer, case, "evidence", file=file).status_code == 302
    assert act(filer, case, "check").status_code == 302
    page = filer.get(case).content.decode()
    assert "<progress" in page
    assert 'class="findings"' not in page
    assert worker.run_one()
    page = filer.get(case).content.decode()
    assert "<progress" not in page
    assert 'class="findings"' in page
    act(filer, case, "submission")
    assert "<progress" in people.client("examiner").get(case).content.decode()


def test_a_vetting_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch):
    people = with_steward()
    case = open_example(people.client("filer"))
    act(people.client("filer"), case, "submission")
    seen: list[int] = []
    kept = table.tell

    def tell(taken: table.Taken, percent: int) -> None:
        seen.append(percent)
        kept(taken, percent)

    monkeypatch.setattr(table, "tell", tell)
    assert worker.run_one()
    assert seen == sorted(set(seen))
    assert len(seen) >= 5
