"""Parts of a page that are kept: the same values give the same markup.

    {% pure case=row.case sees=sees %}...{% endpure %}

Inside stands nothing but what is named in the tag: no person, no request, no time. So a part
that was kept for one person may be shown to another who is shown the same values, and one whose
values have changed is another part. A value is plain (text, number, day, id, or a tuple of such:
a named one too), or says by `decided_by` which plain values it is made from; a row of a table is
refused, since two states of it count as the same.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from itertools import count
from typing import Any, cast
from uuid import UUID

from django.template import Context, Node, Template, TemplateSyntaxError
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString, mark_safe

from sekisho.portal.bounded import Bounded
from sekisho.portal.look.frame import lang_of

MOST = 12_000_000
"""Characters that a process keeps."""
_PLAIN = (str, int, date, UUID, type(None))
_AS_THEY_ARE = frozenset({str, int, bool, date, UUID, type(None)})


PARTS: Bounded[SafeString] = Bounded(MOST)
_NUMBER = count()


class PureNode(Node):
    """A part of a template that is decided by the values named in its tag."""

    def __init__(self, values: dict[str, FilterExpression], inner: NodeList) -> None:
        self._values, self.nodelist, self._number = values, inner, next(_NUMBER)

    def render(self, context: Context) -> str:
        """Gives the part: the one that is kept, or a new one."""
        values = {name: value.resolve(context) for name, value in self._values.items()}
        key = (self._number, lang_of(), *(decided_by(value) for value in values.values()))
        part = PARTS.find(key)
        if part is None:
            alone = Context(values, autoescape=context.autoescape)
            with alone.bind_template(cast("Template", context.template)):
                part = mark_safe(self.nodelist.render(alone))  # noqa: S308 (a template's own)
            PARTS.keep(key, part, len(part))
        return part


def decided_by(value: Any) -> Hashable:
    """Gives the plain values that decide a value; raises `TypeError` for one that has none."""
    if type(value) in _AS_THEY_ARE:
        return cast("Hashable", value)
    if isinstance(value, SafeString):
        return ("markup", str(value))
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, tuple):
        return tuple(one if type(one) in _AS_THEY_ARE else decided_by(one) for one in value)
    told = getattr(value, "decided_by", None)
    if told is not None:
        return (type(value).__qualname__, decided_by(told))
    kind = type(value)
    names = getattr(kind, "__struct_fields__", getattr(kind, "__dataclass_fields__", None))
    if names is not None:
        return tuple(decided_by(getattr(value, name)) for name in names)
    msg = f"a part of a page cannot be kept by a {type(value).__name__}"
    raise TypeError(msg)


def pure(parser: Parser, token: Token) -> PureNode:
    """Reads the tag `pure`."""
    bits = token.split_contents()[1:]
    values = token_kwargs(list(bits), parser)
    if not bits or len(values) != len(bits):
        msg = "pure takes what its part is made from, by name"
        raise TemplateSyntaxError(msg)
    inner = parser.parse(("endpure",))
    parser.delete_first_token()
    return PureNode(values, inner)
