"""Filings: YAML, JSON and the bilingual workbook, read into one model and written from it."""

from sekisho.read.filing.document import read_filing

__all__ = ["read_filing"]
