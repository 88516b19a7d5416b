"""Two people sign: over which bytes, on which day, and who they may be."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connections, transaction

from sekisho.portal.accounts.models import Membership
from sekisho.portal.accounts.sitting import Sitting, stand_ins
from sekisho.portal.cases.door import TOKYO, Doing, now
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.decide import acts, queries
from sekisho.portal.decide.models import Decision, Signature
from sekisho.portal.examine import acts as examine
from sekisho.portal.examine import casework
from sekisho.portal.filing import acts as filing
from sekisho.portal.refusals import (
    NotAllowedError,
    RefusedError,
    StaleError,
    UnknownError,
    UnlawfulError,
)
from sekisho.portal.work.models import Work
from tests.samples.people import People, act, id_of, open_example, settle
from tests.samples.sites import on_both

ACCEPTED = datetime(2026, 12, 1, 1, tzinfo=UTC)
LAST = datetime(2026, 12, 30, 14, 59, tzinfo=UTC)
"""One minute before midnight in Tokyo of the last day of the period."""
TODAY = now().astimezone(TOKYO).date()


def accepted() -> tuple[People, UUID]:
    """Gives a case that was accepted on 1 December."""
    people = settle()
    case = UUID(id_of(open_example(people.client("filer"))))
    filing.submit(case, Doing(people.sitting("filer"), ACCEPTED))
    examine.accept(case, Doing(people.sitting("examiner"), ACCEPTED), ACCEPTED.date())
    Work.objects.all().delete()
    return people, case


def drafted(people: People, case: UUID, at: datetime, act: str, **given: Any) -> str:
    """Drafts a decision as the page does; gives the digest of its text."""
    doing = Doing(people.sitting("examiner"), at)
    row = CaseFile.objects.get(id=case)
    acts.draft(case, doing, queries.new_text(row, doing, act, **{"reasons": "懸念なし", **given}))
    return Decision.objects.get(case=case, act=act, taken=None, dropped=None).text.sha256


@on_both
def test_a_decision_of_yesterday_is_not_done_by_a_signature_after_the_last_day():
    people, case = accepted()
    digest = drafted(people, case, LAST, "end_screening")
    acts.sign(case, Doing(people.sitting("examiner"), LAST), "end_screening", digest)
    after = Doing(people.sitting("decider"), LAST + timedelta(minutes=1))
    with pytest.raises(UnlawfulError):
        acts.sign(case, after, "end_screening", digest)
    assert not Event.objects.filter(case=case, act="end_screening").exists()
    assert Event.objects.filter(case=case, act="sign").count() == 1
    assert Signature.objects.get().second is None


@on_both
def test_nobody_begins_to_sign_what_the_law_no_longer_allows():
    people, case = accepted()
    digest = drafted(people, case, LAST, "end_screening")
    after = Doing(people.sitting("examiner"), LAST + timedelta(minutes=1))
    with pytest.raises(UnlawfulError):
        acts.sign(case, after, "end_screening", digest)
    assert not Signature.objects.exists()


@on_both
@pytest.mark.parametrize(
    ("act", "until"),
    [("extend", "2027-06-01"), ("extend", "2026-12-20"), ("shorten", "2027-01-20")],
)
def test_a_last_day_that_the_clock_would_not_take_is_not_drafted(act: str, until: str):
    people, case = accepted()
    day = datetime.fromisoformat(until).date()
    with pytest.raises(RefusedError) as refused:
        drafted(people, case, ACCEPTED, act, until=day)
    assert refused.value.message.id == "portal.decide.no_effect"
    assert refused.value.defects[0].remedy.id.startswith("clock.moved_")
    assert not Document.objects.filter(kind="decision").exists()


@on_both
def test_the_page_says_between_which_days_the_period_may_be_moved():
    _, case = accepted()
    row, on = CaseFile.objects.get(id=case), ACCEPTED.date()
    last = date(2026, 12, 30)
    assert queries.between(row, "extend", on) == queries.Between(last, date(2027, 3, 31))
    assert queries.between(row, "shorten", on) == queries.Between(on, last)
    assert queries.between(row, "end_screening", on) is None


@on_both
def test_a_new_text_voids_the_signature_and_keeps_it():
    people, case = accepted()
    old = drafted(people, case, ACCEPTED, "end_screening")
    acts.sign(case, Doing(people.sitting("examiner"), ACCEPTED), "end_screening", old)
    new = drafted(people, case, ACCEPTED, "end_screening", reasons="懸念は軽微")
    assert new != old
    second = Doing(people.sitting("decider"), ACCEPTED)
    with pytest.raises(StaleError):
        acts.sign(case, second, "end_screening", old)
    acts.sign(case, second, "end_screening", new)
    shown = queries.open_decision(CaseFile.objects.get(id=case), "end_screening")
    assert shown is not None
    assert [row.text_sha256 for row in shown.void] == [old]
    assert shown.signature is not None
    assert (shown.signature.first, shown.signature.second) == (people.users["decider"], None)
    page = people.client("examiner").get(f"/cases/{case}/decisions/end_screening/").content.decode()
    assert old[:16] in page


@on_both
def test_a_text_about_a_filing_that_was_replaced_is_not_signed():
    people, case = accepted()
    digest = drafted(people, case, ACCEPTED, "end_screening")
    row = CaseFile.objects.get(id=case)
    Document.objects.create(case=row, kind="filing", sha256="0" * 64, body=b"{}")
    with pytest.raises(StaleError):
        acts.sign(case, Doing(people.sitting("examiner"), ACCEPTED), "end_screening", digest)


@on_both
def test_of_two_deciders_who_sign_at_once_one_is_first_and_one_takes_it():
    people, case = accepted()
    Membership.objects.create(
        user=people.users["examiner"], organisation=people.places["meti"], role="decider"
    )
    digest = drafted(people, case, ACCEPTED, "end_screening")
    version = CaseFile.objects.get(id=case).version
    gate, ended = threading.Barrier(2), []

    def sign(name: str) -> None:
        gate.wait()
        try:
            doing = Doing(people.sitting(name), ACCEPTED, version)
            acts.sign(case, doing, "end_screening", digest)
            ended.append("signed")
        except StaleError:
            ended.append("stale")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sign, args=(name,)) for name in ("examiner", "decider")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["signed", "stale"]
    assert Signature.objects.get().second is None
    assert not Event.objects.filter(act="end_screening").exists()


@on_both
def test_the_second_signer_is_whoever_sits_there_whatever_the_form_says():
    people, case = accepted()
    digest = drafted(people, case, ACCEPTED, "end_screening")
    acts.sign(case, Doing(people.sitting("examiner"), ACCEPTED), "end_screening", digest)
    signature = Signature.objects.get()
    examiner = people.users["examiner"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(second=examiner)
    Membership.objects.create(user=examiner, organisation=people.places["meti"], role="decider")
    with pytest.raises(RefusedError) as refused:
        acts.sign(case, Doing(people.sitting("examiner"), ACCEPTED), "end_screening", digest)
    assert refused.value.message.id == "portal.decide.same_person"


def sitting(people: People, name: str, place: str, on: datetime) -> Sitting:
    """Gives the person as the portal finds them on a day: deputies included."""
    own = people.sitting(name)
    standing = stand_ins(own.user, people.places[place], on.astimezone(TOKYO).date())
    return Sitting(own.user, own.organisation, own.roles, stands_in=standing)


def absent(people: People, days: int = 2) -> None:
    """Sends the decider away from 1 December on; the examiner stands in."""
    first = ACCEPTED.date()
    doing = Doing(people.sitting("decider"), ACCEPTED)
    casework.be_absent(doing, first, first + timedelta(days=days), people.users["examiner"].id)


@on_both
def test_a_deputy_takes_a_decision_on_the_days_of_the_absence_and_the_event_says_so():
    people, case = accepted()
    digest = drafted(people, case, ACCEPTED, "end_screening")
    other = people.users["rival"]
    Membership.objects.filter(user=other).delete()
    Membership.objects.create(user=other, organisation=people.places["meti"], role="examiner")
    acts.sign(case, Doing(people.sitting("rival"), ACCEPTED), "end_screening", digest)
    before = Doing(sitting(people, "examiner", "meti", ACCEPTED), ACCEPTED)
    absent(people)
    late = ACCEPTED + timedelta(days=3)
    after = Doing(sitting(people, "examiner", "meti", late), late)
    for doing in (before, after):
        with pytest.raises(NotAllowedError):
            acts.sign(case, doing, "end_screening", digest)
    deputy = Doing(sitting(people, "examiner", "meti", ACCEPTED), ACCEPTED)
    acts.sign(case, deputy, "end_screening", digest)
    signature = Signature.objects.get()
    assert signature.second == people.users["examiner"]
    assert signature.second_for == people.users["decider"]
    taken = Event.objects.get(act="end_screening")
    assert taken.payload["deputy_for"] == "decider"
    page = people.client("rival").get(f"/cases/{case}/").content.decode()
    assert "deciderの代行" in page


@on_both
def test_nobody_signs_twice_through_a_deputy():
    people, case = accepted()
    digest = drafted(people, case, ACCEPTED, "end_screening")
    acts.sign(case, Doing(people.sitting("decider"), ACCEPTED), "end_screening", digest)
    absent(people)
    deputy = Doing(sitting(people, "examiner", "meti", ACCEPTED), ACCEPTED)
    with pytest.raises(RefusedError) as refused:
        acts.sign(case, deputy, "end_screening", digest)
    assert refused.value.message.id == "portal.decide.same_through_deputy"
    signature = Signature.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(
            second=people.users["examiner"], second_for=people.users["decider"]
        )


@on_both
def test_a_deputy_who_signed_first_does_not_sign_second_as_the_deputy():
    people, case = accepted()
    digest = drafted(people, case, ACCEPTED, "end_screening")
    absent(people)
    deputy = Doing(sitting(people, "examiner", "meti", ACCEPTED), ACCEPTED)
    acts.sign(case, deputy, "end_screening", digest)
    with pytest.raises(RefusedError) as refused:
        acts.sign(case, deputy, "end_screening", digest)
    assert refused.value.message.id == "portal.decide.same_person"


@on_both
def test_an_absence_is_stated_ahead_once_for_a_day_and_ended_by_its_person_alone():
    people = settle()
    doing = Doing(people.sitting("decider"), ACCEPTED)
    examiner, first = people.users["examiner"].id, ACCEPTED.date()
    with pytest.raises(RefusedError):
        casework.be_absent(doing, first - timedelta(days=1), first, examiner)
    casework.be_absent(doing, first, first + timedelta(days=5), examiner)
    with pytest.raises(RefusedError):
        casework.be_absent(doing, first + timedelta(days=5), first + timedelta(days=9), examiner)
    row = people.users["decider"].absences.get()
    with pytest.raises(UnknownError):
        casework.be_back(Doing(people.sitting("examiner"), ACCEPTED), row.pk)
    casework.be_back(doing, row.pk)
    assert stand_ins(people.users["examiner"], people.places["meti"], first) == ()
    casework.be_absent(doing, first, first, examiner)


@on_both
def test_what_was_signed_is_downloaded_by_the_other_side_and_its_digest_computed_again():
    people = settle()
    filer, examiner, decider = map(people.client, ("filer", "examiner", "decider"))
    case = open_example(filer)
    act(filer, case, "submission")
    act(examiner, case, "acceptance", on=TODAY.isoformat())
    Work.objects.all().delete()
    act(examiner, case, "decisions/end_screening", reasons="懸念なし")
    text = Document.objects.get(kind="decision")
    address = f"{case}documents/{text.id}/"
    assert filer.get(address).status_code == 404, "a draft is the authority's own"
    for who in (examiner, decider):
        sign = "decisions/end_screening/signature"
        assert act(who, case, sign, text_sha256=text.sha256).status_code == 302
    got = b"".join(filer.get(address).streaming_content)
    assert hashlib.sha256(got).hexdigest() == text.sha256
    page = filer.get(case).content.decode()
    assert text.sha256 in page
    for said in ("懸念なし", "KG-2026-014", "jp-espa@"):
        assert said in got.decode()


@on_both
def test_a_decision_that_is_laid_aside_stays_on_record_and_is_not_signed():
    people, case = accepted()
    digest = drafted(people, case, ACCEPTED, "end_screening")
    acts.drop(case, Doing(people.sitting("examiner"), ACCEPTED), "end_screening")
    with pytest.raises(RefusedError):
        acts.sign(case, Doing(people.sitting("examiner"), ACCEPTED), "end_screening", digest)
    assert Decision.objects.get().dropped is not None
    assert Document.objects.get(kind="decision").sha256 == digest
