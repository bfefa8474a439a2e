"""Suggestions: the coordinator's list, the sender's own, and the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.common.actors import Actor
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import Suggestion, Theme, Volunteer
from volunteers.rules.sharing import GAIN_WORDS, SuggestionState

# Shown on the coordinator's first page this long before the last day.
DUE_SOON = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many of a theme have come, and how many are answered (wish 129)."""

    theme: str
    received: int
    answered: int


def suggestions_for(by: Actor) -> QuerySet[Suggestion]:
    """All of the municipality, for those who answer; soonest due first."""
    if not grants_for(by, Deed.ANSWER_SUGGESTIONS):
        return Suggestion.objects.none()
    return Suggestion.objects.filter(municipality_id=by.municipality_id).select_related(
        "institution", "sent_by", "volunteer", "answered_by", "campaign"
    )


def waiting_for(by: Actor) -> QuerySet[Suggestion]:
    """Those without an answer."""
    return suggestions_for(by).exclude(state=SuggestionState.ANSWERED)


def due_suggestions(by: Actor, today: date) -> QuerySet[Suggestion]:
    """Those whose last day is here or near, for the coordinator's first page."""
    return waiting_for(by).filter(due_on__lte=today + DUE_SOON)


def own_suggestions(by: Actor) -> QuerySet[Suggestion]:
    """What the signed-in person has sent in the own name, the newest first."""
    rows = Suggestion.objects.filter(municipality_id=by.municipality_id, sent_by_id=by.user_id)
    return rows.order_by("-received_at", "-id")


def suggestions_of(person: Volunteer) -> QuerySet[Suggestion]:
    """What a volunteer has sent in the own name, the newest first."""
    return Suggestion.objects.filter(volunteer=person).order_by("-received_at", "-id")


def suggestion_of_receipt(receipt: UUID) -> Suggestion | None:
    """The one behind a receipt."""
    return Suggestion.objects.filter(receipt=receipt).select_related("municipality").first()


def theme_counts(by: Actor) -> list[ThemeCount]:
    """By theme, the most frequent first; one query."""
    rows = (
        suggestions_for(by)
        .order_by()
        .values("theme")
        .annotate(n=Count("pk"), done=Count("pk", filter=Q(state=SuggestionState.ANSWERED)))
        .order_by("-n", "theme")
    )
    words = dict(Theme.choices)
    return [ThemeCount(str(words[row["theme"]]), row["n"], row["done"]) for row in rows]


def gain_counts(by: Actor) -> list[tuple[str, int]]:
    """How many answers helped each group (wish 131); one query."""
    given: Sequence[list[str]] = list(
        suggestions_for(by).exclude(gains=[]).values_list("gains", flat=True)
    )
    return [(words, sum(gain in one for one in given)) for gain, words in GAIN_WORDS.items()]
