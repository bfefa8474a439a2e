"""Every action that somebody does leaves an audit row, itself or through the action it calls."""

import ast

from tests.architecture.packages import module_name, source_files, tree

ACTIONS = ("institutions.actions", "volunteers.actions")


def deeds() -> dict[str, set[str]]:
    """Public actions (they take ``by`` and ``at``) and the names they call, whichever module."""
    found: dict[str, set[str]] = {}
    for path in source_files():
        if module_name(path).startswith(ACTIONS):
            for node in tree(path).body:
                if isinstance(node, ast.FunctionDef):
                    found[node.name] = calls(node)
    return found


def calls(node: ast.FunctionDef) -> set[str]:
    """The names a function calls."""
    return {
        call.func.id if isinstance(call.func, ast.Name) else call.func.attr
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute)
    }


def records(name: str, known: dict[str, set[str]], seen: frozenset[str] = frozenset()) -> bool:
    """Whether the function writes an audit row, directly or through what it calls."""
    if name in seen or name not in known:
        return False
    return "record" in known[name] or any(
        records(called, known, seen | {name}) for called in known[name]
    )


def actors() -> set[str]:
    """Public functions that are told who acts and when."""
    return {
        node.name
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

    silent = sorted(name for name in actors() if not records(name, known))

    assert silent == []


def test_control_a_silent_action_is_found() -> None:
    planted = ast.parse("def hide_task(*, task, by, at):\n    task.save()\n").body[0]
    assert isinstance(planted, ast.FunctionDef)

    assert not records("hide_task", {**deeds(), "hide_task": calls(planted)})
    assert "hide_task" not in deeds()
