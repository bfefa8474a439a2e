"""What a person has shared and been shared in, in words the person can read (L05)."""

from datetime import datetime

from backend.common.danish_dates import local, show_date
from volunteers.models import Volunteer
from volunteers.rules.sharing import CHANNEL_WORDS

Row = dict[str, str]


def shared_rows(person: Volunteer) -> list[Row]:
    """Stories, suggestions, prizes and the last talk; four queries."""
    return [*_stories(person), *_suggestions(person), *_prizes(person), *_talks(person)]


def _stories(person: Volunteer) -> list[Row]:
    return [
        {
            "Historie med dig": part.story.title,
            "Historien": part.story.body,
            "Må deles": ", ".join(CHANNEL_WORDS[one] for one in part.channels),
            "Sagt ja": _day(part.consented_at),
            "Sagt nej": _day(part.withdrawn_at),
        }
        for part in person.story_parts.select_related("story")
    ]


def _suggestions(person: Volunteer) -> list[Row]:
    return [
        {
            "Forslag om": one.get_theme_display(),
            "Bøvl": one.hassle,
            "Forslag": one.proposal,
            "Sendt": _day(one.received_at),
            "Svar": one.answer,
        }
        for one in person.suggestions.order_by("received_at")
    ]


def _prizes(person: Volunteer) -> list[Row]:
    return [
        {
            "Indstillet til": f"{one.prize} {one.year}",
            "Begrundelse": one.reason,
            "Fik prisen": _day(one.won_at),
        }
        for one in person.nominations.all()
    ]


def _talks(person: Volunteer) -> list[Row]:
    return [
        {"Afslutningssamtale tilbudt": _day(one.offered_at), "Holdt": _day(one.held_at)}
        for one in person.exit_talks.all()
    ]


def _day(instant: datetime | None) -> str:
    return show_date(local(instant).date()) if instant else ""
