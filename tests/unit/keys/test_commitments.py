from __future__ import annotations

import pytest

from sekisho.keys.commitments import commit, opens

PASSPORT = b"a fictional passport, page 2"
SALT = bytes(range(32))


def test_whoever_has_document_and_salt_can_open_a_commitment():
    assert opens(commit(PASSPORT, SALT), PASSPORT, SALT)


def test_another_document_or_another_salt_does_not_open_it():
    commitment = commit(PASSPORT, SALT)
    assert not opens(commitment, PASSPORT + b"!", SALT)
    assert not opens(commitment, PASSPORT, SALT[::-1])


def test_two_equal_documents_are_not_seen_to_be_equal():
    assert commit(PASSPORT, SALT) != commit(PASSPORT, SALT[::-1])


def test_a_commitment_does_not_tell_the_length_of_its_document():
    assert len(commit(b"", SALT)) == len(commit(b"x" * 10_000, SALT)) == 43


def test_a_commitment_keeps_its_meaning_from_version_to_version():
    assert commit(PASSPORT, SALT) == "Z4O2ZBfSbND9DChTUyX7DyCeceNmR8p09hEgqNOrDOw"


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_salt_of_another_length_is_refused(length: int):
    with pytest.raises(ValueError, match="32 bytes"):
        commit(PASSPORT, bytes(length))
    assert not opens(commit(PASSPORT, SALT), PASSPORT, bytes(length))


@pytest.mark.parametrize("commitment", ["", "?", "AAAA", "=" * 43])
def test_a_commitment_that_is_none_opens_to_nothing(commitment: str):
    assert not opens(commitment, PASSPORT, SALT)
