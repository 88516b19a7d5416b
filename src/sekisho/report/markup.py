"""A tiny builder of HTML and SVG in which everything that is no element is escaped."""

from __future__ import annotations

import html
from collections.abc import Sequence

from sekisho.model.values.message import Value
from sekisho.report.catalogue import say_id

_EMPTY = frozenset({"meta", "line", "circle", "rect", "path"})


class Markup(str):
    """Text that is markup already; only `element` and `raw` make it."""

    __slots__ = ()


def raw(text: str) -> Markup:
    """Takes text that we wrote ourselves as markup."""
    return Markup(text)


def element(name: str, /, *children: str, **attributes: str | int) -> Markup:
    """Makes an element; children and attribute values are escaped unless they are `Markup`.

    An attribute whose name ends in `_` or holds `_` is written without it or with `-`
    (`class_`, `aria_label`).
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'
        for key, value in attributes.items()
        if value != ""
    )
    if name in _EMPTY and not children:
        return Markup(f"<{name}{written}>" if name == "meta" else f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: str) -> Markup:
    """Joins pieces, escaping those that are no markup."""
    return Markup(
        "".join(
            child if isinstance(child, Markup) else html.escape(child, quote=False)
            for child in children
        )
    )


def table(
    caption: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]], box: str = "wide"
) -> Markup:
    """Makes a table whose first column heads each row, in a box that scrolls when wide.

    A box that is `wide long` scrolls downwards too, under a head that stays.

    Each cell carries the head of its column, so that a narrow window can show the cells of a row
    below one another; the roles say that it is a table still.
    """
    heads = [element("th", text, scope="col", role="columnheader") for text in head]
    body = [
        element(
            "tr",
            element("th", row[0], scope="row", role="rowheader"),
            *(
                element("td", element("div", cell) if cell else "", role="cell", data_head=name)
                for name, cell in zip(head[1:], row[1:], strict=True)
            ),
            role="row",
        )
        for row in rows
    ]
    inner = element(
        "table",
        element("caption", caption, class_="unseen"),
        element("thead", element("tr", *heads, role="row"), role="rowgroup"),
        element("tbody", *body, role="rowgroup"),
        role="table",
    )
    return element("div", inner, class_=box, tabindex=0, role="group", aria_label=caption)


class Spoken:
    """What pages share: they say messages in one language, and make tables of them."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def _table(
        self, caption: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]
    ) -> Markup:
        return table(self._say(caption), tuple(self._say(id) for id in head), rows)

    def _say(self, id: str, /, **params: Value) -> str:
        return say_id(id, self._lang, **params)
