"""What the tests of pages share; Django is made ready before those that import its tables are collected."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import override_settings

from tests.samples.sites import make_django_ready

make_django_ready()


@pytest.fixture
def letters() -> Iterator[None]:
    """Holds the letters of one test in `mail.outbox`, which is empty when the test begins."""
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        yield
