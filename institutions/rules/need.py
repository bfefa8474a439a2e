"""What a need must say before it can be kept (F06, F15): clear words, no citizen."""

from collections.abc import Mapping
from typing import Any

from backend.common.phones import parse_phone, show_phone
from backend.common.refusals import Invalid
from institutions.rules.words import personal_hits

# The free texts in which somebody could name a citizen.
_FREE_TEXTS = ("title", "sms_title", "description", "not_to_do", "meeting_place")
_REQUIRED: Mapping[str, str] = {
    "title": "Skriv, hvad opgaven hedder, fx “Følgeskab til koncert”.",
    "sms_title": "Skriv en kort titel på højst 21 tegn. Den står i sms’en.",
    "description": "Skriv med to-tre sætninger, hvad den frivillige skal gøre.",
    "not_to_do": "Skriv, hvad den frivillige ikke skal gøre, fx løfte eller give medicin.",
    "contact_name": "Skriv, hvem den frivillige kan ringe til.",
    "contact_phone": "Skriv telefonnummeret til kontaktpersonen.",
}
_LONGEST: Mapping[str, int] = {
    "title": 80,
    "sms_title": 21,
    "description": 1000,
    "not_to_do": 300,
    "meeting_place": 120,
    "contact_name": 80,
}
# These count double in an SMS, and the title is counted to the sign.
_WIDE_SIGNS = frozenset("[]{}~^|\\€")
_PHONE_ROOM = 11
YOUNGEST, OLDEST_MINIMUM = 15, 99


def require_need(values: Mapping[str, Any]) -> None:
    """Refuses gaps, over-long texts, an age limit under 15, and anything that names a citizen."""
    fields: dict[str, list[str]] = {}
    for name, advice in _REQUIRED.items():
        if not str(values.get(name, "")).strip():
            fields.setdefault(name, []).append(advice)
    for name, longest in _LONGEST.items():
        length = len(str(values.get(name, "")))
        if length > longest:
            fields.setdefault(name, []).append(f"Højst {longest} tegn. Der er {length} nu.")
    for name in _FREE_TEXTS:
        for hit in personal_hits(str(values.get(name, ""))):
            fields.setdefault(name, []).append(hit.text)
    if _WIDE_SIGNS & set(str(values.get("sms_title", ""))):
        fields.setdefault("sms_title", []).append(
            "Tegnene [ ] { } ~ ^ | \\ € kan ikke bruges i sms."
        )
    phone = str(values.get("contact_phone", ""))
    if phone and not _fits_an_sms(phone):
        fields.setdefault("contact_phone", []).append("Skriv et dansk nummer på otte cifre.")
    if not YOUNGEST <= int(values.get("min_age", YOUNGEST)) <= OLDEST_MINIMUM:
        fields.setdefault("min_age", []).append("Frivillige skal være fyldt 15 år.")
    if fields:
        raise Invalid("need_incomplete", "Ret felterne, og prøv igen.", fields)


def _fits_an_sms(phone: str) -> bool:
    try:
        return len(show_phone(parse_phone(phone))) <= _PHONE_ROOM
    except ValueError:
        return False
