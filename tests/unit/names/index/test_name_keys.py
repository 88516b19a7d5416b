"""The keys under which names are looked up: shared by names that may be one in two scripts."""

import pytest

from sekisho.match.names.index.keys import keys_of
from sekisho.match.names.normalise import normalise


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("青葉鉄工株式会社", "Aoba Iron Works"),
        ("桐ヶ谷電機", "Kirigaya Denki"),
        ("大森屋", "OHMORIYA"),
        ("山彦软件有限公司", "Shanyan Software"),
        ("ガルドレックス", "Galdrex"),
        ("ユニ・ヴァント", "Univant"),
        ("Кестравель", "Kestravel"),
        ("김산하", "Kim San-ha"),
        ("محمد", "Muhammad"),
        ("Kestavel Imaging", "KestavelImaging"),
    ],
)
def test_a_name_and_its_other_script_share_a_key(left: str, right: str):
    shared = keys_of(normalise(left)) & keys_of(normalise(right))
    assert {key for key in shared if not key.startswith("t/")}


def test_one_business_term_is_no_key_and_two_are_one():
    shared = keys_of(normalise("青葉半導体")) & keys_of(normalise("Kestavel Semiconductor"))
    assert shared == set()
    both = keys_of(normalise("青葉半導体商事")) & keys_of(
        normalise("Kestavel Semiconductor Trading")
    )
    assert both == {"t/semiconductor+trading"}


def test_a_name_of_nothing_has_no_keys():
    assert keys_of(normalise("...")) == frozenset()
