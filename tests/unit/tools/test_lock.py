from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[3]
LOCKS = ("runtime", "dev", "build")
_PACKAGE = re.compile(
    r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(.*?)(?=^[A-Za-z0-9]|\Z)", re.MULTILINE | re.DOTALL
)


def _locked(name: str) -> dict[str, tuple[str, str]]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    found = _PACKAGE.findall(text)
    return {canonicalize_name(package): (version, rest) for package, version, rest in found}


def _project() -> dict[str, Any]:
    made: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return made["project"]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_hash(lock: str):
    packages = _locked(lock)
    assert packages
    assert not [name for name, (_, rest) in packages.items() if "--hash=sha256:" not in rest]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_index(lock: str):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize("lock", ["runtime", "build"])
def test_what_runs_is_what_was_tested(lock: str):
    tested = {name: version for name, (version, _) in _locked("dev").items()}
    runs = {name: version for name, (version, _) in _locked(lock).items()}
    assert runs.items() <= tested.items()


@pytest.mark.parametrize(("lock", "extra"), [("runtime", ""), ("dev", "dev")])
def test_the_lock_fits_what_the_project_asks_for(lock: str, extra: str):
    project = _project()
    asked = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    locked = _locked(lock)
    for line in asked:
        requirement = Requirement(line)
        version, _ = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(Version(version)), f"{line}: run tools/lock"


def test_the_version_is_stated_alike_everywhere():
    source = (ROOT / "src" / "sekisho" / "__init__.py").read_text(encoding="utf-8")
    assert f'__version__ = "{_project()["version"]}"' in source
