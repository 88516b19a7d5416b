"""`sekisho statement`: keys, signed statements, and what they change in a vetting."""

from __future__ import annotations

import json
import shlex
import shutil
from base64 import b64encode, urlsafe_b64encode
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from sekisho.cli.main import run
from sekisho.keys.private_keys import read_private_key, write_private_key
from sekisho.keys.signing import is_signed, sign_statement
from sekisho.model.case import Statement
from sekisho.read.beside.statements import append_statement, parse_statements, read_statements
from sekisho.report.columns import width_of

EXAMPLES = Path(__file__).parents[3] / "examples"
SEED = bytes(range(32))
"""The seed of a fictional examiner, Aoi Tachibana."""

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_LANG", "en")
    monkeypatch.delenv("SEKISHO_LIBRARY", raising=False)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "aoi.pem"
    path.write_bytes(write_private_key(SEED))
    path.chmod(0o600)
    return path


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "quick-patch", tmp_path / "case"))


SIDES = {"party-sha256": "a" * 64, "entry-sha256": "b" * 64}


def add(folder: Path, key: Path, /, **changed: str) -> int:
    """Calls `statement add` with what it needs, and what a test changes."""
    said = {
        "kind": "resolution",
        "about": "provenance:source_identity",
        "by": "Aoi Tachibana",
        "reason": "called the supplier back",
        "on": "2026-12-01",
        "key": str(key),
    }
    words = [word for name, text in (said | changed).items() for word in (f"--{name}", text)]
    return run(["statement", "add", str(folder), *words])


def errors(capsys: Captured) -> str:
    return " ".join(capsys.readouterr().err.split())


# Keys


def test_a_new_key_is_its_owners_alone_and_only_its_public_half_is_told(
    tmp_path: Path, capsys: Captured
):
    path = tmp_path / "new.pem"
    assert run(["statement", "key", "-o", str(path)]) == 0
    assert path.stat().st_mode & 0o777 == 0o600
    seed = read_private_key(path.read_bytes())
    told = "".join(capsys.readouterr())
    spelled = (seed.hex(), b64encode(seed).decode()[:-1], urlsafe_b64encode(seed).decode()[:-1])
    body = path.read_text().splitlines()[1]
    assert not [secret for secret in (*spelled, body) if secret in told]


def test_two_keys_are_two(tmp_path: Path):
    for name in ("a.pem", "b.pem"):
        run(["statement", "key", "-o", str(tmp_path / name)])
    assert (tmp_path / "a.pem").read_bytes() != (tmp_path / "b.pem").read_bytes()


def test_a_key_never_takes_the_place_of_a_file_or_goes_through_a_link(
    key: Path, tmp_path: Path, capsys: Captured
):
    before = key.read_bytes()
    (tmp_path / "link.pem").symlink_to(tmp_path / "elsewhere.pem")
    for name in ("aoi.pem", "link.pem"):
        assert run(["statement", "key", "-o", str(tmp_path / name)]) == 2
        assert "left as it is" in errors(capsys)
    assert key.read_bytes() == before
    assert not (tmp_path / "elsewhere.pem").exists()


def test_a_key_under_a_password_signs_with_that_password_alone(
    case: Path, tmp_path: Path, capsys: Captured
):
    right, wrong, path = tmp_path / "right", tmp_path / "wrong", tmp_path / "locked.pem"
    right.write_text("correct horse\n", encoding="utf-8")
    wrong.write_text("battery staple\n", encoding="utf-8")
    assert run(["statement", "key", "-o", str(path), "--password-file", str(right)]) == 0
    assert path.read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert add(case, path) == 2
    assert add(case, path, **{"password-file": str(wrong)}) == 2
    assert "battery" not in errors(capsys)
    assert add(case, path, **{"password-file": str(right)}) == 0


UNUSABLE = {
    "nothing": b"",
    "not a key": b"hello\n",
    "half a key": write_private_key(SEED)[:60],
    "a spoilt key": write_private_key(SEED).replace(b"MC4C", b"MC4D"),
    "bytes": bytes(range(256)),
    "a key of another kind": Ed448PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    ),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_every_unusable_key_gives_the_same_words(
    name: str, case: Path, tmp_path: Path, capsys: Captured
):
    path = tmp_path / "bad.pem"
    path.write_bytes(UNUSABLE[name])
    assert add(case, path) == 2
    said = errors(capsys).removeprefix(f"{path}: ")
    assert said.startswith("This private key cannot be used → It must be")
    assert not (case / "statements.json").exists()


