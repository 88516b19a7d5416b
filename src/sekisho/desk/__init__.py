"""The desk of an operator: the month's updates, the dates to plan by, the package to send."""
