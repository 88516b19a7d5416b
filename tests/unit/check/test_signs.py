"""What a case shows by itself: how names are written, young firms, numbers nobody confirms. All fictional."""

from collections.abc import Callable
from datetime import date

import pytest

from sekisho.check.look import Look
from sekisho.check.screening import CHECK
from sekisho.check.screening.figures import figures
from sekisho.match.names.normalise import LONGEST_NAME
from sekisho.model.case import Case
from sekisho.model.evidence import Evidence, EvidenceItem
from sekisho.model.filing import Filing
from sekisho.model.finding import Finding
from sekisho.model.inventory import Inventory, Package
from sekisho.model.party import Identifiers, Party
from sekisho.report.catalogue import say

LookAt = Callable[..., Look]
NUMBER = "7000012050002"


def findings(look_at: LookAt, *parties: Party, on: date = date(2026, 12, 1)) -> tuple[Finding, ...]:
    return CHECK.run(look_at(Case(filing=Filing(parties=parties)), on=on)).findings


def of_rule(rule: str, found: tuple[Finding, ...]) -> list[Finding]:
    return [each for each in found if each.rule == f"screening.{rule}"]


def told(finding: Finding, lang: str = "en") -> str:
    return "\n".join(say(line, lang) for line in (finding.message, *finding.details))


@pytest.mark.parametrize(
    ("name", "place", "code"),
    [
        ("Аoba Micro", 1, "U+0410"),
        ("Aobа Micro", 4, "U+0430"),
        ("株式会社 Aoba Miсro", 13, "U+0441"),
        ("Αlder Works", 1, "U+0391"),
    ],
)
def test_a_letter_of_another_script_is_a_finding_that_shows_its_place(
    look_at: LookAt, name: str, place: int, code: str
):
    (sign,) = of_rule("look_alikes", findings(look_at, Party(id="x", name=name)))
    assert (sign.severity, sign.subject, len(sign.details)) == ("medium", "party:x", 1)
    assert name[place - 1] in told(sign)
    assert f"Character {place}: " in told(sign)
    assert f"{place}文字目" in told(sign, "ja")
    assert code in told(sign, "ja")


def test_a_disguised_name_is_a_hit_too(look_at: LookAt):
    found = findings(look_at, Party(id="x", name="Quilmerе Data Service", law_country="HM"))
    assert [each.rule for each in found if each.severity in ("high", "medium")] == [
        "screening.close_name",
        "screening.look_alikes",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Quilmere Data",
        "ООО Комета",
        "Комета Aoba",
        "日立ABC",
        "株式会社青葉マイクロ",
        "ＡＯＢＡ　マイクロ",
        "Æther Café",
        "T-Works",
        "Aoba (Аоба)",
    ],
)
def test_a_name_in_one_script_for_each_word_is_nothing(look_at: LookAt, name: str):
    assert of_rule("look_alikes", findings(look_at, Party(id="x", name=name))) == []


def test_digits_for_letters_inform_with_each_place(look_at: LookAt):
    (sign,) = of_rule("digits_as_letters", findings(look_at, Party(id="x", name="M1cr0s Works")))
    assert sign.severity == "info"
    assert [line.params["place"] for line in sign.details] == [2, 5]
    assert of_rule("digits_as_letters", findings(look_at, Party(id="x", name="3M, K9, B2"))) == []


def test_a_user_name_credited_by_an_sbom_may_have_digits(look_at: LookAt):
    packages = (Package(name="a", supplier="d4vid"), Package(name="b", supplier="Aоba Micro"))
    inventory = Inventory(format="CycloneDX", spec_version="1.6", packages=packages)
    item = EvidenceItem(evidence=Evidence(id="sbom", kind="sbom"), inventory=inventory)
    found = CHECK.run(look_at(Case(evidence=(item,)))).findings
    assert [each.rule for each in found] == ["screening.look_alikes"]
    assert found[0].evidence == ("sbom",)


@pytest.mark.parametrize(
    ("name", "rule", "place"),
    [
        ("Aoba\u200b Micro", "hidden_characters", 5),
        ("\u202eAoba Micro", "direction_marks", 1),
        ("Aoba\u200f Micro", "direction_marks", 5),
    ],
)
def test_what_cannot_be_seen_is_told_with_its_place(
    look_at: LookAt, name: str, rule: str, place: int
):
    signs = [each for each in findings(look_at, Party(id="x", name=name)) if each.details]
    assert [each.rule for each in signs] == [f"screening.{rule}"]
    assert [line.params["place"] for line in signs[0].details] == [place]
    assert name[place - 1] not in told(signs[0])


