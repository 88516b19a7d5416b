"""Writes into each page of the law the rows that stand on it, and finds the pages that lie.

python tools/law_pages.py            rewrites the part between the marks in docs/law/*.md
python tools/law_pages.py --check    writes nothing; names what is missing or not current

A page says at its head which articles it is about, `<!-- jp-espa: Art. 53; METI Art. 9 -->`, or the
whole of a pack, `<!-- uk-nsi: * -->`. A row is shown on the page that names its article, or the nearest
one above it: `Art. 52(3)` goes before `Art. 52`. Every article that a row cites must have a page, and
every page a row.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from pkgutil import resolve_name

from sekisho.read.tree import Node
from sekisho.regime.loader import PACKS, list_packs
from sekisho.regime.tables.reading import read_tree

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "law"
BEGIN = "<!-- rows: written by tools/law_pages.py -->"
END = "<!-- end of rows -->"
READ_BY = {
    "authorities.yaml": ("regime.pack.Regime.order_of",),
    "components.yaml": ("check.completeness.CHECK",),
    "calendar.yaml": ("regime.days.calendar.Calendar",),
    "changes.yaml": ("regime.changes.classify_changes",),
    "clocks.yaml": ("regime.clock.clock_dates",),
    "contents.yaml": ("check.completeness.CHECK",),
    "designation.yaml": ("regime.designation.judge_designation",),
    "duties.yaml": ("regime.duties.decide_duties",),
    "entries.yaml": ("regime.entries.judge_entry",),
    "facilities.yaml": ("regime.facts.project",),
    "fast_lane.yaml": ("regime.fast_lane.offer_shortening",),
    "forms.yaml": ("regime.pack.Regime.form",),
    "procedure.yaml": ("regime.procedure.lawful_acts",),
    "routes.yaml": ("regime.routes.choose_route",),
    "sectors.yaml": ("regime.pack.Regime.authority_of",),
    "works.yaml": ("regime.facts.project",),
}
"""The file of a pack -> the functions that read its rows."""

_CLAIM = re.compile(r"^<!-- ([a-z][a-z0-9-]*): (.+?) -->$", re.MULTILINE)
_RANGE = re.compile(r"^(.*?)Arts\. (\d+)-(\d+)(\)?)$")
_ORDER = re.compile(r"Ministerial order \((.+)\)$")
_STEP = re.compile(r"\((?:\d+|[ivxl]+|[a-z])\)$")
WHOLE = "*"
"""Stands for every article of a pack that no other page is about."""
_SAID_ELSEWHERE = frozenset(
    {"id", "article", "articles", "message", "otherwise", "refused", "title"}
)
_LONGEST = 140


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a pack that cites an article: where it stands, and what it says in short."""

    pack: str
    file: str
    line: int
    id: str
    article: str
    says: str

    @property
    def known_as(self) -> str:
        """The words by which a case names the row."""
        return self.id.rpartition(" ")[2]


