"""What a person may see on this side. Every row is fetched through here, in both doors."""

from django.db.models import QuerySet

from backend.common.actors import Actor
from backend.messaging.models import Message
from institutions.queries.scope import reach
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import Assignment, Association, GroupOffer, Offer, Volunteer


def volunteers_for(by: Actor) -> QuerySet[Volunteer]:
    """People with their own page: the coordinator's alone."""
    if not grants_for(by, Deed.SEE_PEOPLE):
        return Volunteer.objects.none()
    return Volunteer.objects.filter(municipality_id=by.municipality_id)


def associations_for(by: Actor) -> QuerySet[Association]:
    """The associations of the municipality, for those who keep people."""
    if not grants_for(by, Deed.SEE_PEOPLE):
        return Association.objects.none()
    return Association.objects.filter(municipality_id=by.municipality_id)


def offers_for(by: Actor, deed: Deed = Deed.ASK_PEOPLE) -> QuerySet[Offer]:
    """Questions about slots within reach."""
    return Offer.objects.filter(municipality_id=by.municipality_id).filter(
        reach(
            by,
            deed,
            institution="slot__task__institution_id",
            department="slot__task__institution__department_id",
        )
    )


def assignments_for(by: Actor, deed: Deed = Deed.SEE_HELPERS) -> QuerySet[Assignment]:
    """Those who said yes to slots within reach."""
    return Assignment.objects.filter(municipality_id=by.municipality_id).filter(
        reach(
            by,
            deed,
            institution="slot__task__institution_id",
            department="slot__task__institution__department_id",
        )
    )


def groups_for(by: Actor, deed: Deed = Deed.SEE_HELPERS) -> QuerySet[GroupOffer]:
    """Questions to associations about slots within reach."""
    return GroupOffer.objects.filter(municipality_id=by.municipality_id).filter(
        reach(
            by,
            deed,
            institution="slot__task__institution_id",
            department="slot__task__institution__department_id",
        )
    )


def messages_for(by: Actor) -> QuerySet[Message]:
    """What became of the municipality's messages: the coordinator's alone."""
    if not grants_for(by, Deed.SEE_OVERVIEW):
        return Message.objects.none()
    return Message.objects.filter(municipality_id=by.municipality_id)
