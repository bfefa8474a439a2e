"""A Danish CSV file is read, and every fault in it is told with its line."""

import pytest

from backend.common.csv_cells import degrees_cell, phone_cell, text_cell
from backend.common.csv_rows import Column, Fault, Row, once, read_sheet

COLUMNS = (
    Column("name", ("Navn", "Institution"), text_cell(20), required=True),
    Column("phone", ("Mobil",), phone_cell),
    Column("latitude", ("Breddegrad",), degrees_cell),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_danish_letters_survive_every_encoding(encoding: str) -> None:
    data = "Navn;Mobil\r\nÅse Ørnæs;+45 20 12 34 56\r\n".encode(encoding)
    sheet = read_sheet(data, COLUMNS)
    assert sheet.rows == [Row(2, {"name": "Åse Ørnæs", "phone": "+4520123456"})]
    assert sheet.faults == []


def test_headers_stand_in_any_order_and_case_and_unknown_ones_are_named() -> None:
    sheet = read_sheet(b"MOBIL;Skonummer;navn\n20123456;43;Bo\n", COLUMNS)
    assert sheet.rows == [Row(2, {"phone": "+4520123456", "name": "Bo"})]
    assert sheet.unknown == ["Skonummer"]


def test_decimal_comma_and_a_decimal_full_stop() -> None:
    sheet = read_sheet(b"Navn;Breddegrad\nBo;56,2841\nIb;56.2841\n", COLUMNS)
    assert sheet.rows == [Row(2, {"name": "Bo", "latitude": 56.2841})]
    assert sheet.faults == [
        Fault(3, "Breddegrad", "Skriv tallet med komma som decimaltegn, for eksempel 1.234,5.")
    ]


def test_line_numbers_count_blank_lines_and_lines_within_quotes() -> None:
    sheet = read_sheet(b'Navn;Mobil\n"Bo\nBent";\n\n;;\nIb;12\n', COLUMNS)
    assert [row.line for row in sheet.rows] == [2]
    assert [fault.line for fault in sheet.faults] == [6]
    assert sheet.total == 2


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "Filen er tom. Vælg en fil med overskrifter og rækker."),
        (
            b"Navn,Mobil\nBo,20123456\n",
            "Der er ikke semikolon mellem kolonnerne. "
            "Gem filen igen som “CSV (semikolonsepareret)”, og prøv en gang til.",
        ),
        (
            b"PK\x03\x04rest",
            "Regnearket kan ikke læses. Gem det igen som Excel (.xlsx), og prøv en gang til.",
        ),
        (
            b"\xd0\xcf\x11\xe0rest",
            "Det er et gammelt regneark (.xls). Gem det som Excel (.xlsx) eller CSV.",
        ),
        (b"Mobil;Navn;navn\n", "Kolonnen er der to gange. Slet den ene."),
        (b"Mobil;Breddegrad\n", "Kolonnen mangler. Tilføj den, eller ret overskriften."),
        (b'Navn;Mobil\n"Bo;2012', "Linje 2 kan ikke læses: et anførselstegn mangler."),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(data: bytes, text: str) -> None:
    assert [fault.text for fault in read_sheet(data, COLUMNS).faults] == [text]


def test_an_empty_required_cell_and_a_cell_too_many() -> None:
    sheet = read_sheet(b"Navn;Mobil\n;20123456\nBo;20123456;x\n", COLUMNS)
    assert [str(fault) for fault in sheet.faults] == [
        "Linje 2, Navn: Feltet er tomt. Udfyld det.",
        "Linje 3: Rækken har flere celler, end der er overskrifter.",
    ]


def test_the_second_of_two_equal_values_is_named_with_the_first() -> None:
    sheet = read_sheet(b"Navn;Mobil\nBo;20123456\nIb;+45 20 12 34 56\n", COLUMNS)
    once(sheet, "phone", "Mobil")
    assert [row.line for row in sheet.rows] == [2]
    assert sheet.faults == [Fault(3, "Mobil", "Står også i linje 2. Slet den ene af de to.")]
