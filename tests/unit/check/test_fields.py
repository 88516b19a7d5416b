"""Other names that a field holds: in brackets, or left when what stands behind a name is off."""

import pytest

from sekisho.check.screening.fields import fields_of


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("青葉㈱（ケスタベル）", ("青葉㈱", "ケスタベル")),
        ("青葉（旧社名：ケスタベル株式会社）", ("青葉", "ケスタベル株式会社")),
        ("青葉（旧ケスタベル）", ("青葉", "ケスタベル")),
        ("Aoba Ltd. (formerly Kestavel Ltd)", ("Aoba Ltd.", "Kestavel Ltd")),
        ("霞送配電 東京支店", ("霞送配電",)),
        ("霞送配電株式会社東京支店", ("霞送配電株式会社",)),
        ("Kestavel東京支店 営業部", ("Kestavel東京支店", "Kestavel")),
        ("株式会社ケスタベル 法人営業部", ("株式会社ケスタベル",)),
        ("Kestavel Tokyo Branch", ("Kestavel",)),
        ("ケスタベル御中", ("ケスタベル",)),
        ("ケスタベル 様", ("ケスタベル",)),
        ("ヴィレルム大統領", ("ヴィレルム",)),
        ("Kestavel Co., Ltd., 5 Nowhere Street, Port Aoba", ("Kestavel Co., Ltd",)),
        ("山彦软件有限公司　某市某区", ("山彦软件有限公司",)),
        ("青葉電機（東京）", ("青葉電機",)),
    ],
)
def test_a_field_holds_other_names(field: str, names: tuple[str, ...]):
    assert fields_of(field) == names


@pytest.mark.parametrize(
    "field",
    [
        "",
        "様",
        "第一工場",
        "株式会社青葉総合研究所",
        "Kestavel GmbH & Co. KG",
        "S.A. Kestavel",
        "青葉部",
        "（（（（",
        "(株)",
        "A" * 100_000 + "（",
    ],
)
def test_a_name_alone_holds_no_other(field: str):
    assert fields_of(field) == ()
