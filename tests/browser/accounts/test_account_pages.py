"""The pages of accounts in a real Chromium: passkeys, axe, the keyboard, without script."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.accounts.serving import PHRASE
from tests.samples.factors import code_of, link_in

ROOT = Path(__file__).parents[3]
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright")


@dataclass(frozen=True, slots=True)
class Served:
    """A portal that runs: under the one name on loopback for which passkeys are allowed."""

    url: str
    data: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Starts a portal in a process of its own; its data go with the test run."""
    data = tmp_path_factory.mktemp("accounts")
    wanted = {name: value for name, value in os.environ.items() if not name.startswith("SEKISHO_")}
    wanted |= {
        "SEKISHO_DATA": str(data),
        "SEKISHO_MODE": "demo",
        "SEKISHO_HTTPS": "false",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    with (data / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("serving.py"))],
            env=wanted,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        assert port.isdigit(), (data / "log").read_text()
        yield Served(f"http://localhost:{port}", data)
        server.terminate()
        server.wait(timeout=20)
        server.stdout.close()


@pytest.fixture
def address(served: Served) -> str:
    return served.url


Window = Callable[..., Any]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def window(chromium: Any) -> Iterator[Window]:
    opened = []

    def make(lang: str = "ja", *, script: bool = True, width: int = 1100) -> Any:
        context = chromium.new_context(
            java_script_enabled=script, viewport={"width": width, "height": 900}
        )
        context.add_cookies(
            [{"name": "django_language", "value": lang, "domain": "localhost", "path": "/"}]
        )
        opened.append(context)
        return context.new_page()

    yield make
    for context in opened:
        context.close()


def _clean(page: Any) -> None:
    found = axe_api.Axe().run(page, options=RULES)
    assert not found.response["violations"], found.generate_report()


def _enter(page: Any, address: str, who: str = "steward", then: str = "/people/") -> None:
    page.goto(f"{address}/accounts/login/?next={then}")
    page.fill("#id_login", f"{who}@example.invalid")
    page.fill("#id_password", PHRASE)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{address}{then}")


PAGES = (
    "/people/",
    "/account/",
    "/permissions/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_axe_finds_nothing_on_any_page_of_accounts(address: str, window: Window, lang: str):
    page = window(lang)
    for path in ("/accounts/login/", "/accounts/password/reset/", "/invitations/none/"):
        page.goto(address + path)
        _clean(page)
    _enter(page, address)
    for path in PAGES:
        page.goto(address + path)
        assert page.locator("h1").count() == 1, path
        _clean(page)


def test_a_passkey_is_added_and_signs_in_alone(address: str, window: Window):
    page = window()
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if "Policy" in said.text else None)
    _enter(page, address, "keeper")
    page.goto(f"{address}/accounts/2fa/webauthn/add/")
    page.fill("#id_name", "机の鍵")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    _clean(page)
    assert page.locator(".codes li").count() == 10
    page.goto(f"{address}/accounts/2fa/webauthn/")
    assert "机の鍵" in page.content()
    _clean(page)
    page.context.clear_cookies()
    page.goto(f"{address}/accounts/login/?next=/people/")
    page.click("#passkey_login")
    page.wait_for_url(re.compile(f"^{address}/(cases/)?(people/)?$"))
    page.goto(f"{address}/people/")
    assert "関 keeper" in page.content()
    assert not wrong


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_without_script_a_person_is_invited_and_comes_in_with_a_second_factor(
    served: Served, window: Window, lang: str
):
    address, guest_email = served.url, f"new-{lang}@example.invalid"
    keeper = window(lang, script=False)
    _enter(keeper, address)
    keeper.fill("#id_email", guest_email)
    keeper.select_option("#id_role", "filer")
    keeper.press("#id_role", "Tab")
    keeper.keyboard.press("Enter")
    keeper.get_by_role("rowheader", name=guest_email).wait_for()
    letters = (served.data / "outbox").glob("*.log")
    newest = max(letters, key=lambda path: path.stat().st_mtime_ns)
    link = link_in(_decoded(newest.read_bytes()))

    guest = window(lang, script=False, width=400)
    guest.goto(address + link)
    guest.fill("#id_name", "新田 届")
    guest.fill("#id_password1", PHRASE)
    guest.fill("#id_password2", PHRASE)
    guest.press("#id_password2", "Enter")
    guest.wait_for_url(f"{address}/accounts/2fa/totp/activate/")
    assert guest.locator("img.qr").count() == 1
    width = guest.locator("main").bounding_box()["width"]
    assert width <= 400
    guest.fill("#id_code", code_of(guest.locator("#totp-secret").inner_text()))
    guest.press("#id_code", "Enter")
    guest.wait_for_url("**/recovery-codes/")
    guest.goto(f"{address}/cases/")
    assert guest.locator("h1").count() == 1


def _decoded(letter: bytes) -> str:
    text = letter.split(b"\n" + b"-" * 79)[0]
    payload = email.message_from_bytes(text).get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()
