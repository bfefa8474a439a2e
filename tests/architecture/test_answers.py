"""Every route's answer: the headers a browser needs, no cache that keeps it, no file that runs."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from institutions.models import Department, Institution, Task
from tests.architecture.packages import module_name, source_files
from tests.architecture.routes import ADMIN, Route, routes
from tests.architecture.test_routes import address, make_stage
from volunteers.models import Association, Volunteer

EVERYWHERE = {
    "X-Content-Type-Options": {"nosniff"},
    "X-Frame-Options": {"DENY"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
    "Referrer-Policy": {"same-origin", "no-referrer"},
}
POLICY = ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
# Says itself how long it may be kept, and holds nothing of anybody.
KEPT = {"colours", "municipality_colours", "api:docs_script"}
SPREADSHEETS = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
# The one module that writes rows of CSV.
WRITES_ROWS = "backend.common.csv_out"
RUNS = ("=", "+", "-", "@", "\t", "\r")


def answers(client: Client, rows: dict[str, Any]) -> Iterator[tuple[Route, HttpResponse]]:
    """What each route answers to a look; a personal link's with a key that opens nothing."""
    held = {**rows, "token": "x" * 22, "uidb36": "1", "key": "x", "key_id": "x", "slug": "x"}
    for route in routes():
        if route.name.endswith("None"):
            # The API's addresses have no names.
            where = "" if "<" in route.address else f"/{route.address}"
        elif not route.name.startswith(ADMIN) and route.takes <= set(held):
            where = address(route, held)
        else:
            where = ""
        if where:
            yield route, client.get(where)  # type: ignore[misc]


def faults(route: Route, answer: HttpResponse) -> list[str]:
    """What is wrong with an answer's headers."""
    told = answer.headers
    found = [name for name, right in EVERYWHERE.items() if told.get(name) not in right]
    policy = told.get("Content-Security-Policy", "")
    found += [part for part in POLICY if part not in policy]
    found += [word for word in ("unsafe-inline", "unsafe-eval", "http:", "*") if word in policy]
    if "camera=()" not in told.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    kept_by_nobody = {"no-store", "private"} & set(told.get("Cache-Control", "").split(", "))
    if route.name not in KEPT and not kept_by_nobody:
        found.append("Cache-Control")
    if answer.content and "charset" not in told["Content-Type"] and _is_text(told["Content-Type"]):
        found.append("Content-Type without charset")
    return found


def _is_text(kind: str) -> bool:
    return kind.startswith(("text/", "application/xml"))


def cells(answer: HttpResponse) -> list[str]:
    """The cells of a file of rows; of a workbook, those that a spreadsheet would reckon."""
    if answer.content.startswith(b"PK"):
        book = load_workbook(io.BytesIO(answer.content))
        grid = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        return [str(cell.value) for cell in grid if cell.data_type == "f"]
    text = answer.content.decode("utf-8-sig")
    return [
        cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row
    ]


def give_names_that_run() -> None:
    """Every name that a person can write begins as a formula does."""
    for model, field in (
        (Institution, "name"),
        (Department, "name"),
        (Association, "name"),
        (Task, "title"),
        (Volunteer, "first_name"),
    ):
        model.objects.update(**{field: Concat(Value("=1+"), F(field))})  # type: ignore[attr-defined]


def test_every_route_answers_with_the_right_headers_and_files_in_which_nothing_runs(
    db: None, client: Client
) -> None:
    cast, _, rows = make_stage()
    give_names_that_run()
    client.force_login(cast.coordinator)

    seen = list(answers(client, rows))

    wrong = {route.name: found for route, answer in seen if (found := faults(route, answer))}
    assert wrong == {}
    files = [
        (route.name, cell)
        for route, answer in seen
        if answer.headers.get("Content-Type", "").startswith(SPREADSHEETS)
        for cell in cells(answer)
    ]
    assert [(name, cell) for name, cell in files if cell.startswith(RUNS)] == []
    assert any(cell.startswith("'=") for _name, cell in files)
    assert len(seen) >= 150


def test_control_an_answer_without_headers_is_found() -> None:
    bare = HttpResponse("<p>Hej</p>", content_type="text/html")

    assert len(faults(routes()[0], bare)) == len(EVERYWHERE) + len(POLICY) + 3


def lets_run(source: str) -> bool:
    """Whether a module writes rows by itself, or a workbook in which text may be a formula."""
    if any(mark in source for mark in ("csv.writer(", "csv.DictWriter(", "openpyxl import Work")):
        return True
    return "xlsxwriter.Workbook(" in source and '"strings_to_formulas": False' not in source


def test_rows_are_written_in_one_place_and_workbooks_hold_no_formulas_of_peoples() -> None:
    found = [module_name(path) for path in source_files() if lets_run(path.read_text("utf-8"))]

    assert found == [WRITES_ROWS]


@pytest.mark.parametrize("planted", ["csv.writer(answer)", "xlsxwriter.Workbook(out)"])
def test_control_a_planted_writer_is_found(planted: str) -> None:
    assert lets_run(planted)


@pytest.mark.django_db
def test_a_request_that_is_too_large_is_refused_unread(client: Client) -> None:
    answer = client.post("/konto/log-ind", {"login": "x"}, CONTENT_LENGTH="25000001")

    assert answer.status_code == 413
