"""For those who write rule packs: cases, comparison, checks, drafts."""
