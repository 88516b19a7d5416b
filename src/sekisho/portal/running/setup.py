"""Makes Django ready from the environment, and the tables up to date."""

from __future__ import annotations

import os

from sekisho.portal.settings.environment import Environment, environment

SETTINGS = "sekisho.portal.settings.django"


def make_ready() -> Environment:
    """Loads the settings; the data folder is made when it is not there."""
    here = environment()
    here.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django  # noqa: PLC0415 (after the environment is known)

    django.setup()
    return here


def bring_up_to_date() -> None:
    """Makes the tables and the static files what this version needs."""
    from django.core.management import call_command  # noqa: PLC0415 (after make_ready)

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
