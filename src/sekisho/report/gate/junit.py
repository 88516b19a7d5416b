"""An assessment at the gate as JUnit XML, in the form common readers share: suites, cases, one of
failure, error or skipped a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from sekisho.model.finding import CheckRun, Finding
from sekisho.report.catalogue import say, say_id, say_term, visible
from sekisho.report.gate.policy import Gated, Mark
from sekisho.report.outline import Gap, check_of, gaps

_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DETAILS = 12


def junit(gated: Gated, lang: str) -> bytes:
    """Gives the document, one suite a check that looked at something or could not."""
    root = ET.Element("testsuites", name="sekisho")
    marks = {mark.finding: mark for mark in gated.marks}
    for run in gated.assessment.checks:
        suite = ET.SubElement(root, "testsuite", name=say_term(run.check, lang))
        for case in _cases(run, gated, marks, lang):
            suite.append(case)
        _count(suite)
    _count(root)
    ET.indent(root)
    written: str = ET.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def _cases(run: CheckRun, gated: Gated, marks: dict[int, Mark], lang: str) -> Iterator[ET.Element]:
    checks = gated.assessment.checks
    empty = True
    for at, finding in enumerate(gated.assessment.findings):
        if finding.state == "found" and check_of(finding, checks) == run.check:
            empty = False
            yield _found(finding, marks.get(at, Mark(finding=at)), gated, lang)
    for gap in gaps(gated.assessment):
        if run.check in gap.checks:
            empty = False
            yield _open(gap, run.check, lang)
    if empty:
        said = say_id("gate.nothing_found", lang, check=say_term(run.check, lang))
        yield _case(said, run.check)


def _found(finding: Finding, mark: Mark, gated: Gated, lang: str) -> ET.Element:
    said = say(finding.message, lang)
    case = _case(said, finding.rule)
    below = [say(each, lang) for each in finding.details[:_DETAILS]]
    if finding.place:
        below.append(visible(finding.place))
    if finding.remedy is not None:
        below.append(f"→ {say(finding.remedy, lang)}")
    text = _writable("\n".join((f"[{say_term(finding.severity, lang)}] {said}", *below)))
    if mark.decides:
        ET.SubElement(case, "failure", message=_writable(said), type=finding.rule).text = text
    elif mark.exception:
        held = {each.exception.id: each.exception for each in gated.exceptions}[mark.exception]
        on = held.expires_on.isoformat()
        why = say_id("gate.excepted", lang, id=held.id, on=on, owner=held.owner, reason=held.reason)
        ET.SubElement(case, "skipped", message=_writable(why)).text = text
    else:
        note = say_id("gate.known", lang) if mark.known else say_id("gate.below", lang)
        ET.SubElement(case, "system-out").text = f"{note}\n{text}"
    return case


def _open(gap: Gap, check: str, lang: str) -> ET.Element:
    said = say(gap.message, lang)
    case = _case(said, f"{check}.not_checked")
    below = [say(each, lang) for each in (*gap.details, *([gap.remedy] if gap.remedy else []))]
    kind = "error" if gap.required else "skipped"
    about = {"message": _writable(said)} | ({"type": "not_checked"} if gap.required else {})
    ET.SubElement(case, kind, about).text = _writable("\n".join((said, *below)))
    return case


def _case(name: str, rule: str) -> ET.Element:
    return ET.Element("testcase", name=_writable(name), classname=f"sekisho.{rule}", time="0")


def _count(element: ET.Element) -> None:
    element.set("tests", str(len(list(element.iter("testcase")))))
    for kind, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        element.set(name, str(len(list(element.iter(kind)))))
    element.set("time", "0")


def _writable(text: str) -> str:
    """What XML cannot hold becomes a sign that it stood there."""
    return _UNWRITABLE.sub("\ufffd", text)
