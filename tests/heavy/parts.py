"""Which files of tests/heavy measure which promises, so that a part of them can be run alone."""

import re
from collections.abc import Iterable
from pathlib import Path

_MEASURED = re.compile(r'^ +keep_figure\(\s*"(\w+)"', re.MULTILINE)


def measured_in(source: str) -> set[str]:
    """The promises that the source of one test keeps a figure of; none for one that only tests."""
    return set(_MEASURED.findall(source))


def files_measuring(promises: Iterable[str], folder: Path) -> list[Path]:
    """The tests of the folder to run for these; refuses a promise that none of them measures."""
    asked, found = set(promises), {}
    for file in sorted(folder.glob("test_*.py")):
        if wanted := asked & measured_in(file.read_text("utf-8")):
            found[file] = wanted
    if unknown := asked.difference(*found.values()):
        raise ValueError(f"no test measures {', '.join(sorted(unknown))}")
    return list(found)
