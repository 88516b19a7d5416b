"""Words of the command line: whether the terminal passed them as text."""

from __future__ import annotations


def is_text(word: str) -> bool:
    """Says whether a word of the command line was text in the encoding of the terminal."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


def as_name(word: str) -> str:
    """Gives a name on; raises `UsageError` for bytes that are no text where the terminal passed them."""
    from sekisho.model.errors import UsageError
    from sekisho.model.values.message import message

    if not is_text(word):
        id = "error.name_not_text"
        raise UsageError(message(id), hint=message(f"{id}.remedy"))
    return word