@dataclass(frozen=True)
class Page:
    """A page of the law and the articles it is about, as pairs of pack and article."""

    path: Path

    @cached_property
    def text(self) -> str:
        """The page as it is written."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def claims(self) -> frozenset[tuple[str, str]]:
        """The articles the page says it is about."""
        return frozenset(
            (pack, article)
            for pack, listed in _CLAIM.findall(self.text)
            if pack in list_packs()
            for article in split_articles(listed)
        )


def split_articles(cited: str) -> Iterator[str]:
    """Gives each article of a citation: `;` stands between them, `Arts. 11-15` means each."""
    for part in (part.strip() for part in cited.split(";")):
        if found := _RANGE.match(part):
            before, first, last, after = found.groups()
            yield from (f"{before}Art. {n}{after}" for n in range(int(first), int(last) + 1))
        elif part:
            yield part


def rows_of_pack(pack: str) -> Iterator[Row]:
    """Yields every row of a pack that cites an article, once for each article."""
    folder = PACKS / pack
    for path in sorted(folder.glob("*.yaml")):
        yield from _rows(pack, path.name, read_tree(path, folder), "")


def _rows(pack: str, file: str, node: Node, under: str) -> Iterator[Row]:
    if isinstance(node.value, list):
        for item in node.value:
            yield from _rows(pack, file, item, under)
    if not isinstance(node.value, dict):
        return
    article = node.value.get("article")
    if article is not None and isinstance(article.value, str):
        id = _id(node, under)
        line = node.place.line or 0
        for one in split_articles(article.value):
            yield Row(pack, file, line, id, one, _says(node))
    for key, item in node.value.items():
        yield from _rows(pack, file, item, key)


def _id(node: Node, under: str) -> str:
    fields = node.value if isinstance(node.value, dict) else {}
    for key in ("id", "event", "check", "paths", "number"):
        if key in fields:
            said = fields[key].plain()
            return f"{under} {', '.join(said) if isinstance(said, list) else said}".strip()
    return under


def _says(node: Node) -> str:
    """The fields of a row in short: what a reader compares with the article."""
    fields = node.value if isinstance(node.value, dict) else {}
    parts = []
    for key, item in fields.items():
        said = item.plain()
        if key in _SAID_ELSEWHERE or isinstance(said, dict):
            continue
        if isinstance(said, list):
            if not all(isinstance(word, str) for word in said):
                continue
            said = ", ".join(said)
        parts.append(f"{key} {_short(str(said))}")
    return "; ".join(parts)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} ..."


def cases_naming(pack: str, row: Row) -> list[str]:
    """Gives the cases of a pack in which the row is named."""
    word = re.compile(rf"(?<![\w.]){re.escape(row.known_as)}(?![\w.])")
    return [
        path.stem
        for path in sorted((PACKS / pack / "cases").glob("*.yaml"))
        if word.search(path.read_text(encoding="utf-8"))
    ]


def page_of(row: Row, pages: list[Page]) -> Page | None:
    """Finds the page that names the article of a row, or the nearest article above it."""
    for article in (*_upwards(row.article), WHOLE):
        for page in pages:
            if (row.pack, article) in page.claims:
                return page
    return None


def _upwards(article: str) -> Iterator[str]:
    """Yields an article, its paragraph and so on up; an order is called by its letters alone."""
    found = _ORDER.match(article)
    article = found.group(1) if found else article
    while article:
        yield article
        shorter = _STEP.sub("", article)
        article = shorter if shorter != article else ""


def block(rows: list[Row]) -> str:
    """Writes the rows of one page as tables, one for each article."""
    by_article: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_article[row.pack, row.article].append(row)
    said = [BEGIN, ""]
    for (pack, article), found in sorted(by_article.items(), key=lambda each: _order(each[0])):
        said += [
            f"**{article}** (`{pack}`)",
            "",
            "| row | says | read by | cases |",
            "|---|---|---|---|",
        ]
        said += [_line(row) for row in found]
        said.append("")
    return "\n".join([*said, END])


def _order(key: tuple[str, str]) -> tuple[str, list[tuple[int, str]]]:
    pack, article = key
    parts = re.findall(r"\d+|\D+", article)
    return pack, [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def _line(row: Row) -> str:
    read_by = ", ".join(f"`{name}`" for name in READ_BY.get(row.file, ()))
    cases = ", ".join(f"`{name}`" for name in cases_naming(row.pack, row))
    cells = (f"`{row.file}` {row.id}", row.says, read_by, cases)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def renewed(page: Page, rows: list[Row]) -> str:
    """Gives the page with its rows as they are now; a page without marks gets them at its end."""
    written = block(rows)
    if BEGIN in page.text:
        before, _, rest = page.text.partition(BEGIN)
        return before + written + rest.partition(END)[2]
    return f"{page.text.rstrip()}\n\n## The rows\n\n{written}\n"


def wrong_functions() -> Iterator[str]:
    """Names the functions that the table above names and that do not exist."""
    for file, names in READ_BY.items():
        for name in names:
            try:
                resolve_name(f"sekisho.{name}")
            except (AttributeError, ImportError, ValueError):
                yield f"{file}: no function sekisho.{name}"


def main(arguments: list[str]) -> int:
    """Rewrites the pages, or with `--check` only names what is missing or not current."""
    pages = [Page(path) for path in sorted(PAGES.glob("*.md"))]
    wrong = list(wrong_functions())
    shown: dict[Path, list[Row]] = defaultdict(list)
    for pack in list_packs():
        for row in rows_of_pack(pack):
            page = page_of(row, pages)
            if page is None:
                wrong.append(f"{pack}/{row.file}:{row.line}: no page is about {row.article}")
            else:
                shown[page.path].append(row)
    for page in pages:
        if not page.claims:
            continue
        if page.path not in shown:
            wrong.append(f"{page.path.name}: no row of a pack stands on what it is about")
            continue
        text = renewed(page, shown[page.path])
        if text != page.text and "--check" in arguments:
            wrong.append(f"{page.path.name} is not current: run python tools/law_pages.py")
        elif text != page.text:
            page.path.write_text(text, encoding="utf-8")
            print(f"docs/law/{page.path.name} written")
    for said in dict.fromkeys(wrong):
        print(said)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
