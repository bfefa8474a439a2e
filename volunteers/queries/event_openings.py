"""The events anybody may see, and the one a personal link opens."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from backend.common.tokens import token_hash
from volunteers.models import Event, EventLink, Participant, Volunteer
from volunteers.rules.events import Answer


def open_events(municipality_id: int, at: datetime) -> QuerySet[Event]:
    """Open to everybody, not off, not begun; the next one first."""
    return Event.objects.filter(
        municipality_id=municipality_id,
        public=True,
        cancelled_at__isnull=True,
        starts_at__gt=at,
    ).order_by("starts_at", "id")


def open_event(municipality_id: int, uuid: UUID) -> Event | None:
    """The event, also when it is off or over, so that an old address says so."""
    rows = Event.objects.filter(municipality_id=municipality_id, public=True, uuid=uuid)
    return rows.select_related("municipality", "department").first()


def participant_of_token(token: str, at: datetime) -> Participant | None:
    """Whose invitation the token opens; None for unknown and expired, and an erased person's."""
    link = (
        EventLink.objects.filter(token_hash=token_hash(token), expires_at__gt=at)
        .exclude(participant__volunteer__anonymised_at__isnull=False)
        .select_related(
            "participant__event__municipality",
            "participant__event__department",
            "participant__volunteer",
            "participant__association",
            "participant__user",
        )
        .first()
    )
    return link.participant if link else None


def unanswered_invitation(person: Volunteer, at: datetime) -> Participant | None:
    """The newest invitation the volunteer has not answered and still can."""
    return (
        person.participations.filter(
            answer=Answer.INVITED, event__cancelled_at__isnull=True, event__starts_at__gt=at
        )
        .order_by("-invited_at", "-id")
        .first()
    )


def coming_events(person: Volunteer, at: datetime) -> list[Participant]:
    """What the volunteer is invited to and has not said no to, the next one first; one query."""
    rows = person.participations.exclude(answer=Answer.DECLINED).filter(event__ends_at__gt=at)
    return list(rows.select_related("event").order_by("event__starts_at", "id"))


def own_participations(person: Volunteer) -> list[Participant]:
    """Every event the volunteer has been on the list of; one query."""
    return list(person.participations.select_related("event").order_by("event__starts_at", "id"))
