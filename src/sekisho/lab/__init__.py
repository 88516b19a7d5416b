"""The lab: what a draft of the law would have done to past cases."""
