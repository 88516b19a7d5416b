"""A person at the portal: what they do is said in the words of the page, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from sekisho.report.catalogue import say_id

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
MOST_TABS = 150
_NAME = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  const label = one.labels && one.labels.length ? one.labels[0].innerText : "";
  return (label || one.innerText || one.value || "").trim();
}"""


@dataclass
class Desk:
    """A browser in which somebody has signed in; `seen` are the pages that axe has looked at."""

    page: Any
    url: str
    lang: str
    seen: set[str] = field(default_factory=set)
    axe: bool = True

    def say(self, id: str, **params: Any) -> str:
        """Gives our words in the language of this person."""
        return say_id(id, self.lang, **params)

    def go(self, path: str) -> None:
        """Opens a page by its address."""
        self.page.goto(self._address(path))
        self.look()

    def load_until_done(self, path: str) -> None:
        """Loads a page again and again until it shows no work that goes on in the background."""
        for _ in range(120):
            self.page.wait_for_timeout(500)
            self.page.goto(self._address(path))
            if not self.page.locator("progress").count():
                return

    def _address(self, path: str) -> str:
        return path if path.startswith("http") else f"{self.url}{path}"

    def look(self) -> None:
        """Lets axe look at the page, once a kind of page and language."""
        assert self.page.locator("html").get_attribute("lang") == self.lang
        place = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "*", self.page.url)
        state = self.page.locator(".clockbar").get_attribute("class") if self._has_clock() else ""
        mark = f"{self.lang} {place} {state} {self.page.locator('.summary').count()}"
        if not self.axe or mark in self.seen:
            return
        self.seen.add(mark)
        found = Axe().run(self.page, options=RULES)
        assert found.violations_count == 0, found.generate_report()

    def _has_clock(self) -> bool:
        return bool(self.page.locator(".clockbar").count())

    def press(self, id: str, **params: Any) -> None:
        """Presses a button or follows a link of that name."""
        name = self.say(id, **params)
        found = (
            self.page.locator("main")
            .locator("a, button")
            .filter(has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))
        )
        told = self.page.locator("main").inner_text()
        assert found.count(), f"there is no {name!r} to press on {self.page.url}:\n{told[:3000]}"
        found.first.click()
        self.look()

    def write(self, id: str, text: str) -> None:
        """Writes into the field of that label."""
        self._field(id).fill(text)

    def pick(self, id: str) -> None:
        """Picks the choice of that label."""
        self.page.get_by_label(self.say(id), exact=True).check()

    def attach(self, id: str, path: Path) -> None:
        """Chooses a file."""
        self._field(id).set_input_files(path)

    def _field(self, id: str) -> Any:
        label = self.page.locator("main label").filter(has_text=self.say(id)).first
        return self.page.locator(f"#{label.get_attribute('for')}")

    def reads(self, *words: str) -> None:
        """Holds that the page says this."""
        told = self.page.locator("main").inner_text().lower()
        for word in words:
            assert word.lower() in told, f"{word!r} is not in:\n{told[:3000]}"

    def state(self) -> str:
        """Gives the state that the clock bar says."""
        return str(self.page.locator(".clockbar .state").inner_text()).lower()


class Keys(Desk):
    """The same person without a mouse: Tab, Space, Enter and typing."""

    def press(self, id: str, **params: Any) -> None:
        """Goes to a button or link by Tab and presses Enter."""
        self._tab_to(self.say(id, **params), whole=True)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def write(self, id: str, text: str) -> None:
        """Goes to a field by Tab and types."""
        self._tab_to(self.say(id))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def attach(self, id: str, path: Path) -> None:
        """Goes to a file field by Tab and opens it with Space.

        Who waits for the chooser says so before the way there: the browser is told of it on
        another road than of the keys, and would else open one that nobody answers.
        """
        with self.page.expect_file_chooser() as chooser:
            self._tab_to(self.say(id))
            self.page.keyboard.press("Space")
        chooser.value.set_files(path)

    def _tab_to(self, name: str, *, whole: bool = False) -> None:
        wanted = name.lower()
        for _ in self._tabs():
            told = str(self.page.evaluate(_NAME)).lower()
            if told == wanted or (told.startswith(wanted) and not whole):
                assert self._focus_is_seen()
                return
        message = f"{name!r} is not reached by Tab"
        raise AssertionError(message)

    def _tabs(self) -> Iterator[None]:
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            yield

    def _focus_is_seen(self) -> bool:
        """Something is drawn around what has the focus, and nothing lies over it."""
        script = """() => {
          const one = document.activeElement, box = one.getBoundingClientRect();
          const style = getComputedStyle(one);
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          const free = !top || one.contains(top) || top.contains(one);
          return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && free;
        }"""
        return bool(self.page.evaluate(script))
