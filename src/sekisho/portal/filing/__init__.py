"""The operator's side: drafts, evidence, submitting, answering."""
