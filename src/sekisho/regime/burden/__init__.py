"""The burden of a case: what its filings ask for, and for how long it waits."""
