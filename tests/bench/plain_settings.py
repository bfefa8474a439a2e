"""The suite "pages": the tests' settings with the baseline; and a yes wakes the worker."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.plain_view"
MESSAGING_WAKES_PUMP = True
