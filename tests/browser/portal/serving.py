"""A whole portal in one process, for a browser: `python serving.py PORT`.

It makes its tables and fictional people, starts the worker, says `ready`, and serves until it is
killed. Everything else comes from the environment, as on any site.
"""

from __future__ import annotations

import sys
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

PASSWORD = "only-for-tests-0123456789"  # noqa: S105 (of fictional people on loopback)
PEOPLE = (
    ("filer", "白瀬 ひかり", "operator", "霞送配電株式会社", "Kasumi Grid", ""),
    ("examiner", "霧島 しらべ", "authority", "架空の審査室", "Fictional office", "meti"),
    ("decider", "竜田 さだめ", "authority", "架空の審査室", "Fictional office", "meti"),
    ("steward", "守谷 おさむ", "authority", "架空の審査室", "Fictional office", "meti"),
)


class Threaded(ThreadingMixIn, WSGIServer):
    """Answers several requests at once, as a browser asks."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def people() -> None:
    """Makes who the stories need, all with one password."""
    from sekisho.portal.accounts.models import Membership, Organisation, User  # noqa: PLC0415

    for role, name, kind, place, place_en, authority in PEOPLE:
        where, _ = Organisation.objects.get_or_create(
            name=place,
            defaults={
                "kind": kind,
                "name_en": place_en,
                "authority": authority,
                "fictional": True,
            },
        )
        user = User.objects.create_user(f"{role}@example.invalid", PASSWORD, name=name)
        Membership.objects.create(user=user, organisation=where, role=role)


def main(port: int) -> None:
    """Serves."""
    from sekisho.portal.running.setup import bring_up_to_date, make_ready  # noqa: PLC0415

    make_ready()
    bring_up_to_date()
    people()
    from sekisho.portal.work import worker  # noqa: PLC0415
    from sekisho.portal.wsgi import application  # noqa: PLC0415

    threading.Thread(target=worker.run, args=(threading.Event(),), daemon=True).start()
    with make_server("127.0.0.1", port, application, Threaded, Quiet) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
