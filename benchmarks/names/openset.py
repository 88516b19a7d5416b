"""The open set: a gallery of real entries without the aliases that are asked for, those aliases as
queries, and real names of parties who are not listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from benchmarks.names.records import Entity, Kind, ListedName, drawn, same_key
from benchmarks.names.sides import Held
from benchmarks.names.splits import Part, World, record_of

Form = Literal["to Latin", "from Latin", "one held out"]
FORMS: tuple[Form, ...] = ("to Latin", "from Latin", "one held out")
_NOT_ASKED = frozenset({"latin", "mixed", "none", "other"})


@dataclass(frozen=True, slots=True)
class Query:
    """A name that is searched: its component when it is of a listed party, else nothing."""

    text: str
    kind: Kind
    script: str
    component: str
    cluster: str
    is_weak: bool = False
    source: str = ""

    @property
    def is_mated(self) -> bool:
        """Whether the party stands in the gallery."""
        return bool(self.component)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many queries and entities are drawn; 0 takes all there are."""

    mated: int = 0
    unmated: int = 0
    gallery: int = 0


ALL = Sizes()


@dataclass(frozen=True, slots=True)
class OpenSet:
    """A gallery and what is asked of it; `components` tells the component of each entity."""

    form: str
    gallery: tuple[Held, ...]
    mated: tuple[Query, ...]
    unmated: tuple[Query, ...]
    components: dict[str, str]

    @property
    def queries(self) -> tuple[Query, ...]:
        """All queries, those about the listed first."""
        return self.mated + self.unmated


def open_set(world: World, part: Part, form: Form, sizes: Sizes = ALL) -> OpenSet:
    """Makes the open set of one part, of the sizes that are asked for."""
    listed = [(e, world.component(record_of(e))) for e in world.entities if not _is_mirror(e)]
    listed = [(e, component) for e, component in listed if world.part(component) == part]
    asked = list(_asked(listed, form))
    out = {(query.component, same_key(query.text)) for query in asked}
    gallery: list[Held] = []
    components: dict[str, str] = {}
    for entity, component in listed:
        kept = [name for name in entity.names if _stays(name, form, component, out)]
        if kept:
            strong = tuple(name.text for name in kept if not name.is_weak)
            weak = tuple(name.text for name in kept if name.is_weak)
            gallery.append(Held(entity.key, entity.kind, strong, weak))
            components[entity.key] = component
    inside = set(components.values())
    mated = _drawn([query for query in asked if query.component in inside], sizes.mated)
    if sizes.gallery:
        sought = {query.component for query in mated}
        gallery.sort(key=lambda held: (components[held.key] not in sought, _place(held.key)))
        gallery = sorted(gallery[: sizes.gallery], key=lambda held: held.key)
        components = {held.key: components[held.key] for held in gallery}
        mated = [query for query in mated if query.component in set(components.values())]
    others = _drawn(list(unmated(world, part)), sizes.unmated)
    return OpenSet(form, tuple(gallery), tuple(mated), tuple(others), components)


def _is_mirror(entity: Entity) -> bool:
    """Says whether an entry of a Chinese list is a Japanese firm.

    Unlisted names are Japanese firms for the most part, and neither a number nor one spelling
    (电机, 電機) tells which of them such an entry is.
    """
    chinese = entity.publisher.startswith("china")
    return chinese and any("株式会社" in name.text for name in entity.names)


def unmated(world: World, part: Part) -> Iterator[Query]:
    """Gives the names of real parties who are not listed."""
    for name in world.unlisted:
        component = world.component(record_of(name))
        if world.part(component) == part and name.script != "none":
            yield Query(name.text, name.kind, name.script, "", component, source=name.source)


def _asked(listed: Iterable[tuple[Entity, str]], form: Form) -> Iterator[Query]:
    seen: set[tuple[str, str]] = set()
    for entity, component in listed:
        if entity.kind == "other":
            continue
        for name in _names_asked(entity, form):
            key = (component, same_key(name.text))
            if key[1] and key not in seen:
                seen.add(key)
                yield Query(
                    name.text,
                    entity.kind,
                    name.script,
                    component,
                    component,
                    name.is_weak,
                    entity.publisher,
                )


def _names_asked(entity: Entity, form: Form) -> Sequence[ListedName]:
    latin = [name for name in entity.names if name.script == "latin"]
    if form == "to Latin":
        return [name for name in entity.names if name.script not in _NOT_ASKED]
    if form == "from Latin":
        return latin
    others = [name for name in latin if same_key(name.text) != same_key(latin[0].text)]
    return [others[drawn(entity.key, len(others))]] if others else []


def _stays(name: ListedName, form: Form, component: str, out: set[tuple[str, str]]) -> bool:
    """Says whether a name stays in the gallery; what is asked leaves every entry of the party."""
    if form == "to Latin":
        return name.script == "latin"
    if form == "from Latin":
        return name.script not in _NOT_ASKED
    return name.script == "latin" and (component, same_key(name.text)) not in out


def _drawn(queries: list[Query], most: int) -> list[Query]:
    """Draws queries evenly over scripts and kinds by a draw that knows no order."""
    if not most or len(queries) <= most:
        return queries
    groups: dict[tuple[str, str], list[Query]] = defaultdict(list)
    for query in sorted(queries, key=_by_draw):
        groups[query.script, query.kind].append(query)
    kept: list[Query] = []
    share = most / len(queries)
    for group in groups.values():
        kept.extend(group[: max(1, round(len(group) * share))])
    return sorted(kept, key=_by_draw)


def _by_draw(query: Query) -> tuple[int, str, str]:
    return _place(f"{query.component}/{query.text}"), query.text, query.component


def _place(key: str) -> int:
    return drawn(key, 1 << 30)


def grouped(queries: Sequence[Query], of: Callable[[Query], str]) -> dict[str, list[int]]:
    """Gives the places of queries by group, the largest group first."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, query in enumerate(queries):
        groups[of(query)].append(at)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))
