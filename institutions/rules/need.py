"""What a need must say before it can be kept (F06, F15): clear words, no citizen."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
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
    fields: dict[str, list[str]] = defaultdict(list)
    for check in (_gaps, _lengths, _citizens, _sms_room, _age):
        for name, advice in check(values):
            fields[name].append(advice)
    if fields:
        raise Invalid("need_incomplete", "Ret felterne, og prøv igen.", fields)


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name, ""))


def _gaps(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, advice in _REQUIRED.items():
        if not _text(values, name).strip():
            yield name, advice


def _lengths(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, longest in _LONGEST.items():
        length = len(_text(values, name))
        if length > longest:
            yield name, f"Højst {longest} tegn. Der er {length} nu."


def _citizens(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in _FREE_TEXTS:
        for hit in personal_hits(_text(values, name)):
            yield name, hit.text


def _sms_room(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if _WIDE_SIGNS & set(_text(values, "sms_title")):
        yield "sms_title", "Tegnene [ ] { } ~ ^ | \\ € kan ikke bruges i sms."
    phone = _text(values, "contact_phone")
    if phone and not _fits_an_sms(phone):
        yield "contact_phone", "Skriv et dansk nummer på otte cifre."


def _age(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not YOUNGEST <= int(values.get("min_age", YOUNGEST)) <= OLDEST_MINIMUM:
        yield "min_age", "Frivillige skal være fyldt 15 år."


def _fits_an_sms(phone: str) -> bool:
    try:
        return len(show_phone(parse_phone(phone))) <= _PHONE_ROOM
    except ValueError:
        return False
