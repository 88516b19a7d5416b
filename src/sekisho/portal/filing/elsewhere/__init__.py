"""Filings with authorities that do not run this portal: the package, and dates entered by hand."""
