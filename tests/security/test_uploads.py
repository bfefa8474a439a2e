"""A file is what its name says, small when it is unpacked, and reads nothing of the server's."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from backend.common.csv_rows import read_lines
from backend.common.xlsx_rows import spreadsheet_lines
from backend.web.import_forms import ImportForm
from tests.common.spreadsheets import spreadsheet

BOOK = spreadsheet(["Navn"], ["Bo"])
SHEET = "xl/worksheets/sheet1.xml"
_OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def chosen(name: str, data: bytes) -> ImportForm:
    """The form with a file."""
    return ImportForm(files={"file": SimpleUploadedFile(name, data)})


def changed(part: str, words: bytes) -> bytes:
    """The workbook with one part of it written anew."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(BOOK)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.infolist():
            new.writestr(one.filename, words if one.filename == part else old.read(one.filename))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [("liste.xlsx", b"Navn;Mobil\n"), ("liste.csv", BOOK), ("liste.exe", BOOK), ("liste", BOOK)],
)
def test_a_file_of_another_content_than_its_name_is_refused(name: str, data: bytes) -> None:
    assert [one.code for one in chosen(name, data).errors.as_data()["file"]] == ["other_content"]


def test_control_a_file_that_is_what_it_says_is_taken() -> None:
    for name, data in (("liste.xlsx", BOOK), ("LISTE.XLSX", BOOK), ("liste.csv", b"Navn\nBo\n")):
        assert chosen(name, data).is_valid()


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread() -> None:
    large, many = BytesIO(), BytesIO()
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(SHEET, b"0" * 61_000_000)
    with zipfile.ZipFile(many, "w") as packed:
        for number in range(1_001):
            packed.writestr(f"{number}.xml", b"")

    for bomb in (large.getvalue(), many.getvalue()):
        assert len(bomb) < 1_000_000
        with pytest.raises(ValueError, match="fylder for meget"):
            spreadsheet_lines(bomb)


def test_a_workbook_cannot_read_the_servers_files() -> None:
    with zipfile.ZipFile(BytesIO(BOOK)) as old:
        sheet = old.read(SHEET)
    head, body = sheet.split(b"<worksheet", 1)
    words = head + _OUTSIDE + b"<worksheet" + body.replace(b"Bo", b"&e;")

    try:
        told = str(read_lines(changed(SHEET, words)))
    except ValueError:
        told = ""

    assert "root:" not in told
