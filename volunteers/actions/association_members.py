"""Who belongs to an association, whom it vouches for, and whose names it gives for a time."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.danish import search_key
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid
from institutions.models import Slot
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.certificates import confirm_waiting
from volunteers.actions.my_page import say_welcome
from volunteers.actions.people import require_volunteer
from volunteers.models import (
    Assignment,
    Association,
    AssociationContact,
    GroupName,
    GroupOffer,
    Membership,
    Source,
    Volunteer,
)
from volunteers.rules.states import HOLDS_A_SEAT, GroupState


@transaction.atomic
def add_member(
    *, association: Association, volunteer: Volunteer, by: Actor, at: datetime
) -> Membership:
    """Notes that a person belongs to an association; the second time changes nothing."""
    require_may(by, Deed.KEEP_PEOPLE)
    if association.municipality_id != volunteer.municipality_id:
        raise Clash("other_municipality", "Foreningen hører til en anden kommune.")
    return _join(association, volunteer, by, at)


@transaction.atomic
def enter_member(
    *, association: Association, fields: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    """A contact enters one of its people; the person is told by SMS, with the link to change it.

    ``fields`` has the model's names, phone in E.164. A number that is known already becomes a
    member only when the first name is the person's own, and the caller hears no difference: a
    contact cannot find out who is a volunteer. Refuses gaps, as sign-up does.
    """
    require_volunteer(fields, at)
    known = Volunteer.objects.filter(
        municipality=association.municipality, phone=fields["phone"], anonymised_at__isnull=True
    ).first()
    if known is None:
        known = Volunteer.objects.create(
            municipality=association.municipality,
            source=Source.ASSOCIATION,
            created_at=at,
            **fields,
        )
        record("enter_member", association, by=by, at=at, volunteer=known.pk)
        say_welcome(known, at)
    elif search_key(known.first_name) != search_key(fields["first_name"]):
        return
    _join(association, known, by, at)


@transaction.atomic
def remove_member(*, membership: Membership, by: Actor, at: datetime) -> None:
    """The person no longer comes through the association, and stays a volunteer.

    Their name goes from the association's times to come. The second time changes nothing.
    """
    if by.kind != ActorKind.LINK:
        require_may(by, Deed.KEEP_PEOPLE)
    GroupName.objects.filter(
        volunteer_id=membership.volunteer_id,
        group__association_id=membership.association_id,
        group__slot__starts_at__gt=at,
    ).delete()
    gone, _each = Membership.objects.filter(pk=membership.pk).delete()
    if gone:
        record("remove_member", membership.association, by=by, at=at)


@transaction.atomic
def vouch_for(
    *, membership: Membership, vouched: bool, contact: AssociationContact, by: Actor, at: datetime
) -> None:
    """The contact says that the association has seen the person's certificate in order (L14).

    The day and the contact's name are kept, nothing else. It counts while the association's
    declaration does; yeses that waited for it are confirmed. The same again changes nothing.
    """
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if (row.vouched_on is not None) == vouched:
        return
    row.vouched_on = local(at).date() if vouched else None
    row.vouched_by = contact.name if vouched else ""
    row.save(update_fields=["vouched_on", "vouched_by"])
    record("vouch_for", membership.association, by=by, at=at, vouched=vouched)
    if vouched:
        confirm_waiting(volunteer=membership.volunteer, at=at)


@transaction.atomic
def name_group(
    *, group: GroupOffer, volunteers: Collection[Volunteer], by: Actor, at: datetime
) -> None:
    """Which members come; all of them, some, or none. The same names again change nothing.

    Refuses more names than seats, people who are no members, and those with a seat of their own
    at the same time.
    """
    slot = Slot.objects.select_for_update(of=("self",), no_key=True).get(pk=group.slot_id)
    row = GroupOffer.objects.select_for_update(of=("self",)).get(pk=group.pk)
    wanted = {person.pk for person in volunteers}
    if row.state != GroupState.ACCEPTED:
        raise Clash("no_group", "I er ikke tilmeldt, så der er ingen navne at skrive.")
    _require_names(row, slot, wanted)
    if wanted == set(row.name_rows.values_list("volunteer_id", flat=True)):
        return
    row.name_rows.exclude(volunteer_id__in=wanted).delete()
    for volunteer_id in sorted(wanted):
        GroupName.objects.get_or_create(group=row, volunteer_id=volunteer_id)
    record("name_group", row, by=by, at=at, names=len(wanted))


def _join(association: Association, volunteer: Volunteer, by: Actor, at: datetime) -> Membership:
    membership, created = Membership.objects.get_or_create(
        association=association, volunteer=volunteer
    )
    if created:
        record("add_member", association, by=by, at=at)
    return membership


def _require_names(group: GroupOffer, slot: Slot, wanted: set[int]) -> None:
    text = ""
    if len(wanted) > group.seats:
        text = f"I er {group.seats} tilmeldt. Sæt højst {group.seats} kryds, eller ret antallet."
    members = Membership.objects.filter(
        association_id=group.association_id, volunteer_id__in=wanted
    )
    if members.count() != len(wanted):
        text = "Vælg blandt foreningens egne."
    busy = Assignment.objects.filter(
        volunteer_id__in=wanted,
        state__in=sorted(HOLDS_A_SEAT),
        during__overlap=(slot.starts_at, slot.ends_at),
    ).select_related("volunteer")
    for seat in busy[:1]:
        text = f"{seat.volunteer.first_name} er allerede tilmeldt selv på det tidspunkt."
    if text:
        raise Invalid("names", text, {"names": [text]})
