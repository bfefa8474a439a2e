"""The columns of a file of institutions, as Danish municipalities name them."""

from backend.common.csv_cells import (
    degrees_cell,
    phone_cell,
    postcode_cell,
    text_cell,
    uuid_cell,
)
from backend.common.csv_rows import Column, Fault, Row, Sheet, headers_of, once, read_sheet
from institutions.rules.places import institution_faults

SHORT_NAME_LENGTH = 18
INSTITUTION_COLUMNS = (
    Column("external_uuid", ("UUID", "Eksternt UUID", "Id"), uuid_cell),
    Column("department", ("Afdeling",), text_cell(120), required=True),
    Column("name", ("Institution", "Navn"), text_cell(120), required=True),
    Column("short_name", ("Kort navn", "Kortnavn"), text_cell(SHORT_NAME_LENGTH)),
    Column("field", ("Virkefelt", "Område"), text_cell(40)),
    Column("address", ("Adresse", "Vej"), text_cell(120), required=True),
    Column("postcode", ("Postnr", "Postnr.", "Postnummer"), postcode_cell, required=True),
    Column("latitude", ("Breddegrad", "Latitude"), degrees_cell),
    Column("longitude", ("Længdegrad", "Longitude"), degrees_cell),
    Column("contact_name", ("Kontaktperson",), text_cell(80), required=True),
    Column("contact_phone", ("Telefon", "Kontakttelefon"), phone_cell, required=True),
    Column("deputy_name", ("Stedfortræder",), text_cell(80)),
    Column("insurance_text", ("Forsikring",), text_cell(300)),
    Column("expenses_text", ("Udgifter",), text_cell(300)),
)


def read_institutions(data: bytes) -> Sheet:
    """The rows of a file, each ready to be kept; a UUID or a name twice is a fault."""
    sheet = read_sheet(data, INSTITUTION_COLUMNS)
    sheet.rows = [row for row in sheet.rows if _is_complete(sheet, row)]
    once(sheet, "external_uuid", "UUID")
    once(sheet, "name", "Institution")
    return sheet


def _is_complete(sheet: Sheet, row: Row) -> bool:
    """A name short enough for an SMS is its own short name."""
    name = row.values["name"]
    if "short_name" not in row.values and len(name) <= SHORT_NAME_LENGTH:
        row.values["short_name"] = name
    headers = headers_of(INSTITUTION_COLUMNS)
    faults = institution_faults(row.values)
    sheet.faults.extend(
        Fault(row.line, headers[field], text) for field, texts in faults.items() for text in texts
    )
    return not faults
