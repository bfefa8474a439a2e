"""Every fault of the table in docs/messaging.md has a test of that name."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
DOCUMENT = TESTS.parent / "docs" / "messaging.md"
_ROW = re.compile(r"^\| ([^|]+) \| ([a-z0-9_/]+\.py)::(test_\w+) \|$", re.MULTILINE)
FEWEST = 50


def names_in(path: Path) -> set[str]:
    """The names of a file's test functions."""
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def missing(document: str) -> list[str]:
    """The faults whose test is not there."""
    return [
        fault for fault, file, name in _ROW.findall(document) if name not in names_in(TESTS / file)
    ]


def test_every_fault_is_injected_by_a_test() -> None:
    document = DOCUMENT.read_text("utf-8")
    table = document.split("| fault | injected by |\n|---|---|\n")[1]
    rows = [line for line in table.splitlines() if line.startswith("|")]

    assert len(_ROW.findall(document)) == len(rows) >= FEWEST
    assert missing(document) == []


def test_control_a_fault_without_a_test_is_found() -> None:
    planted = "| meteor | messaging/test_faults.py::test_a_meteor |\n"

    assert missing(planted) == ["meteor"]
