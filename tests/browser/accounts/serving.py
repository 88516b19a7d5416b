"""Serves a portal with one steward on loopback, for the browser: in a process of its own."""

from __future__ import annotations

import sys

from sekisho.portal.running.setup import bring_up_to_date, make_ready

PHRASE = "七色の鍵 for Kasumi 42"


def main() -> None:
    """Makes the tables and the people, says where it serves, and serves until it is ended."""
    make_ready()
    bring_up_to_date()
    from django.core.servers.basehttp import (  # noqa: PLC0415 (after Django is ready)
        ThreadedWSGIServer,
        WSGIRequestHandler,
    )
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    from sekisho.portal.accounts.models import Membership, User  # noqa: PLC0415
    from tests.samples.people import settle  # noqa: PLC0415

    people = settle()
    for name in ("steward", "keeper"):
        user = User.objects.create_user(f"{name}@example.invalid", PHRASE, name=f"関 {name}")
        Membership.objects.create(user=user, organisation=people.places["kasumi"], role="steward")
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
