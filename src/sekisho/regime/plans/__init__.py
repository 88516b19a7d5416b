"""The plan that a filing is about: its own, or a cleared one with its changes laid over."""
