"""Makes Django ready from the environment, and the tables up to date."""

from __future__ import annotations

import os

from pydantic import ValidationError

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.portal.settings.environment import Environment, environment

SETTINGS = "sekisho.portal.settings.django"


def make_ready() -> Environment:
    """Loads the settings; the data folder is made when it is not there.

    Raises `UsageError` that names the variable, or the folder, that cannot be used.
    """
    here = read_environment()
    try:
        here.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        said = message("portal.run.no_folder", folder=str(here.data), said=error.strerror or "")
        raise UsageError(said, hint=message("portal.run.no_folder.remedy")) from error
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django  # noqa: PLC0415 (after the environment is known)

    django.setup()
    return here


def read_environment() -> Environment:
    """Reads the variables; raises `UsageError` that names the first one that cannot be used."""
    try:
        return environment()
    except ValidationError as error:
        first = error.errors()[0]
        name = "SEKISHO_" + "_".join(str(part) for part in first["loc"]).upper()
        said = message("portal.run.variable", name=name, said=first["msg"])
        raise UsageError(said, hint=message("portal.run.variable.remedy")) from error


def bring_up_to_date() -> None:
    """Makes the tables and the static files what this version needs."""
    from django.core.management import call_command  # noqa: PLC0415 (after make_ready)

    from sekisho.portal.cases.append_only import require_guards  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    require_guards()
    collect_files()


def collect_files() -> None:
    """Lays out the styles and scripts that the pages ask for."""
    from django.core.management import call_command  # noqa: PLC0415 (after make_ready)

    call_command("collectstatic", verbosity=0, interactive=False)


def steps_behind() -> int:
    """Gives how many changes of the tables this version needs that were not made yet.

    Raises `UsageError` when the database does not answer, or was made by a newer version.
    """
    from django.db import OperationalError, connection  # noqa: PLC0415 (after make_ready)
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        executor = MigrationExecutor(connection)
        known = set(executor.loader.disk_migrations)
        done = set(executor.loader.applied_migrations)
        apps = {app for app, _ in known}
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        said = str(error).strip().partition("\n")[0]
        raise UsageError(
            message("portal.run.no_database", said=said),
            hint=message("portal.run.no_database.remedy"),
        ) from error
    if any(app in apps for app, _ in done - known):
        raise UsageError(message("portal.run.newer"), hint=message("portal.run.newer.remedy"))
    return len(plan)
