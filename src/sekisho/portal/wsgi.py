"""The portal as a WSGI application."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from sekisho.portal.reading.apart import prepare

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.portal.settings.django")
application = get_wsgi_application()

from sekisho.portal.running.warm import warm  # noqa: E402 (needs Django made ready)

warm()
prepare()
