"""What a municipality's own settings must say before they can be kept."""

import re
from collections.abc import Mapping
from typing import Any

from backend.common.contrast import ENOUGH_FOR_TEXT, contrast, is_colour
from backend.common.numbers import format_decimal
from backend.common.refusals import Invalid

# The slug stands in addresses that others have kept, so nobody changes it here.
SETTING_FIELDS = (
    "name",
    "short_name",
    "sms_sender",
    "link_host",
    "phone",
    "email",
    "colour",
    "quiet_from",
    "quiet_until",
    "quiet_on_holidays",
    "asks_per_week",
    "withdraw_cutoff_hours",
    "wave_hours",
    "seat_answer_hours",
    "question_reminder_hours",
    "certificate_months",
    "certificate_grace_days",
    "sms_price_ore",
    "sms_per_number_day",
    "sms_per_day",
    "sms_kroner_per_month",
)
# Lowest and highest, both included.
SPANS: Mapping[str, tuple[int, int]] = {
    "asks_per_week": (1, 7),
    "withdraw_cutoff_hours": (0, 168),
    "wave_hours": (1, 48),
    "seat_answer_hours": (1, 72),
    "question_reminder_hours": (0, 168),
    "certificate_months": (1, 60),
    "certificate_grace_days": (0, 90),
    "sms_price_ore": (0, 1_000),
    "sms_per_number_day": (1, 20),
    "sms_per_day": (1, 1_000_000),
    "sms_kroner_per_month": (1, 10_000_000),
}
LONGEST_SENDER = 11
LONGEST_HOST = 19
_NEEDED = {
    "name": "Skriv kommunens navn.",
    "short_name": "Skriv kommunens korte navn.",
    "phone": "Skriv det telefonnummer, borgerne kan ringe til.",
    "email": "Skriv kommunens e-mailadresse.",
}
_LONGEST = {"name": 80, "short_name": 20}
_SENDER = re.compile(r"[A-Za-z0-9 ]*[A-Za-z][A-Za-z0-9 ]*")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:[0-9]{2,5})?")
_WHITE = "#ffffff"


def require_settings(values: Mapping[str, Any]) -> None:
    """Refuses settings with a fault, each at its field."""
    wrong = settings_faults(values)
    if wrong:
        raise Invalid("settings", "Ret felterne, og prøv igen.", wrong)


def settings_faults(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Each field that cannot be kept, with a sentence that says what to do.

    ``values`` has every name of SETTING_FIELDS. The sender follows what networks accept: at most
    eleven letters a-z, digits and spaces, one of them a letter.
    """
    wrong = {
        name: [advice] for name, advice in _NEEDED.items() if not str(values[name] or "").strip()
    }
    for name, longest in _LONGEST.items():
        if len(str(values[name])) > longest:
            wrong[name] = [f"Højst {longest} tegn. Der er {len(str(values[name]))} nu."]
    for name, (least, most) in SPANS.items():
        if not least <= int(values[name]) <= most:
            wrong[name] = [f"Skriv et tal fra {least} til {most}."]
    faults = {
        "sms_sender": _sender_fault(str(values["sms_sender"])),
        "link_host": _host_fault(str(values["link_host"])),
        "colour": _colour_fault(str(values["colour"])),
    }
    wrong |= {name: [fault] for name, fault in faults.items() if fault}
    if values["quiet_from"] == values["quiet_until"]:
        wrong["quiet_until"] = [
            "De stille timer skal slutte på et andet klokkeslæt, end de begynder."
        ]
    return wrong


def _sender_fault(sender: str) -> str:
    if len(sender) > LONGEST_SENDER:
        return f"Højst {LONGEST_SENDER} tegn. Der er {len(sender)} nu."
    if _SENDER.fullmatch(sender) is None or sender != sender.strip():
        return "Brug bogstaverne a-z, tal og mellemrum, og mindst ét bogstav. Skriv å som aa."
    return ""


def _host_fault(host: str) -> str:
    if len(host) > LONGEST_HOST:
        return f"Højst {LONGEST_HOST} tegn, for linket står i hver sms. Der er {len(host)} nu."
    if _HOST.fullmatch(host) is None:
        return "Skriv adressen med små bogstaver og uden https://, fx frivillig.soeby.dk."
    return ""


def _colour_fault(colour: str) -> str:
    if not is_colour(colour):
        return "Skriv farven som # og seks tegn, fx #005b70."
    ratio = contrast(colour, _WHITE)
    if ratio < ENOUGH_FOR_TEXT:
        told = format_decimal(ratio, 1)
        return f"Hvid tekst på farven kan ikke læses af alle ({told}, mindst 4,5). Vælg en mørkere."
    return ""