@pytest.mark.parametrize("password", [b"", b"\n", b"x" * 1024])
def test_a_password_is_neither_empty_nor_endless(password: bytes, tmp_path: Path, capsys: Captured):
    file = tmp_path / "password"
    file.write_bytes(password)
    path = tmp_path / "new.pem"
    assert run(["statement", "key", "-o", str(path), "--password-file", str(file)]) == 2
    assert "1 to 1,023 bytes" in errors(capsys)
    assert not path.exists()


# Statements


def test_a_statement_is_signed_by_the_key_and_says_what_was_said(case: Path, key: Path):
    assert add(case, key, value="verified", reason="  契約の番号に折り返し電話  ") == 0
    (signed,) = read_statements(case / "statements.json")
    assert is_signed(signed)
    assert signed.statement == Statement(
        kind="resolution",
        about="provenance:source_identity",
        value="verified",
        by="Aoi Tachibana",
        on=date(2026, 12, 1),
        reason="契約の番号に折り返し電話",
    )


def test_what_was_there_before_keeps_its_bytes(case: Path, key: Path):
    add(case, key, reason="the first")
    file = case / "statements.json"
    oddly = file.read_text().replace("the first", r"the f\u0069rst").replace(":", " : ", 1)
    file.write_text(oddly, encoding="utf-8")
    first = oddly.strip("[]\n")
    assert add(case, key, reason="the second") == 0
    assert first in file.read_text()
    assert [each.statement.reason for each in read_statements(file)] == ["the first", "the second"]
    assert [path.name for path in case.iterdir() if path.name.endswith(".part")] == []


def test_an_empty_list_takes_a_statement(case: Path, key: Path):
    (case / "statements.json").write_text("[]", encoding="utf-8")
    assert add(case, key) == 0
    assert len(read_statements(case / "statements.json")) == 1


def test_nothing_is_added_to_a_statement_that_was_changed(case: Path, key: Path, capsys: Captured):
    add(case, key)
    file = case / "statements.json"
    changed = file.read_text().replace("called the supplier back", "did not call")
    file.write_text(changed, encoding="utf-8")
    assert add(case, key) == 2
    assert "does not hold; nothing was added" in errors(capsys)
    assert file.read_text() == changed


@pytest.mark.parametrize(
    "broken", ["{", "{}", "[1]", "[" * 5000, '[{"statement": {}}]', "", "\ufeff[]"]
)
def test_a_list_that_is_none_stays_as_it_is(broken: str, case: Path, key: Path, capsys: Captured):
    file = case / "statements.json"
    file.write_text(broken, encoding="utf-8")
    assert add(case, key) == (0 if not broken else 2)
    if broken:
        assert "statements.json" in errors(capsys)
        assert file.read_text(encoding="utf-8") == broken


def test_nothing_is_written_through_a_link(case: Path, key: Path, tmp_path: Path, capsys: Captured):
    (case / "statements.json").symlink_to(tmp_path / "outside.json")
    assert add(case, key) == 2
    assert "symbolic link" in errors(capsys)
    assert not (tmp_path / "outside.json").exists()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"reason": ""}, "--reason is empty"),
        ({"reason": " \u200b\n"}, "--reason is empty"),
        ({"by": "..."}, "--by is empty"),
        ({"about": " "}, "--about is empty"),
        ({"reason": "\udcff"}, "--reason is no text"),
        ({"on": "2026-02-30"}, "2026-02-30 is no date"),
        ({"kind": "wish"}, "--kind is one of: confirmation"),
        ({"key": "no-such-key.pem"}, "no-such-key.pem"),
        ({"password-file": "no-such-file"}, "no-such-file"),
    ],
)
def test_what_is_no_statement_is_refused(
    changed: dict[str, str], expected: str, case: Path, key: Path, capsys: Captured
):
    assert add(case, key, **changed) == 2
    assert expected in errors(capsys)
    assert not (case / "statements.json").exists()


