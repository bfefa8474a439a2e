"""Every module has a line in the contract, and the sizes hold."""

import ast
from pathlib import Path

import pytest

from tests.architecture.packages import layers, module_name, source_files, tree

MOST_LINES = 250
LONGEST_FUNCTION = 40
LONGEST_DOOR = 25
DOORS = ("web", "jobs", "commands", "api")
BANNED_NAMES = {"utils", "helpers", "misc", "services", "managers", "common_utils"}
# Packages that hold only layers, and the packages themselves.
ROOTS = {"backend", "institutions", "volunteers"}


def unplaced(modules: list[str], lines: list[str]) -> list[str]:
    """Modules that stand below no line of the contract."""
    return [
        name
        for name in modules
        if name not in ROOTS
        and not any(name == line or name.startswith(f"{line}.") for line in lines)
    ]


def long_functions(path: Path, syntax: ast.Module) -> list[str]:
    """Functions over the limit; a door's limit is lower. Docstrings do not count."""
    limit = LONGEST_DOOR if set(path.parts) & set(DOORS) else LONGEST_FUNCTION
    found = []
    for node in ast.walk(syntax):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            has_words = ast.get_docstring(node) is not None
            first = node.body[1] if has_words and len(node.body) > 1 else node.body[0]
            length = (node.end_lineno or 0) - first.lineno + 1
            if length > limit:
                found.append(f"{module_name(path)}.{node.name}: {length}")
    return found


def test_every_module_has_a_line_in_the_contract() -> None:
    modules = [module_name(path) for path in source_files()]

    assert unplaced(modules, layers()) == []


def test_control_a_module_without_a_line_is_found() -> None:
    assert unplaced(["volunteers.extras.cache"], layers()) == ["volunteers.extras.cache"]


def test_modules_are_nouns_and_not_drawers_for_anything() -> None:
    names = {path.stem for path in source_files()} | {path.parent.name for path in source_files()}

    assert names & BANNED_NAMES == set()


def test_files_are_small() -> None:
    big = {
        module_name(path): lines
        for path in source_files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }

    assert big == {}


def test_functions_are_small_and_doors_smaller() -> None:
    found = [name for path in source_files() for name in long_functions(path, tree(path))]

    assert found == []


def test_control_a_long_door_is_found() -> None:
    body = "\n".join(f"    x{n} = {n}" for n in range(LONGEST_DOOR + 1))
    door = Path(*module_name(next(source_files())).split(".")[:1], "web", "planted.py")

    assert len(long_functions(door.absolute(), ast.parse(f"def view():\n{body}\n"))) == 1


@pytest.mark.parametrize("kind", ["module", "public name"])
def test_everything_public_says_what_it_is(kind: str) -> None:
    silent = []
    for path in source_files():
        syntax = tree(path)
        if kind == "module":
            if path.stat().st_size and ast.get_docstring(syntax) is None:
                silent.append(module_name(path))
            continue
        silent += [
            f"{module_name(path)}.{node.name}"
            for node in syntax.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and ast.get_docstring(node) is None
        ]

    assert silent == []
