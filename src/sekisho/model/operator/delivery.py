"""What a vendor sent: each file as it was observed, and what the operator states about all of it."""

from __future__ import annotations

from typing import Literal, get_args

from sekisho.model.errors import Defect
from sekisho.model.values.record import Record

ColumnField = Literal[
    "name",
    "version",
    "supplier",
    "maker",
    "group",
    "purl",
    "cpe",
    "licence",
    "sha256",
    "sha1",
    "sha512",
]
COLUMN_FIELDS: tuple[ColumnField, ...] = get_args(ColumnField)
FileState = Literal["read", "opened", "guessed", "hashed", "refused"]


class Arrived(Record, frozen=True, kw_only=True):
    """A file of a delivery and what was done with it.

    `kind` is a word of ours, told from the first bytes (`mail`, `zip`, `pdf`, `elf`). `state`:
    `read` as an SBOM, `opened` for the files within, `guessed` for a table that nobody confirmed,
    `hashed` and no more, or `refused`.
    """

    path: str
    kind: str
    state: FileState = "hashed"
    defects: tuple[Defect, ...] = ()


class ColumnGuess(Record, frozen=True, kw_only=True):
    """What the columns of a table seem to mean; used for nothing until somebody confirms it.

    `columns` pairs a field of a package with the heading as it stands in row `row` of the sheet.
    """

    path: str
    sheet: str = ""
    row: int = 1
    columns: tuple[tuple[str, str], ...] = ()


class NamedColumn(Record, frozen=True, kw_only=True):
    """A column of a vendor's tables: what it means, and how it is headed."""

    field: ColumnField
    heading: str


class Columns(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/columns/1"):
    """How a vendor heads the columns of its tables, as a person confirmed it.

    `sheet` names the sheet; empty, the first one with all the headings counts.
    """

    vendor: str = ""
    sheet: str = ""
    columns: tuple[NamedColumn, ...] = ()


class Delivery(Record, frozen=True, kw_only=True):
    """A vendor's parcel: its files by path, and what the operator states of the product.

    `columns` is how tables were read as SBOMs, as somebody confirmed it.
    """

    files: tuple[Arrived, ...] = ()
    guesses: tuple[ColumnGuess, ...] = ()
    columns: Columns | None = None
    product: str = ""
    vendor: str = ""
    version: str = ""


class DeliveryNote(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/delivery/1"):
    """What the operator states of a delivery (`delivery.yaml`): which product came from whom.

    `in_service` is the path of the SBOM, within the delivery, of what is in service today.
    """

    product: str = ""
    vendor: str = ""
    version: str = ""
    in_service: str = ""
