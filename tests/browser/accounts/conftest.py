"""Django is made ready before the tests that import its tables are collected."""

from tests.samples.sites import make_django_ready

make_django_ready()