def test_a_folder_that_is_none_is_said(key: Path, tmp_path: Path, capsys: Captured):
    for folder in (tmp_path / "none", key):
        assert add(folder, key) == 2
        assert run(["statement", "list", str(folder)]) == 2
        assert errors(capsys).count("This is no folder") == 2


def test_what_one_would_not_want_to_learn_later_is_told(tmp_path: Path, capsys: Captured):
    key = tmp_path / "open.pem"
    key.write_bytes(write_private_key(SEED))
    key.chmod(0o644)
    assert add(tmp_path, key, kind="confirmation") == 0
    said = errors(capsys)
    assert "holds no filing" in said
    assert "lies in the folder of the case" in said
    assert "others on this machine" in said.lower()
    assert "no check of this version counts on them" in said


# Showing


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_statement_is_listed_with_its_signature(
    lang: str, case: Path, key: Path, capsys: Captured
):
    add(case, key)
    add(case, key, kind="not_the_same", about="party:x=watch/W-1", value="someone else", **SIDES)
    file = case / "statements.json"
    capsys.readouterr()
    assert run(["--lang", lang, "statement", "list", str(case)]) == 0
    good = capsys.readouterr().out
    assert max(width_of(line) for line in good.splitlines()) <= 80
    assert all(word in good for word in ("party:x=watch/W-1", "Aoi Tachibana", "someone else"))
    file.write_text(file.read_text().replace("W-1", "W-2"), encoding="utf-8")
    assert run(["--lang", lang, "statement", "list", str(case)]) == 1
    bad = capsys.readouterr().out
    holds, false = {
        "en": ("the signature holds", "THE SIGNATURE DOES NOT HOLD"),
        "ja": ("署名は正しい", "署名が正しくない"),
    }[lang]
    assert (good.count(holds), good.count(false)) == (2, 0)
    assert (bad.count(holds), bad.count(false)) == (1, 1)


