"""The tree of errors.

```
SekishoError
├── UsageError          a command was called in a way that has no meaning
├── InputError          an input cannot be read at all
│   ├── TooLargeError   a cap on bytes, depth or count was passed
│   └── DefectsError    a document was read and found wrong, in one or more places
├── LibraryError        the reference library cannot be used
├── FetchError          a publication could not be fetched (drawn here, defined in `library.pull`)
└── PackError           a rule pack is wrong
```

An error carries a message id, so that it can be said in the reader's language; its
docstring is the message when none is given. Everything here ends a command with exit code 2.
"""

from __future__ import annotations

from sekisho.model.values.message import Message
from sekisho.model.values.record import Record


class Place(Record, frozen=True, kw_only=True):
    """Where in an input something stands; what does not apply stays empty.

    `line` and `column` count from 1, 0 means unknown; `pointer` is a JSON pointer (RFC 6901).
    """

    file: str = ""
    line: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""
    pointer: str = ""


class Defect(Record, frozen=True, kw_only=True):
    """One thing wrong in one place of an input, and what to do about it."""

    message: Message
    place: Place = Place()
    remedy: Message | None = None


class SekishoError(Exception):
    """The work could not be done."""

    def __init__(
        self,
        message: Message | None = None,
        *,
        place: Place | None = None,
        hint: Message | None = None,
    ) -> None:
        self.message = message or Message(id=f"error.{type(self).__name__}")
        self.place = place or Place()
        self.hint = hint
        super().__init__(self.message, self.place, self.hint)

    @property
    def defects(self) -> tuple[Defect, ...]:
        """The error as defects, so that one and many are shown by the same code."""
        return (Defect(message=self.message, place=self.place, remedy=self.hint),)

    def __str__(self) -> str:
        params = ", ".join(f"{k}={v}" for k, v in self.message.params.items())
        said = self.message.id if self.message.params else (type(self).__doc__ or "")
        return f"{said} ({params})" if params else said


class UsageError(SekishoError):
    """The command was called in a way that has no meaning."""


class InputError(SekishoError):
    """The input cannot be read."""


class TooLargeError(InputError):
    """The input passes a limit set for safety."""


class DefectsError(InputError):
    """The document is wrong in one or more places."""

    def __init__(self, defects: tuple[Defect, ...]) -> None:
        first = defects[0]
        super().__init__(first.message, place=first.place, hint=first.remedy)
        self._defects = defects

    @property
    def defects(self) -> tuple[Defect, ...]:
        """Every defect found, in the order of the document."""
        return self._defects


class LibraryError(SekishoError):
    """The reference library cannot be used."""


class PackError(SekishoError):
    """The rule pack is wrong."""
