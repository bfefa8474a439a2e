"""The reports say what the page says: read back from PDF, workbook and rows."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from institutions.models import Department
from tests.cast import Cast
from tests.volunteers.figures.stage import CLOSED_AT, MANY, closed_quarter, decided, second_place


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Three weeks after the quarter was closed."""
    with time_machine.travel(CLOSED_AT + timedelta(days=20), tick=False):
        yield


@pytest.fixture
def page(cast: Cast, client: Client) -> list[tuple[str, str]]:
    """The figures as the page shows them, the formula in a department's name included."""
    Department.objects.filter(pk=cast.elsewhere.department_id).update(name="=Kultur+1")
    second_place(cast)
    for code in ("K01", "K06", "K08", "K10"):
        decided(cast, code)
    client.force_login(cast.coordinator)
    lines = client.get("/tal/").context["report"].lines
    return [
        (name, card.value)
        for line in lines
        for name, card in [(line.card.indicator.name, line.card), *line.departments]
    ]


def test_the_pdf_is_tagged_and_says_what_the_page_says(
    page: list[tuple[str, str]], client: Client
) -> None:
    found = PdfReader(io.BytesIO(client.get("/tal/rapport.pdf").content))

    root = found.trailer["/Root"]
    words = " ".join(sheet.extract_text() for sheet in found.pages)
    assert (root["/Lang"], "/StructTreeRoot" in root) == ("da", True)
    assert [f"{name} {value}" for name, value in page if f"{name} {value}" not in words] == []
    assert f"Side 1 af {len(found.pages)}" in words
    assert "KLE 81.50.05 · Tal for frivilligindsatsen, 3. kvartal 2026 · 01-11-2026" in words
    assert "pladser, hvor en frivillig mødte frem" in words
    assert "Tallene er fra mandag den 12. oktober 2026." in words


def test_the_drawings_of_the_pdf_are_said_in_words(
    page: list[tuple[str, str]], client: Client
) -> None:
    found = PdfReader(io.BytesIO(client.get("/tal/rapport.pdf").content))

    said = spoken(found.trailer["/Root"]["/StructTreeRoot"])
    assert [words.split(".")[0] for words in said] == [
        "Kurve over dækningsgrad uge for uge",
        "Kurve over fremmøde uge for uge",
        "Kurve over aktive frivillige uge for uge",
        "Kurve over frivilligtimer uge for uge",
    ]
    assert "uge 28: 80 %, uge 29: 60 %, uge 30: Ingen data" in said[0]
    assert said[0].endswith("Mål: mindst 80 %.")


def spoken(node: Any) -> list[str]:
    """The words of the pictures below a node of the tags, in order."""
    one = node.get_object()
    if not isinstance(one, dict):
        return [words for child in one for words in spoken(child)] if isinstance(one, list) else []
    own = [str(one["/Alt"])] if one.get("/S") == "/Figure" else []
    return own + (spoken(one["/K"]) if "/K" in one else [])


def test_the_workbook_has_tables_a_chart_and_the_same_numbers(
    page: list[tuple[str, str]], client: Client
) -> None:
    book = load_workbook(io.BytesIO(client.get("/tal/rapport.xlsx").content))

    criteria, departments = book["Kriterier"], book["Afdelinger"]
    rows = {row[1]: row for row in criteria.iter_rows(min_row=2, max_row=5, values_only=True)}
    places = list(departments.iter_rows(min_row=2, values_only=True))
    tables = [list(sheet.tables) for sheet in book]
    assert tables == [["Kriterier"], ["Afdelinger"], ["Definitioner"]]
    assert len(criteria._charts) == 1
    assert book.properties.keywords == "KLE 81.50.05"
    whole = dict(page)
    assert (whole["Dækningsgrad"], rows["Dækningsgrad"][2]) == ("70 %", 0.7)
    assert dict_number(page, "Aktive frivillige") == rows["Aktive frivillige"][2]
    assert {row[1] for row in places} >= {"=Kultur+1", "Ældre"}


def test_the_rows_open_in_a_danish_spreadsheet(page: list[tuple[str, str]], client: Client) -> None:
    content = client.get("/tal/rapport.csv").content

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[2] == ["KLE", "81.50.05"]
    hours = [row for row in rows if row[:1] == ["K10"]]
    whole, *parts = (float(row[4].replace(",", ".")) for row in hours)
    assert sum(parts) == whole == dict_number(page, "Frivilligtimer")
    assert {row[3] for row in hours} == {"3. kvartal 2026", "Ældre", "'=Kultur+1"}


def test_departments_add_up_when_people_came_to_several(
    page: list[tuple[str, str]], client: Client
) -> None:
    line = client.get("/tal/").context["report"].lines[2]

    names = [name for name, _ in line.departments]
    values = [card.figure.value for _, card in line.departments]
    assert names[-1] == "Med flere steder"
    assert sum(values) == line.card.figure.value == MANY


def test_the_years_report_is_one_click_and_shows_its_quarters(cast: Cast, client: Client) -> None:
    closed_quarter(cast)
    client.force_login(cast.coordinator)

    found = PdfReader(io.BytesIO(client.get("/tal/rapport.pdf?periode=2026").content))

    words = " ".join(sheet.extract_text() for sheet in found.pages)
    assert "Hele 2026" in words
    assert "3. kvartal" in words
    assert "det kommer, når alle fire kvartaler er lukket" in words.replace("\n", " ")
    assert client.get("/tal/rapport.pdf?periode=2019").status_code == 404


def dict_number(page: list[tuple[str, str]], name: str) -> float:
    """The number of "256 timer" as a number."""
    return float(dict(page)[name].split()[0].replace(".", "").replace(",", "."))
