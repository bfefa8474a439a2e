"""docs/security.md says what is so: its numbers are the settings', its tests and files exist."""

import re
from pathlib import Path

from django.conf import settings

from backend.accounts.fence import FENCED_ROLE
from backend.accounts.walls import KEEPER_ROLE
from backend.common import xlsx_rows
from backend.web import sessions
from backend.web.headers import LARGEST_REQUEST
from backend.web.import_forms import LARGEST

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
WORDS = " ".join(TEXT.split())
HEADINGS = {
    *("Whom we guard against", "Walls", "Signing in", "Limits", "The database", "Keys"),
    *("Who we talk to", "Logs", "What takes long", "Libraries", "What is not done"),
}


def test_the_review_document_tells_the_settings_as_they_are() -> None:
    length = next(
        one["OPTIONS"]["min_length"]
        for one in settings.AUTH_PASSWORD_VALIDATORS
        if "MinimumLength" in one["NAME"]
    )
    told = (
        f"at least {length} characters of any kind",
        "5 wrong tries in 5 minutes",
        f"{sessions.IDLE.total_seconds() / 3600:.0f} hour idle",
        f"{sessions.WHOLE.total_seconds() / 3600:.0f} hours in all",
        f"{settings.ACCOUNT_REAUTHENTICATION_TIMEOUT // 60} minutes ago",
        f"{LARGEST_REQUEST // 1_000_000} MB, unread above",
        f"{LARGEST // 1_000_000} MB; {xlsx_rows._LARGEST_UNPACKED // 1_000_000} MB",
        f"{xlsx_rows._MOST_PARTS:,} parts unpacked",
        f"GRANT {FENCED_ROLE}, {KEEPER_ROLE} TO login",
    )

    assert [one for one in told if one not in WORDS] == []
    assert settings.ACCOUNT_RATE_LIMITS["login_failed"] == "20/m/ip,5/5m/key"


def test_the_review_document_names_every_wall() -> None:
    headings = set(re.findall(r"^## (.+)$", TEXT, re.MULTILINE))
    files = set(re.findall(r"`((?:tests|backend|volunteers|institutions|docs)/[\w/.]+\.\w+)", TEXT))
    links = {f"docs/{one}" for one in re.findall(r"\]\(([\w./-]+\.\w+)\)", TEXT)}

    assert headings == HEADINGS
    assert [one for one in files | links if not (ROOT / one).is_file()] == []
    assert len(files) >= 25


def test_control_a_file_that_is_not_there_is_found() -> None:
    assert not (ROOT / "tests/security/test_nothing.py").is_file()
