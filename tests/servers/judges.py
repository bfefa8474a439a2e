"""Two judges of calendar files that are not ours: libical, and ical.js under Node.js."""

import ctypes
import ctypes.util
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_VEVENT = 4


@dataclass(frozen=True)
class Seen:
    """One event as a judge reads it; times are UTC instants."""

    uid: str
    sequence: int
    status: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Judged:
    """One file as a judge reads it."""

    method: str
    events: tuple[Seen, ...]


class _Time(ctypes.Structure):
    _fields_ = [
        *[(name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")],
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    ]


class Libical:
    """The C library's own parser and its check of what each METHOD demands."""

    def __init__(self) -> None:
        name = ctypes.util.find_library("ical")
        if name is None:
            _missing("libical was not found; apt-get install libical3")
        self._lib = ctypes.CDLL(name)
        for function in ("icalparser_parse_string", "icalcomponent_get_first_component"):
            getattr(self._lib, function).restype = ctypes.c_void_p
        self._lib.icalcomponent_get_next_component.restype = ctypes.c_void_p
        for function in ("icalcomponent_get_uid", "icalproperty_status_to_string"):
            getattr(self._lib, function).restype = ctypes.c_char_p
        self._lib.icalproperty_method_to_string.restype = ctypes.c_char_p
        for function in ("icalcomponent_get_dtstart", "icalcomponent_get_dtend"):
            getattr(self._lib, function).restype = _Time
        self._lib.icaltime_as_timet.restype = ctypes.c_long
        self._lib.icaltime_is_utc.argtypes = [_Time]
        self._lib.icaltime_as_timet.argtypes = [_Time]

    def read(self, content: bytes) -> Judged | None:
        """The file, or None when it has errors or breaks a rule of its METHOD."""
        root = self._lib.icalparser_parse_string(content)
        if not root:
            return None
        handle = ctypes.c_void_p(root)
        try:
            fine = self._lib.icalrestriction_check(handle) == 1
            if not fine or self._lib.icalcomponent_count_errors(handle):
                return None
            method = self._lib.icalcomponent_get_method(handle)
            text = self._lib.icalproperty_method_to_string(method).decode()
            return Judged(text, tuple(self._events(handle)))
        finally:
            self._lib.icalcomponent_free(handle)

    def _events(self, root: ctypes.c_void_p):
        event = self._lib.icalcomponent_get_first_component(root, _VEVENT)
        while event:
            handle = ctypes.c_void_p(event)
            status = self._lib.icalcomponent_get_status(handle)
            yield Seen(
                self._lib.icalcomponent_get_uid(handle).decode(),
                self._lib.icalcomponent_get_sequence(handle),
                self._lib.icalproperty_status_to_string(status).decode(),
                self._instant(self._lib.icalcomponent_get_dtstart(handle)),
                self._instant(self._lib.icalcomponent_get_dtend(handle)),
            )
            event = self._lib.icalcomponent_get_next_component(root, _VEVENT)

    def _instant(self, moment: _Time) -> datetime:
        return datetime.fromtimestamp(self._lib.icaltime_as_timet(moment), UTC)


def ical_js(contents: list[bytes]) -> list[Judged]:
    """The files as ical.js reads them, in the same order."""
    beside = Path(sys.executable).with_name("node")
    node = shutil.which("node") or (str(beside) if beside.exists() else None)
    if node is None:
        _missing("node was not found; ical.js cannot judge")
    lines = "\n".join(json.dumps(content.decode()) for content in contents)
    done = subprocess.run(
        [node, str(_HERE / "read_calendar.mjs")],
        input=lines,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        # A machine in another zone must read the same instants.
        env={**os.environ, "TZ": "America/St_Johns"},
    )
    assert done.returncode == 0, done.stderr
    return [_judged(json.loads(line)) for line in done.stdout.splitlines()]


def _judged(row: dict) -> Judged:
    return Judged(
        row["method"].upper(),
        tuple(
            Seen(
                event["uid"],
                event["sequence"],
                event["status"],
                datetime.fromisoformat(event["starts"]),
                datetime.fromisoformat(event["ends"]),
            )
            for event in row["events"]
        ),
    )


def _missing(reason: str) -> None:
    """Skips with the reason; fails where nothing may be skipped."""
    if os.environ.get("SAMSPIL_JUDGES") == "required":
        pytest.fail(reason)
    pytest.skip(reason)
