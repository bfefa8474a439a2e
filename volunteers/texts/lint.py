"""The linter of SMS texts: one GSM-7 segment at its longest, and no word that smells of fraud."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from volunteers.texts.gsm7 import ONE_SEGMENT, is_gsm7, normalise, septets
from volunteers.texts.templates import FIELD_LIMITS, TextTemplate, allowed_fields, shipped_templates

TOKEN_LENGTH = 22
LONGEST_HOST = 19
_NAMED_SIGNS = {"\u00a0": "et hårdt mellemrum", "\u2026": "tre prikker som ét tegn"}
_BRACES = re.compile(r"\{[a-z]+\}")
_ADDRESS = re.compile(r"https?:|www\.|\.dk/", re.IGNORECASE)
# Citizens are told that authorities never ask for these in an SMS, and a certificate is nobody
# else's business (law.md). "Aflyst" beside a link is how fraud makes people tap.
_NEVER = re.compile(
    r"\b\w*attest\w*|\bcpr\w*|\bpersonnummer\w*|\bmitid\b|\bnemid\b|\bbetal\w*|\bkontonummer\w*",
    re.IGNORECASE,
)
_BESIDE_LINK = re.compile(r"\b(?:aflys\w*|cancel\w*)", re.IGNORECASE)
# The glossary: volunteers are not staff.
_NOT_OURS = re.compile(
    r"\b(?:vagt|vagten|vagter|vagtplan|job|jobbet|jobs|shift|shifts)\b", re.IGNORECASE
)


class Fault(StrEnum):
    """What can be wrong with a text."""

    EMPTY = "empty"
    UNKNOWN_NAME = "unknown_name"
    UNKNOWN_FIELD = "unknown_field"
    LINK_MISSING = "link_missing"
    OWN_ADDRESS = "own_address"
    NOT_GSM7 = "not_gsm7"
    TOO_LONG = "too_long"
    WORD = "word"
    HOST_TOO_LONG = "host_too_long"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, with a Danish sentence that says what to do."""

    fault: Fault
    text: str


def lint(template: TextTemplate, host: str) -> list[Finding]:
    """Everything wrong with the text when its links point to ``host``; empty when it may be used.

    ``host`` is the public host with a port if any, without "https://". Lengths are counted at the
    longest value of every field (FIELD_LIMITS) and with this host's link.
    """
    if template.name not in shipped_templates():
        return [Finding(Fault.UNKNOWN_NAME, f"Der findes ingen tekst, der hedder {template.name}.")]
    if not template.body.strip():
        return [Finding(Fault.EMPTY, "Skriv en tekst.")]
    return [
        *_fields(template),
        *_signs(template),
        *_words(template),
        *_length(template, host),
    ]


def longest(template: TextTemplate, host: str) -> str:
    """The text with every field at its longest, for the counter beside the editor."""
    link = f"https://{host}/s/{'x' * TOKEN_LENGTH}"
    return _BRACES.sub(lambda found: _filled(found[0][1:-1], link), template.body)


def _filled(field: str, link: str) -> str:
    return link if field == "link" else "x" * FIELD_LIMITS.get(field, len(field))


def _fields(template: TextTemplate) -> list[Finding]:
    allowed = allowed_fields(template.name)
    can = ", ".join(f"{{{name}}}" for name in sorted(allowed))
    found = [
        Finding(Fault.UNKNOWN_FIELD, f"{{{name}}} kan ikke bruges her. Du kan bruge {can}.")
        for name in template.fields
        if name not in allowed
    ]
    rest = _BRACES.sub("", template.body)
    if "{" in rest or "}" in rest:
        found.append(Finding(Fault.UNKNOWN_FIELD, f"Krøllede parenteser er kun til {can}."))
    if "link" in allowed and "link" not in template.fields:
        found.append(Finding(Fault.LINK_MISSING, "Sæt {link} ind: uden det kan ingen svare."))
    if _ADDRESS.search(rest):
        found.append(Finding(Fault.OWN_ADDRESS, "Skriv {link} i stedet for en adresse."))
    return found


def _signs(template: TextTemplate) -> list[Finding]:
    strange = dict.fromkeys(
        char for char in unicodedata.normalize("NFC", template.body) if not is_gsm7(char)
    )
    return [Finding(Fault.NOT_GSM7, _sign_text(char)) for char in strange]


def _sign_text(char: str) -> str:
    name = _NAMED_SIGNS.get(char, f"tegnet {char}")
    plain = normalise(char)
    advice = {char: "Skriv et ord", "": "Fjern det", " ": "Skriv et almindeligt mellemrum"}
    instead = advice.get(plain, f"Skriv {plain}")
    return f"Teksten indeholder {name}, som gør sms'en mere end dobbelt så dyr. {instead} i stedet."


def _words(template: TextTemplate) -> list[Finding]:
    body = template.body
    found = [
        Finding(Fault.WORD, f'"{hit[0]}" må aldrig stå i en sms. Vis det på siden bag linket.')
        for hit in _NEVER.finditer(body)
    ]
    found += [
        Finding(Fault.WORD, f'Skriv "opgave" eller "tidspunkt" i stedet for "{hit[0]}".')
        for hit in _NOT_OURS.finditer(body)
    ]
    if "{link}" in body:
        found += [
            Finding(Fault.WORD, f'"{hit[0]}" må ikke stå ved et link. Fjern ordet eller linket.')
            for hit in _BESIDE_LINK.finditer(body)
        ]
    return found


def _length(template: TextTemplate, host: str) -> list[Finding]:
    found = []
    if len(host) > LONGEST_HOST and "link" in template.fields:
        text = f"Adressen {host} er over {LONGEST_HOST} tegn. Vælg en kortere til links."
        found.append(Finding(Fault.HOST_TOO_LONG, text))
    # Signs outside GSM-7 are a fault of their own; here each counts as the plain sign it becomes.
    length = septets(normalise(longest(template, host)))
    if length > ONE_SEGMENT:
        text = (
            f"Teksten kan blive {length} tegn, og der er plads til {ONE_SEGMENT} i én sms. "
            f"Gør den {length - ONE_SEGMENT} tegn kortere."
        )
        found.append(Finding(Fault.TOO_LONG, text))
    return found
