"""Why the portal does not do what was asked.

```
SekishoError
└── RefusedError            the act was not done; nothing has changed
    ├── UnknownError        there is no such thing, or none that this person may know of
    ├── NotAllowedError     this person may see it, but not do that
    ├── StaleError          somebody acted in between: the page was made from an older version
    ├── UnlawfulError       the law does not allow it on that day
    ├── FullError           there is no room left on the disk
    ├── ErasedError         it was destroyed as personal data; that it existed is on record
    └── IncompleteError     something that the act needs was left out
```

Each carries a message id, like every error of Sekisho.
"""

from __future__ import annotations

from sekisho.model.errors import SekishoError


class RefusedError(SekishoError):
    """It was not done, and nothing has changed."""


class UnknownError(RefusedError):
    """There is no such page."""


class NotAllowedError(RefusedError):
    """This is not among the acts that your roles allow."""


class StaleError(RefusedError):
    """The case has changed since your page was made."""


class UnlawfulError(RefusedError):
    """The law does not allow it on that day."""


class IncompleteError(RefusedError):
    """Something is missing."""


class FullError(RefusedError):
    """There is no room left on the disk of the portal."""


class ErasedError(RefusedError):
    """It was destroyed as personal data; that it existed is on record."""
