"""Advisories and signals of exploitation: OSV, KEV and EPSS as they are published."""
