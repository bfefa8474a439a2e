"""Who stopped and would like a short talk."""

from django.db.models import Q, QuerySet

from backend.common.actors import Actor
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import ExitTalk, Volunteer


def exit_talks_for(by: Actor) -> QuerySet[ExitTalk]:
    """Of the municipality, for those who hold them; the newest offer first."""
    if not grants_for(by, Deed.TALK_WITH_LEAVERS):
        return ExitTalk.objects.none()
    rows = ExitTalk.objects.filter(
        municipality_id=by.municipality_id, volunteer__anonymised_at__isnull=True
    )
    return rows.select_related("volunteer", "held_by").order_by("-offered_at", "-id")


def talks_to_hold(by: Actor) -> QuerySet[ExitTalk]:
    """A yes that nobody has talked with yet; the longest waiting first."""
    return exit_talks_for(by).filter(wanted=True, held_at=None).order_by("answered_at", "id")


def open_talk_of(person: Volunteer) -> ExitTalk | None:
    """The offer that stands: neither held nor said no to."""
    waits = Q(wanted__isnull=True) | Q(wanted=True)
    return person.exit_talks.filter(waits, held_at=None).first()
