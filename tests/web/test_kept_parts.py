"""Parts of pages that are kept: never another's, never an older one."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import mark_safe
from django.utils.translation import override

from sekisho.portal.accounts.models import Organisation
from sekisho.portal.bounded import Bounded
from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.cases.picture.parts import Part
from sekisho.portal.work import worker
from tests.samples.people import act, id_of, open_example, settle
from tests.samples.sites import on_both


class Named(NamedTuple):
    """A value of plain values."""

    name: str
    count: int


def shown(template: Template, lang: str = "en", **values: Any) -> str:
    with override(lang):
        return template.render(Context(values))


PART = Template("{% pure row=row %}{{ row.name }} {{ row.count }} {{ hidden }}{% endpure %}")


def test_a_part_shows_what_is_named_and_nothing_else_of_the_page():
    assert shown(PART, row=Named("a", 1), hidden="mine") == "a 1 "


def test_other_values_are_another_part():
    said = [shown(PART, row=Named(*values)) for values in (("a", 1), ("a", 2), ("b", 1), ("a", 1))]
    assert said == ["a 1 ", "a 2 ", "b 1 ", "a 1 "]


def test_a_part_is_kept_for_each_language():
    part = Template("{% pure row=row %}{% say 'portal.skip' %}{% endpure %}")
    ja, en = (shown(part, lang, row=1) for lang in ("ja", "en"))
    assert ja != en
    assert (shown(part, "ja", row=1), shown(part, "en", row=1)) == (ja, en)


def test_text_and_markup_that_read_the_same_are_two():
    part = Template("{% pure row=row %}{{ row }}{% endpure %}")
    assert shown(part, row=mark_safe("<b>")) == "<b>"
    assert shown(part, row="<b>") == "&lt;b&gt;"


def test_a_row_of_a_table_cannot_decide_a_part():
    with pytest.raises(TypeError, match="Organisation"):
        shown(PART, row=Organisation(name="a"))
    with pytest.raises(TypeError, match="list"):
        shown(PART, row=("a", ["b"]))


@pytest.mark.parametrize("tag", ["{% pure %}{% endpure %}", "{% pure row %}{% endpure %}"])
def test_a_part_without_a_named_value_is_refused(tag: str):
    with pytest.raises(TemplateSyntaxError):
        Template(tag)


def test_a_part_of_a_page_gives_what_was_named_alone():
    part = Part(Named("a", 1), ("name",), ("a",))
    assert part.name == "a"
    with pytest.raises(AttributeError):
        part.count  # noqa: B018 (that it is not there is what is asked)


def test_what_is_kept_stays_within_its_bound():
    kept: Bounded[str] = Bounded(1_000)
    for n in range(200):
        kept.keep(n, "x" * 40, 40)
        assert kept.find(n)
        assert kept.size <= 1_000
    assert kept.find(0) is None
    kept.keep("large", "x" * 51, 51)
    assert kept.find("large") is None


@on_both
def test_a_page_shows_each_act_at_once_to_both_sides_and_to_nobody_else():
    people = settle()
    filer, examiner = people.client("filer"), people.client("examiner")
    case = open_example(filer)
    act(filer, case, "submission")
    before = {name: people.client(name).get(case).content for name in ("filer", "examiner")}
    today = now().astimezone(TOKYO).date().isoformat()
    act(examiner, case, "acceptance", on=today)
    while worker.run_one():
        pass
    for name, client in (("filer", filer), ("examiner", examiner)):
        page = client.get(case).content.decode()
        assert page.encode() != before[name]
        assert "受理" in page
    found = 'class="findings"'
    assert found in examiner.get(case).content.decode()
    assert found not in filer.get(case).content.decode()
    for name in ("rival", "stranger"):
        assert people.client(name).get(case).status_code == 404
    act(examiner, case, "questions", text="いつ直しますか")
    for client in (filer, examiner):
        assert "いつ直しますか" in client.get(case).content.decode()
    row = CaseFile.objects.get(id=id_of(case))
    assert row.open_questions == 1
    assert row.title in examiner.get("/cases/").content.decode()
    CaseFile.objects.filter(id=row.id).update(title="別の名の設備")
    assert "別の名の設備" in examiner.get("/cases/").content.decode()
