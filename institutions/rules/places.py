"""What an institution's and a municipality's fields must say before they can be kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from backend.common.refusals import Invalid

INSTITUTION_FIELDS = frozenset(
    {
        "name",
        "short_name",
        "field",
        "address",
        "postcode",
        "latitude",
        "longitude",
        "contact_name",
        "contact_phone",
        "deputy_name",
        "insurance_text",
        "expenses_text",
        "external_uuid",
    }
)
MUNICIPALITY_FIELDS = frozenset(
    {
        "slug",
        "name",
        "short_name",
        "sms_sender",
        "link_host",
        "phone",
        "email",
        "colour",
        "quiet_from",
        "quiet_until",
        "asks_per_week",
        "withdraw_cutoff_hours",
        "wave_hours",
        "sms_price_ore",
    }
)
_LONGEST: Mapping[str, int] = {
    "name": 120,
    "short_name": 18,
    "field": 40,
    "address": 120,
    "contact_name": 80,
    "deputy_name": 80,
    "insurance_text": 300,
    "expenses_text": 300,
}
_NEEDED: Mapping[str, str] = {
    "name": "Skriv institutionens navn.",
    "short_name": "Skriv et kort navn på højst 18 tegn. Det står i sms’en.",
    "address": "Skriv adressen, fx Søvej 2.",
    "contact_name": "Skriv, hvem man kan ringe til.",
    "contact_phone": "Skriv telefonnummeret til kontaktpersonen, fx 20 12 34 56.",
}
_POSTCODE_DIGITS = 4
_LATITUDES, _LONGITUDES = (54.4, 57.9), (8.0, 15.3)


def require_known(fields: Iterable[str], known: frozenset[str]) -> None:
    """Refuses a field nobody knows, named."""
    unknown = sorted(set(fields) - known)
    if unknown:
        raise Invalid("unknown_fields", f"Ukendte felter: {', '.join(unknown)}.")


def is_postcode(text: str) -> bool:
    """Four digits, as Danish postcodes have them."""
    return len(text) == _POSTCODE_DIGITS and text.isdecimal() and text.isascii()


def require_institution(values: Mapping[str, Any]) -> None:
    """Refuses gaps, over-long texts, a postcode that is none, and a place outside Denmark."""
    wrong = institution_faults(values)
    if wrong:
        raise Invalid("institution_incomplete", "Ret felterne, og prøv igen.", wrong)


def institution_faults(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Each field that cannot be kept, with a sentence that says what to do."""
    wrong: dict[str, list[str]] = {}
    for name, advice in _NEEDED.items():
        if not str(values.get(name) or "").strip():
            wrong[name] = [advice]
    for name, longest in _LONGEST.items():
        length = len(str(values.get(name) or ""))
        if length > longest:
            wrong[name] = [f"Højst {longest} tegn. Der er {length} nu."]
    if not is_postcode(str(values.get("postcode") or "")):
        wrong["postcode"] = ["Skriv postnummeret med fire cifre."]
    for name, span in (("latitude", _LATITUDES), ("longitude", _LONGITUDES)):
        value = values.get(name)
        if value is not None and not span[0] <= float(value) <= span[1]:
            wrong[name] = ["Stedet ligger uden for Danmark. Byt om på bredde- og længdegrad?"]
    if (values.get("latitude") is None) != (values.get("longitude") is None):
        wrong["latitude"] = ["Skriv både bredde- og længdegrad, eller ingen af dem."]
    return wrong
