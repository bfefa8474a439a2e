"""The invented names and texts of the demo, and how much of them a telling uses."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Scale:
    """How big the town is and how far back its story goes; the tests tell a small one."""

    departments: int = 7
    institutions: int = 34
    people: int = 360
    associations: int = 12
    tasks: int = 72
    days_back: int = 91
    days_ahead: int = 14


@dataclass(frozen=True, slots=True)
class Address:
    """What tells one invented town from another in the same installation."""

    slug: str
    link_host: str
    # The part of a mail address after the @.
    mail: str


HERE = Address(slug="bogesund", link_host="127.0.0.1", mail="demo.invalid")


@cache
def read(name: str) -> dict[str, Any]:
    """The texts of a file in ``data``, such as ``town``; nobody may change what is given."""
    content: dict[str, Any] = json.loads((_DATA / f"{name}.da.json").read_text("utf-8"))
    return content
