"""What all tests share: the database of this run, and what makes a run repeatable."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.kept import Kept
from tests.prepared import drop_databases_of_killed_runs, prepared_name

if TYPE_CHECKING:
    from tests.cast import Cast

pytest_plugins = ["tests.chromium"]

# A busy machine is slow, not wrong: pytest-timeout ends what hangs.
hypothesis_settings.register_profile("samspil", deadline=None)
hypothesis_settings.load_profile("samspil")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Each run has a database named after its process, copied from the prepared one."""
    drop_databases_of_killed_runs()
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = prepared_name()


@pytest.fixture
def cast(db: None) -> "Cast":
    """One municipality ready to post needs; see tests/cast.py."""
    return _kept_cast().lay_down()


@cache
def _kept_cast() -> "Kept[Cast]":
    from tests.cast import make_cast

    return Kept(make_cast)


@pytest.fixture
def wsgi(db: None) -> Iterator[WSGIHandler]:
    """The service as a web server calls it, in the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
