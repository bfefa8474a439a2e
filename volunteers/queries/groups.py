"""The seats of groups: on a slot's page, in the planner, and in an association's hours."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum

from backend.common.danish_dates import local
from institutions.rules.states import DocumentState
from volunteers.models import Association, AssociationContact, GroupAcceptance, GroupOffer
from volunteers.queries.certificates import asks, declaration_of
from volunteers.rules.states import GroupState


def groups_by_slot(slot_ids: Iterable[int]) -> dict[int, list[GroupOffer]]:
    """The groups with seats or in line at these slots, with their associations; one query."""
    found: dict[int, list[GroupOffer]] = defaultdict(list)
    rows = GroupOffer.objects.filter(
        slot_id__in=list(slot_ids), state__in=[GroupState.ACCEPTED, GroupState.WAITING]
    )
    for group in rows.select_related("association", "contact").order_by("answered_at", "id"):
        found[group.slot_id].append(group)
    return found


def groups_asked(slot_id: int) -> QuerySet[GroupOffer]:
    """Every question to an association about a slot, the newest first."""
    return (
        GroupOffer.objects.filter(slot_id=slot_id)
        .select_related("association", "contact")
        .order_by("-asked_at", "-id")
    )


def seats_with_groups(slot_ids: Iterable[int]) -> dict[int, int]:
    """Seats that associations are asked for and have not answered, by slot; one query.

    The planner takes them off what it asks single people for.
    """
    rows = GroupOffer.objects.filter(slot_id__in=list(slot_ids), state=GroupState.SENT)
    counted = rows.order_by().values("slot_id").annotate(seats=Sum("seats_asked"))
    return {row["slot_id"]: row["seats"] for row in counted}


def askable_associations(municipality_id: int, slot_id: int) -> QuerySet[Association]:
    """Associations with a contact that have not been asked about this slot, in Danish order."""
    live = AssociationContact.objects.filter(ended_at__isnull=True)
    asked = GroupOffer.objects.filter(slot_id=slot_id).exclude(state=GroupState.RECALLED)
    return Association.objects.filter(
        municipality_id=municipality_id, pk__in=live.values("association_id")
    ).exclude(pk__in=asked.values("association_id"))


def group_has_accepted(group: GroupOffer) -> bool:
    """Whether the association has promised to tell on the rules in force at this place."""
    return GroupAcceptance.objects.filter(
        association_id=group.association_id,
        institution_id=group.slot.task.institution_id,
        rules_version__municipality_id=group.municipality_id,
        rules_version__state=DocumentState.APPROVED,
    ).exists()


def lacks_declaration(group: GroupOffer) -> bool:
    """L14: people without names come to children only under a declaration that covers the day."""
    slot = group.slot
    last_day = local(slot.ends_at - timedelta(microseconds=1)).date()
    return asks(slot.task) and declaration_of(group.association_id, last_day) is None


def coming_of(association_id: int, at: datetime) -> QuerySet[GroupOffer]:
    """Questions, seats and places in line to come of an association, the soonest first."""
    return (
        GroupOffer.objects.filter(
            association_id=association_id,
            slot__ends_at__gt=at,
            state__in=[GroupState.SENT, GroupState.ACCEPTED, GroupState.WAITING],
        )
        .select_related("slot__task__institution__municipality", "contact")
        .order_by("slot__starts_at", "id")
    )
