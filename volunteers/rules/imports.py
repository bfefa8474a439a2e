"""The columns of a file of volunteers, as Danish municipalities name them."""

from backend.common.csv_cells import (
    date_cell,
    email_cell,
    list_cell,
    phone_cell,
    postcode_cell,
    text_cell,
    uuid_cell,
    whole_cell,
)
from backend.common.csv_rows import Column, Sheet, once, read_sheet


def languages_cell(cell: str) -> list[str]:
    """Codes of two letters with commas between: "en, de"."""
    codes = [code.lower() for code in list_cell(cell)]
    if any(len(code) != 2 or not code.isalpha() for code in codes):  # noqa: PLR2004 - ISO 639-1.
        raise ValueError("Skriv sprog med to bogstaver og komma imellem, for eksempel en, de.")
    return codes


VOLUNTEER_COLUMNS = (
    Column("external_uuid", ("UUID", "Eksternt UUID", "Id"), uuid_cell),
    Column("first_name", ("Fornavn",), text_cell(60), required=True),
    Column("last_name", ("Efternavn",), text_cell(80), required=True),
    Column("phone", ("Mobil", "Mobilnummer", "Telefon"), phone_cell, required=True),
    Column("email", ("E-mail", "Email", "Mail", "E-mailadresse"), email_cell),
    Column("postcode", ("Postnr", "Postnr.", "Postnummer"), postcode_cell, required=True),
    Column("radius_km", ("Radius km", "Radius", "Radius (km)"), whole_cell(1, 100)),
    Column("birth_year", ("Fødselsår",), whole_cell(1900, 2100)),
    Column("languages", ("Sprog",), languages_cell),
    Column("asks_per_week", ("Forespørgsler pr. uge",), whole_cell(1, 7)),
    Column("paused_until", ("Pause til",), date_cell),
    Column("certificate_ok_until", ("Børneattest i orden til",), date_cell),
    Column("kinds", ("Opgavetyper", "Opgavetype"), list_cell),
    Column("association", ("Forening",), text_cell(120)),
)


def read_volunteers(data: bytes) -> Sheet:
    """The rows of a file; a phone or a UUID that stands twice is a fault of the later line."""
    sheet = read_sheet(data, VOLUNTEER_COLUMNS)
    once(sheet, "external_uuid", "UUID")
    once(sheet, "phone", "Mobil")
    return sheet
