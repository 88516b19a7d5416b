"""Takes the pictures of the portal that the documentation shows.

    python tools/screenshots.py

It makes the demonstration in a folder that is thrown away, serves it on loopback, and drives the
Chromium of the system through the main pages. Whoever runs it looks at every picture afterwards.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 250_000
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--lang=ja",
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, who looks, in which language, and at what."""

    name: str
    who: str
    lang: str
    case: str = ""
    page: str = ""
    part: str = ""
    """A part of the page by its selector; else its first screen."""
    height: int = 820
    place: str = ""
    """A page of the desk, from which the first link of its list is followed."""


PICTURES = (
    Picture("queue", "kirishima", "ja"),
    Picture("queue-en", "kirishima", "en"),
    Picture("case", "kirishima", "en", "KG-2026-010", height=1180),
    Picture("case-ja", "kirishima", "ja", "KG-2026-010", height=1180),
    Picture("draft", "shirase", "en", "KG-2026-015", height=720),
    Picture("parties", "kirishima", "ja", "KG-2026-010", part="section:has(#parties-title)"),
    Picture("differences", "kirishima", "en", "KG-2026-010", "differences/"),
    Picture("decision", "tatsuta", "ja", "KG-2026-006", "decisions/extend/", height=900),
    Picture("acceptance", "kirishima", "en", "KG-2026-013", "acceptance/", height=820),
    Picture("workbench", "shirase", "ja", "KG-2026-015", "filing/"),
    Picture("submission", "shirase", "en", "KG-2026-015", "submission/", height=920),
    Picture("answer", "shirase", "ja", "KG-2026-004", "answer/", height=860),
    Picture("cases", "shirase", "en"),
    Picture("updates", "shirase", "en", place="updates/", height=1180),
)


@contextmanager
def demonstration() -> Iterator[tuple[str, dict[str, str]]]:
    """Serves a new demonstration; gives its address, and the password of each person."""
    with tempfile.TemporaryDirectory(prefix="sekisho-pictures-") as data:
        os.environ |= {
            "SEKISHO_DATA": data,
            "SEKISHO_MODE": "demo",
            "SEKISHO_HTTPS": "false",
            "SEKISHO_LIBRARY": str(ROOT / "examples" / "library"),
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        }
        from sekisho.portal.running.setup import bring_up_to_date, make_ready  # noqa: PLC0415

        make_ready()
        bring_up_to_date()
        from sekisho.portal.running.demo import make_demo  # noqa: PLC0415
        from sekisho.portal.wsgi import application  # noqa: PLC0415
        from tests.browser.portal.serving import Quiet, Threaded  # noqa: PLC0415

        people = {one.email.partition("@")[0]: one for one in make_demo(ROOT / "examples")}
        with make_server("127.0.0.1", 0, application, Threaded, Quiet) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            sort_month()
            passwords = {name: f"{one.email} {one.password}" for name, one in people.items()}
            yield f"http://127.0.0.1:{server.server_port}", passwords
            server.shutdown()


def sort_month() -> None:
    """Hands in the example of a month at the desk of the fictional operator, and has it sorted."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 (once ready)

    from sekisho.portal.accounts.models import Membership  # noqa: PLC0415
    from sekisho.portal.accounts.sitting import Sitting  # noqa: PLC0415
    from sekisho.portal.cases.door import Doing, now  # noqa: PLC0415
    from sekisho.portal.desk import acts, handing  # noqa: PLC0415
    from sekisho.portal.work import worker  # noqa: PLC0415

    def file(*parts: str) -> SimpleUploadedFile:
        path = ROOT.joinpath("examples", "monthly-updates", *parts)
        return SimpleUploadedFile(path.name, path.read_bytes())

    role = Membership.objects.select_related("user", "organisation").get(
        user__email__startswith="shirase@"
    )
    sitting = Sitting(role.user, role.organisation, frozenset({role.role}))
    doing = Doing(sitting, now())
    read = handing.read_register_file(file("register.xlsx"))
    acts.keep_sheet(doing, read, "register.xlsx")
    plan = handing.read_plan_file(file("plan", "filing.yaml"), file("plan", "events.yaml"), None)
    acts.add_plan(doing, plan)
    sboms = [file("sbom", path.name) for path in (ROOT / "examples/monthly-updates/sbom").iterdir()]
    month = acts.open_month(doing, file("updates-corrected.xlsx"), sboms, date(2026, 12, 1))
    while worker.run_one():
        pass
    acts.answer_by_file(doing, month, file("answers.xlsx"))
    while worker.run_one():
        pass


def take(page: Any, url: str, picture: Picture) -> Path:
    """Opens what is to be seen and takes the picture; gives where it lies."""
    page.set_viewport_size({"width": 1180, "height": picture.height})
    page.goto(f"{url}/cases/?period=all")
    if picture.place:
        page.goto(f"{url}/{picture.place}")
        page.locator("main tbody a").first.click()
    elif picture.case:
        link = page.locator("a").filter(has_text=re.compile(rf"^\s*{picture.case}")).first
        page.goto(f"{url}{link.get_attribute('href')}{picture.page}")
    else:
        page.goto(f"{url}/cases/")
    path = IMAGES / f"portal-{picture.name}.png"
    shown = page.locator(picture.part) if picture.part else page
    shown.screenshot(path=path)
    return path


def main() -> int:
    """Takes every picture; says which is larger than a page should carry."""
    sys.path.insert(0, str(ROOT))
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only to take pictures)

    large = 0
    with demonstration() as (url, people), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        for picture in PICTURES:
            context = browser.new_context()
            context.add_cookies([{"name": "django_language", "value": picture.lang, "url": url}])
            page = context.new_page()
            email, password = people[picture.who].split(" ")
            page.goto(f"{url}/accounts/login/")
            page.fill("#id_login", email)
            page.fill("#id_password", password)
            page.locator("main button").first.click()
            page.wait_for_url(f"{url}/cases/")
            path = take(page, url, picture)
            size = path.stat().st_size
            large += size > MOST_BYTES
            print(f"{path.relative_to(ROOT)}  {size:,} bytes")
            context.close()
        browser.close()
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