def test_the_list_for_programs_tells_the_same(case: Path, key: Path, capsys: Captured):
    assert run(["statement", "list", str(case), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    add(case, key)
    capsys.readouterr()
    assert run(["statement", "list", str(case), "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert listed["holds"] is True
    assert listed["statement"]["about"] == "provenance:source_identity"


def test_control_characters_in_a_statement_are_shown_and_not_obeyed(case: Path, capsys: Captured):
    said = Statement(
        kind="resolution", about="x", by="A\x1b[2J", on=date(2026, 12, 1), reason="r\u202ee"
    )
    file = case / "statements.json"
    file.write_bytes(append_statement(b"", sign_statement(said, SEED), file.name))
    run(["statement", "list", str(case)])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_appending_gives_what_can_be_read_again():
    said = Statement(kind="resolution", about="x", by="A", on=date(2026, 12, 1), reason="r")
    signed = sign_statement(said, SEED)
    data = b""
    for _ in range(3):
        data = append_statement(data, signed, "x")
    assert parse_statements(data, "x") == (signed,) * 3


# What a statement changes in a vetting


def vet_software(*more: str) -> list[str]:
    sbom = EXAMPLES / "grid-control-update" / "sbom-in-service.cdx.json"
    library = EXAMPLES / "library"
    words = ["vet", "--sbom", str(sbom), "--library", str(library), "--on", "2026-12-01"]
    return [*words, *more]


def test_a_resolution_is_told_beside_what_it_resolves(case: Path, key: Path, capsys: Captured):
    add(case, key)
    capsys.readouterr()
    run(["vet", str(case), "--library", str(EXAMPLES / "library")])
    told = " ".join(capsys.readouterr().out.split())
    assert "Resolved by Aoi Tachibana on Tue 1 Dec 2026: called the supplier back" in told


def test_a_required_check_that_is_resolved_ends_with_another_exit_code(
    tmp_path: Path, key: Path, capsys: Captured
):
    sbom = tmp_path / "empty.cdx.json"
    sbom.write_text(
        json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []}),
        encoding="utf-8",
    )
    words = [
        "vet",
        "--sbom",
        str(sbom),
        "--library",
        str(EXAMPLES / "library"),
        "--fail-on",
        "high",
    ]
    assert run([*words, "--json"]) == 3
    assessment = json.loads(capsys.readouterr().out)
    causes = {found["cause"] for found in assessment["findings"] if found["state"] == "not_checked"}
    causes |= {f"check:{run['check']}" for run in assessment["checks"] if "reason" in run}
    for cause in causes:
        assert add(tmp_path, key, about=cause) == 0
    capsys.readouterr()
    statements = ["--statements", str(tmp_path / "statements.json")]
    assert run([*words, *statements, "--on", "2026-11-30"]) == 3
    assert "Resolved by" not in capsys.readouterr().out
    assert run([*words, *statements]) == 0
    assert capsys.readouterr().out.count("Resolved by Aoi Tachibana") >= 2


def test_statements_that_were_changed_count_for_nothing_and_that_is_told(
    tmp_path: Path, key: Path, capsys: Captured
):
    add(tmp_path, key)
    file = tmp_path / "statements.json"
    file.write_text(file.read_text().replace("Aoi", "Eve"), encoding="utf-8")
    capsys.readouterr()
    run(vet_software("--statements", str(file)))
    said = capsys.readouterr()
    assert "1 statement does not count" in " ".join(said.err.split())
    assert "Eve" not in said.out


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_hit_that_is_someone_else_is_lighter_and_says_who_said_so(
    lang: str, key: Path, tmp_path: Path, capsys: Captured
):
    folder = Path(shutil.copytree(EXAMPLES / "airport-drones", tmp_path / "drones"))
    words = ["--lang", lang, "vet", str(folder), "--library", str(EXAMPLES / "library")]
    run([*words, "--json"])
    before = json.loads(capsys.readouterr().out)["findings"]
    hit = next(each for each in before if each["rule"] == "screening.same_name")
    assert hit["severity"] == "high"
    run(words)
    command = commands_in(capsys.readouterr().out)[0]
    assert hit["remedy"]["params"]["hit"] in command
    filled = {"FOLDER": str(folder), "NAME": "Aoi Tachibana", "REASON": "other owner"}
    filled["KEY.pem"] = str(key)
    assert run([filled.get(word, word) for word in command[1:]]) == 0
    capsys.readouterr()
    run([*words, "--json"])
    after = json.loads(capsys.readouterr().out)["findings"]
    (same,) = [each for each in after if each["rule"] == "screening.same_name"]
    assert same["severity"] == "low"
    assert "remedy" not in same
    run(words)
    assert "Aoi Tachibana" in capsys.readouterr().out


def commands_in(report: str) -> list[list[str]]:
    """Reads the commands a report gives to be copied, as a shell would."""
    lines = (line.strip() for line in report.splitlines())
    return [shlex.split(line) for line in lines if line.startswith("sekisho statement add")]


@pytest.mark.parametrize("wrong", ["", "ab", "A" * 64, " " + "a" * 63, "a" * 65])
@pytest.mark.parametrize("side", list(SIDES))
def test_a_pair_is_stated_apart_only_with_both_its_sides(
    side: str, wrong: str, case: Path, key: Path, capsys: Captured
):
    sides = SIDES | {side: wrong}
    assert add(case, key, kind="not_the_same", about="party:x=watch/W-1", **sides) == 2
    assert "must name both" in errors(capsys)
    assert not (case / "statements.json").exists()


def test_sides_belong_to_no_other_statement(case: Path, key: Path, capsys: Captured):
    assert add(case, key, **SIDES) == 2
    assert "not_the_same alone" in errors(capsys)


def test_a_pair_is_not_stated_apart_without_a_reason(case: Path, key: Path, capsys: Captured):
    about = "party:x=watch/W-1"
    assert add(case, key, kind="not_the_same", about=about, reason=" - ", **SIDES) == 2
    assert "--reason is empty" in errors(capsys)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (["--statements", "no-such.json"], "no-such.json"),
        (["--statements", str(EXAMPLES / "README.md")], "does not have the form"),
    ],
)
def test_statements_about_software_must_be_readable(
    more: list[str], expected: str, capsys: Captured
):
    assert run(vet_software(*more)) == 2
    assert expected in errors(capsys)


def test_a_filing_has_its_statements_beside_it(case: Path, capsys: Captured):
    assert run(["vet", str(case), "--statements", "x.json"]) == 2
    assert "sekisho statement add" in errors(capsys)
