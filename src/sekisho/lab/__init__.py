"""The lab: what a draft law would have done to past cases, and what it would ask."""
