"""Names brought to one form, in which spelling, script and legal form no longer hide them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from sekisho.match.names.parts import SMALL_ROLES, TELLING_ROLES, LegalForm, Role, Word
from sekisho.match.names.script.division import divide
from sekisho.match.names.script.folding import LONGEST_NAME, Note, Script, fold, script_of

__all__ = ["LONGEST_NAME", "LegalForm", "Normalised", "Role", "Word", "normalise", "script_of"]

_LINKS = frozenset({"bin", "ibn", "ben", "bint", "ould", "oglu", "ogly", "kyzy"})


@dataclass(frozen=True)
class Normalised:
    """A name without what hides it: `words` in their order, `forms` the legal forms, `scripts`
    those it is written in, `native` its own letters without spaces, `notes` what a reader
    would not see.
    """

    name: str
    words: tuple[Word, ...]
    forms: tuple[LegalForm, ...] = ()
    scripts: tuple[Script, ...] = ()
    native: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def legal(self) -> tuple[str, ...]:
        """The classes of its legal forms."""
        return tuple(form.kind for form in self.forms)

    @cached_property
    def compact(self) -> str:
        """All words without spaces; particles count only when there is nothing else."""
        return "".join(word.text for word in self.telling)

    @cached_property
    def key(self) -> str:
        """The words sorted: the same for every order of the same words."""
        return " ".join(sorted(word.text for word in self.telling))

    @cached_property
    def telling(self) -> tuple[Word, ...]:
        """The words that are no particle, or all when every one is."""
        return tuple(word for word in self.words if word.role not in SMALL_ROLES) or self.words

    @cached_property
    def around_link(self) -> tuple[Word, Word] | None:
        """The words before and after a link of descent such as `bin`."""
        words = self.words
        for at in range(1, len(words) - 1):
            if words[at].text in _LINKS and words[at - 1].telling and words[at + 1].telling:
                return words[at - 1], words[at + 1]
        return None

    @cached_property
    def core(self) -> str:
        """The letters of the words that tell one party from another, in order."""
        return "".join(word.text for word in self.words if word.role in TELLING_ROLES)


@lru_cache(maxsize=65536)
def normalise(text: str) -> Normalised:
    """Brings a name in any script to one form.

    Text that holds no letter or digit gives no words. Only the first 400 characters count.
    """
    folded = fold(text)
    words, forms, notes = divide(text, folded)
    scripts = tuple(dict.fromkeys(w.script for w in words if w.script != "number"))
    native = "".join(word.written for word in words if word.role not in SMALL_ROLES)
    return Normalised(text, words, forms, scripts, native, (*folded.notes, *notes))
