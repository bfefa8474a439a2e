"""Only actions write; only one place asks the time; the pure parts stand without Django."""

import ast
import subprocess
import sys
from importlib.util import find_spec

from tests.architecture.packages import ROOT, module_name, source_files, tree

WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "create_user",
}
# Where writing belongs: the actions, what we owe people, the audit row, and the models' own save.
WRITERS = (
    "institutions.actions",
    "volunteers.actions",
    "backend.messaging",
    "backend.webhooks",
    "backend.audit.log",
    # Who looked at whom, after the answer: docs/decisions/0006.
    "backend.audit.looks",
    "backend.accounts",
    "institutions.models",
    "volunteers.models",
    # The demo stands in for the provider's reports, and shares one password hash among its staff.
    "backend.management.demo.deliveries",
    "backend.management.demo.staff",
)
CLOCK_CALLS = {"now", "utcnow", "today"}
CLOCK = "backend.web.clock"
PURE = (
    "backend.common",
    "institutions.rules",
    "volunteers.rules",
    "volunteers.matching",
    "volunteers.invites",
    "volunteers.texts",
    "volunteers.success",
)
# The audit's bound: scipy comes with the optional group "fast".
NEEDS_SCIPY = {"volunteers.matching.bounds", "volunteers.matching.bound_programme"}


def writes_in(syntax: ast.Module) -> list[int]:
    """Lines where a queryset, manager or row is written."""
    return [
        node.lineno
        for node in ast.walk(syntax)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and _is_data(node.func.value)
    ]


def _is_data(target: ast.expr) -> bool:
    """`x.objects.create(…)`, `rows.filter(…).update(…)`, `row.save()`; not `a_dict.update(…)`."""
    text = ast.unparse(target)
    return ".objects" in text or ").filter(" in text or ".filter(" in text or _is_row(target)


def _is_row(target: ast.expr) -> bool:
    return isinstance(target, ast.Name | ast.Attribute) and ast.unparse(target).split(".")[-1] in {
        "task",
        "slot",
        "offer",
        "assignment",
        "volunteer",
        "person",
        "row",
        "instance",
        "obj",
    }


def asks_the_time(syntax: ast.Module) -> list[int]:
    """Lines that read the clock."""
    return [
        node.lineno
        for node in ast.walk(syntax)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCK_CALLS
        and ast.unparse(node.func.value).split(".")[-1] in {"datetime", "timezone", "date"}
    ]


def _outside(places: tuple[str, ...]) -> list[tuple[str, ast.Module]]:
    return [
        (name, tree(path))
        for path in source_files()
        if not (name := module_name(path)).startswith(places)
    ]


def test_only_actions_write() -> None:
    found = {name: lines for name, syntax in _outside(WRITERS) if (lines := writes_in(syntax))}

    assert found == {}


def test_control_a_write_in_a_door_is_found() -> None:
    planted = ast.parse(
        "Task.objects.create(x=1)\nTask.objects.filter(pk=1).update(x=1)\ntask.save()\n{}.update()"
    )

    assert writes_in(planted) == [1, 2, 3]


def test_one_place_asks_the_time() -> None:
    found = {name: lines for name, syntax in _outside((CLOCK,)) if (lines := asks_the_time(syntax))}

    assert found == {}


def test_control_a_clock_is_found() -> None:
    assert asks_the_time(ast.parse("timezone.now()\ndatetime.datetime.now()\ndate.today()")) == [
        1,
        2,
        3,
    ]


def import_without_django(modules: list[str]) -> subprocess.CompletedProcess[str]:
    """Imports modules in a process where Django cannot be found."""
    code = (
        "import sys\n"
        "class Block:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'django', 'psycopg', 'rest_framework', 'twilio'}:\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Block())\n"
        f"import importlib\nfor name in {modules!r}: importlib.import_module(name)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_pure_parts_import_without_django() -> None:
    pure = [
        name
        for path in source_files()
        if (name := module_name(path)).startswith(PURE)
        and (name not in NEEDS_SCIPY or find_spec("scipy"))
    ]

    run = import_without_django(pure)

    assert (run.returncode, run.stderr) == (0, "")


def test_control_a_module_that_needs_django_fails_there() -> None:
    assert import_without_django(["institutions.models"]).returncode == 1
