"""The SMS texts as data: which fields they take, how long those may be, and filling them in."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from volunteers.texts.gsm7 import plain_letters, septets

# Longest field values in septets: what the model enforces and the linter counts with.
# The municipality's name has room for the longest Danish one, "Ringkøbing-Skjern Kommune".
FIELD_LIMITS: Mapping[str, int] = {
    "navn": 12,
    "sted": 18,
    "opgave": 21,
    "arrangement": 24,
    "dag": 9,
    "tid": 11,
    "frist": 15,
    "tlf": 11,
    "kontakt": 12,
    "nr": 3,
    "kode": 6,
    "antal": 2,
    "link": 52,
    "kommune": 26,
}
NAME_FIELDS = frozenset({"navn", "kontakt"})
LANGUAGES = ("da", "en")
_FIELD = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class TextTemplate:
    """A text with {fields}; the name is the kind of message and is the same in all languages."""

    name: str
    body: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields the body uses, in order, each once."""
        return tuple(dict.fromkeys(_FIELD.findall(self.body)))


def shipped_templates(language: str = "da") -> Mapping[str, TextTemplate]:
    """The texts a new installation begins with, by name; English lacks associations' own.

    KeyError for a language that is not in LANGUAGES.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    return _load(language)


def allowed_fields(name: str) -> frozenset[str]:
    """The fields a text of this name may use, whoever edits it. KeyError for an unknown name."""
    return frozenset(shipped_templates()[name].fields)


def render(template: TextTemplate, **fields: str | int) -> str:
    """The finished text, in plain GSM-7 signs wherever the names can be written in them.

    Refuses (ValueError) a field that the body uses and nobody gave, one this kind of text never
    has, an empty one, and one longer than its limit. Names of people are shortened instead (see
    ``sms_name``). A field given and not used is fine: the coordinator may have edited it away.
    """
    missing = sorted(set(template.fields) - set(fields))
    unknown = sorted(set(fields) - allowed_fields(template.name))
    if missing or unknown:
        raise ValueError(f"{template.name}: missing fields {missing}, unknown fields {unknown}")
    values = {name: _fit(name, str(value)) for name, value in fields.items()}
    return _FIELD.sub(lambda found: values[found[1]], plain_letters(template.body))


def sms_name(name: str) -> str:
    """The first name in at most 12 characters.

    The first word; of a longer double name its first part ("Anne-Charlotte" is "Anne"); a name
    that is still longer is cut, because the person is asked, not documented.
    """
    words = plain_letters(name).split()
    first = words[0] if words else ""
    limit = FIELD_LIMITS["navn"]
    if septets(first) > limit and first.find("-") > 0:
        first = first.split("-", 1)[0]
    while septets(first) > limit:
        first = first[:-1]
    return first


def _fit(field: str, value: str) -> str:
    plain = " ".join(plain_letters(value).split())
    if field in NAME_FIELDS:
        plain = sms_name(plain)
    if not plain:
        raise ValueError(f"The field {field} is empty.")
    if septets(plain) > FIELD_LIMITS[field]:
        raise ValueError(f"The field {field} is longer than {FIELD_LIMITS[field]}: {plain!r}")
    return plain


@cache
def _load(language: str) -> Mapping[str, TextTemplate]:
    source = Path(__file__).with_name(f"templates.{language}.json")
    bodies: dict[str, str] = json.loads(source.read_text(encoding="utf-8"))
    return {name: TextTemplate(name, body) for name, body in bodies.items()}
