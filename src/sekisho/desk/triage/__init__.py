"""Triage: a month's updates sorted into what must be filed and what must not, each with a memo."""
