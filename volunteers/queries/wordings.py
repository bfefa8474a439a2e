"""Which words a text has: the municipality's own, else those that are shipped."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.messaging.models import Wording
from volunteers.models import Volunteer
from volunteers.texts.templates import LANGUAGES, TextTemplate, shipped_templates

DANISH = "da"


@dataclass(frozen=True, slots=True)
class OwnText:
    """A text as it is sent now; ``own`` when the municipality has written it itself."""

    template: TextTemplate
    language: str
    own: bool


def language_of(person: Volunteer) -> str:
    """English for a person who speaks English and has not named Danish; Danish for all others."""
    spoken = person.languages
    return "en" if "en" in spoken and DANISH not in spoken else DANISH


def template_for(municipality_id: int, kind: str, language: str = DANISH) -> TextTemplate:
    """The text to send; one query. Danish where the language has no text of this kind."""
    found = templates_for(municipality_id, kind)
    return found.get(language, found[DANISH])


def templates_for(municipality_id: int, kind: str) -> dict[str, TextTemplate]:
    """The text of this kind by language, the municipality's own before the shipped; one query."""
    rows = Wording.objects.filter(municipality_id=municipality_id, kind=kind)
    own = dict(rows.values_list("language", "body"))
    return {
        language: TextTemplate(kind, own[language]) if own.get(language) else texts[kind]
        for language in LANGUAGES
        if kind in (texts := shipped_templates(language))
    }


def texts_of(municipality_id: int) -> list[OwnText]:
    """Every text in every language in the shipped order; one query."""
    rows = Wording.objects.filter(municipality_id=municipality_id)
    own: Mapping[tuple[str, str], str] = {(row.kind, row.language): row.body for row in rows}
    return [
        OwnText(
            TextTemplate(kind, own.get((kind, language), shipped.body)),
            language,
            (kind, language) in own,
        )
        for kind in shipped_templates()
        for language in LANGUAGES
        if (shipped := shipped_templates(language).get(kind)) is not None
    ]
