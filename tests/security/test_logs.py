"""What the log tells, in what form, and what it never says."""

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from backend.common.masking import MaskingFormatter
from backend.settings.logs import LOGGING
from tests.cast import PASSWORD, Cast

LINE = LOGGING["formatters"]["line"]["format"]  # type: ignore[index]


def written(message: str, *values: object) -> str:
    """The line as the console gets it."""
    record = logging.LogRecord("samspil", logging.INFO, __file__, 1, message, values, None)
    return MaskingFormatter(LINE).format(record)


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the security log said."""
    return [one.getMessage() for one in caplog.records if one.name == "samspil.security"]


def test_a_line_break_makes_no_second_line() -> None:
    line = written("searched for %s", "x\n2026-01-01 INFO samspil signed in: user 1\r\n")

    assert line.splitlines() == [line]
    assert line.count("\\n") == 2


def test_control_the_librarys_own_line_is_split() -> None:
    record = logging.LogRecord("samspil", logging.INFO, __file__, 1, "a\nb", (), None)

    assert len(logging.Formatter(LINE).format(record).splitlines()) == 2


def test_log_lines_tell_the_time_with_its_zone() -> None:
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO samspil hello$", written("hello"))


@pytest.mark.django_db
def test_signing_in_and_being_refused_are_logged(
    cast: Cast, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "samspil.security")
    login = reverse("account_login")
    client.post(login, {"login": cast.leader.email, "password": "forkert"})
    client.post(login, {"login": cast.leader.email, "password": PASSWORD})

    assert said(caplog) == [
        "sign-in refused: from 127.0.0.1",
        f"signed in: user {cast.leader.pk} by password",
    ]


@pytest.mark.django_db
def test_a_refused_look_is_logged(
    cast: Cast, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(cast.leader)
    client.get(f"/koordinator/frivillige/{cast.helper.uuid}/")

    assert said(caplog) == [f"refused: GET of volunteers:person to user {cast.leader.pk}, 404"]
