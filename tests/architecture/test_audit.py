"""Every action that somebody does leaves an audit row, itself or through the action it calls."""

import ast
from typing import Any

from tests.architecture.packages import module_name, source_files, tree

ACTIONS = ("institutions.actions", "volunteers.actions")


# A function by the module it stands in, for private ones share their names.
Known = dict[tuple[str, str], set[str]]


def deeds() -> Known:
    """All functions of the actions' modules, and the names they call."""
    return {
        (module_name(path), node.name): calls(node)
        for path in source_files()
        if module_name(path).startswith(ACTIONS)
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
    }


def calls(node: ast.FunctionDef) -> set[str]:
    """The names a function calls."""
    return {
        call.func.id if isinstance(call.func, ast.Name) else call.func.attr
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute)
    }


def records(where: tuple[str, str], known: Known, seen: frozenset[Any] = frozenset()) -> bool:
    """Whether the function writes an audit row, directly or through what it calls."""
    if where in seen or where not in known:
        return False
    return bool({"record", "record_each"} & known[where]) or any(
        records(called, known, seen | {where})
        for name in known[where]
        for called in meant(name, where[0], known)
    )


def meant(name: str, module: str, known: Known) -> list[tuple[str, str]]:
    """The functions a name can mean in a module: its own first, else other modules' public ones."""
    if (module, name) in known:
        return [(module, name)]
    return [where for where in known if where[1] == name and not name.startswith("_")]


def actors() -> set[tuple[str, str]]:
    """Public functions that are told who acts and when."""
    return {
        (module_name(path), node.name)
        for path in source_files()
        if module_name(path).startswith(ACTIONS)
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        # A preview only looks, with the same eyes as the action it stands before.
        and not node.name.startswith(("_", "require_", "preview_"))
        and {"by", "at"} <= {arg.arg for arg in node.args.kwonlyargs}
    }


def test_every_action_is_recorded() -> None:
    known = deeds()

    silent = sorted(where for where in actors() if not records(where, known))

    assert silent == []


def test_control_a_silent_action_is_found() -> None:
    planted = ast.parse("def hide_task(*, task, by, at):\n    task.save()\n").body[0]
    assert isinstance(planted, ast.FunctionDef)

    planted_at = ("institutions.actions.planted", "hide_task")
    known = deeds()
    assert planted_at not in known
    assert not records(planted_at, {**known, planted_at: calls(planted)})
