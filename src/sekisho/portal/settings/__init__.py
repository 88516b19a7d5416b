"""The settings of Django: everything that differs between sites comes from the environment."""
