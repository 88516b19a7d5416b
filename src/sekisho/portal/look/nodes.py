"""Words and addresses in templates, said and found as often as a page has rows.

A page says some hundred messages, most of them without parameters, and leads to as many
addresses. What is the same each time is made once.
"""

from __future__ import annotations

from functools import cache, lru_cache
from uuid import UUID

from django.template import Context, Node, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.urls import get_script_prefix, reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

from sekisho.portal.look.frame import lang_of
from sekisho.portal.look.plain import plain
from sekisho.report.catalogue import say_id

_LANG = "sekisho.lang"


class SaidNode(Node):
    """Says a message: `{% say "id" n=rows|length %}`, or keeps it: `{% say "id" as words %}`."""

    def __init__(
        self, id: FilterExpression, params: dict[str, FilterExpression], kept_as: str
    ) -> None:
        self._id, self._params, self._kept_as = id, params, kept_as
        whole = isinstance(id.var, str) and not id.filters and not params
        self._always = str(id.var) if whole else ""

    def render(self, context: Context) -> str:
        """Gives the words in the language of the page."""
        lang = context.render_context.get(_LANG)
        if lang is None:
            lang = context.render_context[_LANG] = lang_of()
        if self._always and not self._kept_as and context.autoescape:
            return _escaped(self._always, lang)
        params = {name: plain(value.resolve(context)) for name, value in self._params.items()}
        said = say_id(self._id.resolve(context), lang, **params)
        if self._kept_as:
            context[self._kept_as] = said
            return ""
        return conditional_escape(said) if context.autoescape else said


@cache
def _escaped(id: str, lang: str) -> SafeString:
    """Templates name no more ids than the catalogue has."""
    return escape(say_id(id, lang))


def said(parser: Parser, token: Token) -> SaidNode:
    """Reads the tag `say`."""
    bits = token.split_contents()[1:]
    kept_as = ""
    if len(bits) > 1 and bits[-2] == "as":
        kept_as, bits = bits[-1], bits[:-2]
    params = token_kwargs(bits[1:], parser)
    if not bits or len(params) != len(bits) - 1:
        msg = "say takes the id of a message, and its parameters by name"
        raise TemplateSyntaxError(msg)
    id = parser.compile_filter(bits[0])
    return SaidNode(id, params, kept_as)


class AddressNode(URLNode):
    """Django's `url`; where all that is filled in are ids, by an address that is made once."""

    def render(self, context: Context) -> str:
        """Gives the address."""
        if self.asvar or self.kwargs or not isinstance(self.view_name.var, str):
            return str(super().render(context))
        ids = [value.resolve(context) for value in self.args]
        name = str(self.view_name.var)
        if ":" in name or not all(isinstance(id, UUID) for id in ids):
            return str(super().render(context))
        parts = _address(get_script_prefix(), name, len(ids))
        return "".join(
            piece for pair in zip(parts, (*map(str, ids), ""), strict=True) for piece in pair
        )


@lru_cache(maxsize=1024)
def _address(prefix: str, name: str, count: int) -> tuple[str, ...]:
    """Gives the parts of an address between its ids."""
    del prefix  # `reverse` asks for it itself
    marks = [UUID(int=n + 1) for n in range(count)]
    rest = reverse(name, args=marks)
    parts = []
    for mark in marks:
        part, _, rest = rest.partition(str(mark))
        parts.append(part)
    return (*parts, rest)


def address(parser: Parser, token: Token) -> AddressNode:
    """Reads the tag `url`."""
    node = parse_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
