"""The replay: past cases judged under two laws, plainly and quickly, and what differs."""
