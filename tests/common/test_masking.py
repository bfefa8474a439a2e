"""Log lines keep no key to a link and nobody's number or address."""

import logging

import pytest

from backend.common.masking import MaskingFormatter, mask

TOKEN = "k7Qm2xVb9TfRk7Qm2xVb9T"


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        (f"Not Found: /s/{TOKEN}", "Not Found: /s/***"),
        (f"GET /s/{TOKEN}/kalender.ics 200", "GET /s/***/kalender.ics 200"),
        (f"GET /kalender/{TOKEN}.ics", "GET /kalender/***.ics"),
        (f"GET /kalender/sted/{TOKEN}.ics", "GET /kalender/sted/***.ics"),
        ("GET /telefon/+4511223344", "GET /telefon/+***"),
        ("to +4511223344 by sms", "to +*** by sms"),
        ("Kontakt 12 34 56 78.", "Kontakt +***."),
        ("birgitte.hansen@example.test bounced", "***@*** bounced"),
        ("GET /frivillige/?q=Karen&side=2", "GET /frivillige/?q=***&side=2"),
        ("2026-11-22 05:11:17,229 WARNING tick", "2026-11-22 05:11:17,229 WARNING tick"),
    ],
)
def test_a_line_is_masked(line: str, masked: str) -> None:
    assert mask(line) == masked
    assert mask(masked) == masked


def test_a_traceback_is_masked_too() -> None:
    broken = ValueError(f"https://frivillig.test/s/{TOKEN}")
    record = logging.makeLogRecord({"msg": "broken", "exc_info": (ValueError, broken, None)})

    line = MaskingFormatter("%(message)s").format(record)

    assert line.count(TOKEN) == 0
    assert logging.Formatter("%(message)s").format(record).count(TOKEN) == 1
