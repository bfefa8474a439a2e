"""Who has not been heard from, and whether the forgetting came in time (L04, K32)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from backend.audit.models import AuditEntry
from backend.common.actors import Actor
from backend.common.danish_dates import COPENHAGEN
from backend.messaging.models import InboundText
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import (
    Assignment,
    DialogueLine,
    Forgetting,
    GroupName,
    Offer,
    Participant,
    Volunteer,
)
from volunteers.queries.scope import volunteers_for
from volunteers.rules.states import HOLDS_A_SEAT


@dataclass(frozen=True, slots=True)
class OnTime:
    """Of ``due`` people whose day came in a period, ``kept`` were anonymised by then (K32)."""

    kept: int
    due: int


def silent_since(before: datetime) -> QuerySet[Volunteer]:
    """Those on the list before the moment who have given no sign of life since, anywhere.

    A sign is a deed by link, an answer by whichever way, a seat, an event, words, a text.
    """
    person = OuterRef("pk")
    signs = (
        AuditEntry.objects.filter(volunteer_ref=person, at__gte=before),
        Offer.objects.filter(volunteer=person, answered_at__gte=before),
        Assignment.objects.filter(
            volunteer=person, state__in=sorted(HOLDS_A_SEAT), slot__ends_at__gte=before
        ),
        Participant.objects.filter(volunteer=person).filter(
            Q(answered_at__gte=before) | Q(event__ends_at__gte=before, presence__gt="")
        ),
        DialogueLine.objects.filter(
            offer__volunteer=person, written_by__isnull=True, written_at__gte=before
        ),
        GroupName.objects.filter(volunteer=person, group__slot__ends_at__gte=before),
        InboundText.objects.filter(
            municipality=OuterRef("municipality"), phone=OuterRef("phone"), at__gte=before
        ),
    )
    people = Volunteer.objects.filter(anonymised_at__isnull=True, created_at__lt=before)
    for sign in signs:
        people = people.exclude(Exists(sign))
    return people


def asked_to_stay(by: Actor) -> QuerySet[Volunteer]:
    """Those who have been asked and not been heard from, the nearest day first."""
    people = volunteers_for(by).filter(anonymised_at__isnull=True, forget_on__isnull=False)
    return people.order_by("forget_on", "sort_key", "pk")


def nights_of(by: Actor) -> QuerySet[Forgetting]:
    """What was forgotten each night, the newest first; numbers alone."""
    if not grants_for(by, Deed.SEE_PEOPLE):
        return Forgetting.objects.none()
    return Forgetting.objects.filter(municipality_id=by.municipality_id)


def forgotten_on_time(municipality_id: int, first: date, last: date) -> OnTime:
    """K32's two numbers for the days ``first`` to ``last``, both included; one query each."""
    due = Volunteer.objects.filter(
        municipality_id=municipality_id, merged_into__isnull=True, forget_on__range=(first, last)
    )
    gone = due.filter(anonymised_at__isnull=False).annotate(
        gone_on=TruncDate("anonymised_at", tzinfo=COPENHAGEN)
    )
    return OnTime(kept=gone.filter(gone_on__lte=F("forget_on")).count(), due=due.count())
