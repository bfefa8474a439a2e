"""What a need must say before it can be kept (F06, F15): clear words, no citizen."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from backend.common.phones import parse_phone, show_phone
from backend.common.refusals import Invalid
from institutions.rules.words import personal_hits

# The free texts in which somebody could name a citizen.
_FREE_TEXTS = (
    "title",
    "sms_title",
    "description",
    "not_to_do",
    "meeting_place",
    "practical",
    "certificate_reason",
    "insurance_text",
    "expenses_text",
)
_WORDS: Mapping[str, str] = {
    "title": "Skriv, hvad opgaven hedder, fx “Følgeskab til koncert”.",
    "sms_title": "Skriv en kort titel på højst 21 tegn. Den står i sms’en.",
    "description": "Skriv med to-tre sætninger, hvad den frivillige skal gøre.",
    "not_to_do": "Skriv, hvad den frivillige ikke skal gøre, fx løfte eller give medicin.",
}
_CONTACT: Mapping[str, str] = {
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
    "practical": 200,
    "online_link": 200,
    "certificate_reason": 300,
    "insurance_text": 300,
    "expenses_text": 300,
}
# These count double in an SMS, and the title is counted to the sign.
_WIDE_SIGNS = frozenset("[]{}~^|\\€")
_PHONE_ROOM = 11
YOUNGEST, OLDEST_MINIMUM = 15, 99
_LINK = re.compile(r"https://[!-~]+")


def require_need(values: Mapping[str, Any], *, contact: bool = True) -> None:
    """Refuses gaps, over-long texts, an age limit under 15, and anything that names a citizen;
    also a certificate without its reason, and an online link that is no https address.

    Without ``contact`` nobody to call is asked for: a template for every place has none.
    """
    fields: dict[str, list[str]] = defaultdict(list)
    required = {**_WORDS, **_CONTACT} if contact else _WORDS
    for name, advice in required.items():
        if not _text(values, name).strip():
            fields[name].append(advice)
    for check in (_lengths, _citizens, _sms_room, _age, _certificate, _link):
        for name, advice in check(values):
            fields[name].append(advice)
    if fields:
        raise Invalid("need_incomplete", "Ret felterne, og prøv igen.", fields)


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name, ""))


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


def _certificate(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """L13: only with a factual need, which is written down."""
    asked = _text(values, "certificate") not in ("", "none")
    if asked and not _text(values, "certificate_reason").strip():
        yield "certificate_reason", "Skriv, hvorfor opgaven kræver attesten."


def _link(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    link = _text(values, "online_link")
    if link and not _LINK.fullmatch(link):
        yield (
            "online_link",
            "Skriv hele adressen. Den begynder med https://.",
        )


def _fits_an_sms(phone: str) -> bool:
    try:
        return len(show_phone(parse_phone(phone))) <= _PHONE_ROOM
    except ValueError:
        return False
