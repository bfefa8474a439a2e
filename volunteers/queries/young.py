"""Who is 15-17 and waits for a leader's yes at the place (L21)."""

from datetime import datetime

from django.db.models import QuerySet

from backend.common.danish_dates import local
from institutions.models import Slot
from volunteers.models import Offer, Volunteer, YoungHelper
from volunteers.rules.ages import ADULT, AgeBand, age_band
from volunteers.rules.states import OfferState


def is_young(volunteer: Volunteer, at: datetime) -> bool:
    """Whether the year of birth leaves room for being under 18; none known is grown up (L03)."""
    born = volunteer.birth_year
    return born is not None and age_band(born, local(at).year) != AgeBand.ADULT


def lacks_leaders_yes(volunteer: Volunteer, slot: Slot) -> bool:
    """Whether a yes must wait for the leader; one query for the young, none for others."""
    if not is_young(volunteer, slot.starts_at):
        return False
    return not YoungHelper.objects.filter(
        volunteer=volunteer, institution_id=slot.task.institution_id
    ).exists()


def young_waiting(slot: Slot) -> QuerySet[Volunteer]:
    """The young who said yes to a time and have no yes from the place's leader; one query."""
    yeses = Offer.objects.filter(slot=slot, state=OfferState.ACCEPTED)
    confirmed = YoungHelper.objects.filter(institution_id=slot.task.institution_id)
    return Volunteer.objects.filter(
        pk__in=yeses.values("volunteer_id"),
        # Who turns 18 this year may still be 17.
        birth_year__gte=local(slot.starts_at).year - ADULT,
    ).exclude(pk__in=confirmed.values("volunteer_id"))
