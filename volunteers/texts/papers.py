"""The words an agreement and a declaration begin with; the coordinator edits them."""

import json
from functools import cache
from pathlib import Path


def shipped_paper(kind: str, *, association: str, municipality: str) -> str:
    """The text of this kind with both names in it; KeyError for an unknown kind."""
    return _texts()[kind].replace("{forening}", association).replace("{kommune}", municipality)


@cache
def _texts() -> dict[str, str]:
    source = Path(__file__).with_name("papers.da.json")
    texts: dict[str, str] = json.loads(source.read_text(encoding="utf-8"))
    return texts