def test_very_many_places_are_not_all_told(look_at: LookAt):
    (sign,) = of_rule("hidden_characters", findings(look_at, Party(id="x", name="A\u200bo" * 50)))
    assert len(sign.details) == 11
    assert sign.details[-1].params["n"] == 40


def test_the_tail_of_a_name_that_is_too_long_is_not_checked(look_at: LookAt):
    name = "Aoba " * (LONGEST_NAME // 5) + "Quilmere"
    (cut,) = of_rule("cut", findings(look_at, Party(id="x", name=name)))
    assert cut.state == "not_checked"


@pytest.mark.parametrize(
    ("founded", "on", "rule"),
    [
        (date(2024, 12, 1), date(2026, 12, 1), None),
        (date(2024, 12, 2), date(2026, 12, 1), "screening.young"),
        (date(2024, 2, 29), date(2026, 2, 28), "screening.young"),
        (date(2024, 2, 29), date(2026, 3, 1), None),
        (date(2025, 1, 31), date(2026, 12, 1), "screening.young"),
        (date(2026, 12, 1), date(2026, 12, 1), "screening.young"),
        (date(2026, 12, 2), date(2026, 12, 1), "screening.not_founded"),
        (date(1, 1, 1), date(2026, 12, 1), None),
        (date(9999, 12, 31), date(2026, 12, 1), "screening.not_founded"),
    ],
)
def test_a_firm_of_less_than_24_months_is_pointed_out(
    look_at: LookAt, founded: date, on: date, rule: str | None
):
    party = Party(id="x", name="青葉マイクロ", founded_on=founded)
    signs = [each for each in findings(look_at, party, on=on) if each.place.endswith("founded_on")]
    assert [each.rule for each in signs] == ([rule] if rule else [])
    assert all(each.severity == "low" for each in signs)


def test_it_says_that_the_months_are_our_own_figure_and_no_laws(look_at: LookAt):
    party = Party(id="x", name="青葉マイクロ", founded_on=date(2026, 1, 1))
    (sign,) = of_rule("young", findings(look_at, party))
    assert sign.message.params["months"] == figures()["young_months"]
    assert "not of any law" in told(sign)
    assert "24か月" in told(sign, "ja")


def test_a_day_that_is_not_given_and_a_birthday_are_no_founding(look_at: LookAt):
    person = Party(id="x", name="架空太郎", status="person", founded_on=date(2026, 1, 1))
    assert of_rule("young", findings(look_at, person, Party(id="y", name="青葉マイクロ"))) == []


def test_a_number_that_nothing_confirms_leaves_the_name_alone_and_says_so(look_at: LookAt):
    numbers = Identifiers(corporate_number=NUMBER, duns="123456789")
    (open_,) = findings(look_at, Party(id="x", name="青葉マイクロ", identifiers=numbers))
    assert (open_.rule, open_.state) == ("screening.number_unconfirmed", "not_checked")
    assert [line.params["value"] for line in open_.details] == [NUMBER]
    assert "青葉マイクロ" in told(open_)
    assert open_.remedy is not None
    assert open_.cause in say(open_.remedy, "en")


def test_a_word_on_a_number_does_not_stand_for_another_number_or_name(look_at: LookAt):
    def cause(name: str, numbers: Identifiers, id: str = "x") -> str:
        party = Party(id=id, name=name, identifiers=numbers)
        (open_,) = of_rule("number_unconfirmed", findings(look_at, party))
        return open_.cause

    one, other = Identifiers(corporate_number=NUMBER), Identifiers(lei="529900W18LQJJN6SJ336")
    first = cause("青葉マイクロ", one)
    assert first == cause("青葉マイクロ", one, id="y")
    assert len({first, cause("青葉マイクロ", other), cause("架空マイクロ", one)}) == 3


def test_a_wrong_number_is_told_as_wrong_alone(look_at: LookAt):
    numbers = Identifiers(corporate_number="8000012050002")
    (wrong,) = findings(look_at, Party(id="x", name="青葉マイクロ", identifiers=numbers))
    assert wrong.rule == "screening.bad_number"


def test_a_number_that_meets_under_another_name_says_that_the_names_differ(look_at: LookAt):
    numbers = Identifiers(lei="529900T8BM49AURSDO55")
    for name, differs in (("青葉マイクロ", True), ("Quilmere Data", False)):
        (hit,) = findings(look_at, Party(id="x", name=name, identifiers=numbers))
        assert hit.rule == "screening.identifier"
        assert ("screening.names_differ" in [line.id for line in hit.details]) is differs
