"""An association with contact, members and a question, by the real actions."""

from datetime import datetime
from typing import Any

from django.test import Client

from backend.common.actors import Actor, ActorKind
from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, open_slot
from tests.volunteers.people_pages import newest_code
from volunteers.actions.association_members import add_member
from volunteers.actions.associations import create_association
from volunteers.actions.contact_links import issue_door_link, issue_group_link
from volunteers.actions.groups import answer_group, ask_association
from volunteers.models import Association, AssociationContact, GroupOffer, Membership, Volunteer

PHONE = "+4512995511"


def make_association(cast: Cast, name: str = "Søby IF", phone: str = PHONE) -> Association:
    """A partner with one contact; the second time the same one."""
    return create_association(
        municipality=cast.municipality,
        fields={
            "name": name,
            "contact_name": "Kim Kontakt",
            "contact_phone": phone,
            "contact_email": "kim@test.invalid",
        },
        by=cast.actor(cast.coordinator),
        at=NOW,
    )


def contact_of(association: Association) -> AssociationContact:
    """The association's first contact, as its link finds it."""
    return AssociationContact.objects.select_related(
        "municipality", "association__municipality"
    ).get(association=association, ended_at__isnull=True)


def contact_actor(cast: Cast) -> Actor:
    """The actor of a contact's link."""
    return Actor(ActorKind.LINK, cast.municipality.pk, "Søby IF")


def asked(cast: Cast, slot: Slot, seats: int = 4, **how: str) -> GroupOffer:
    """A question to the association about so many."""
    association = make_association(cast, **how)
    by = cast.actor(cast.leader)
    return ask_association(slot=slot, association=association, seats=seats, by=by, at=NOW)


def come(cast: Cast, group: GroupOffer, seats: int, at: datetime = NOW) -> GroupOffer:
    """The group's answer with a number."""
    return answer_group(group=group, seats=seats, accepts_rules=True, by=contact_actor(cast), at=at)


def member(cast: Cast, association: Association, person: Volunteer) -> Membership:
    """The person becomes a member."""
    by = cast.actor(cast.coordinator)
    return add_member(association=association, volunteer=person, by=by, at=NOW)


def group_path(group: GroupOffer) -> str:
    """The path of the link in the question's SMS."""
    contact = contact_of(group.association)
    return "/s/" + issue_group_link(group=group, contact=contact, at=NOW).rsplit("/", 1)[1]


def door_path(association: Association) -> str:
    """The path of the link to the association's page."""
    contact = contact_of(association)
    return "/s/" + issue_door_link(contact=contact, at=NOW).rsplit("/", 1)[1] + "/forening"


def open_page(client: Client, association: Association) -> str:
    """Through the door with the code; gives the path of the page without its last word."""
    door = door_path(association)
    client.post(door, {})
    code = newest_code(contact_of(association).phone)
    answer = client.post(door, {"trin": "kode", "code": code})
    return answer.headers["Location"].removesuffix("/side")


def association_rows(cast: Cast) -> dict[str, Any]:
    """What addresses about associations, groups and certificates need."""
    association = make_association(cast)
    return {
        "association": association.uuid,
        "contact": contact_of(association).uuid,
        "paper_kind": "aftale",
        "certificate": "children",
        "group": asked(cast, open_slot(cast, seats=4)).uuid,
    }


def texts(phone: str = PHONE) -> list[str]:
    """The kinds of SMS to a number, in order."""
    rows = Message.objects.filter(to=phone, channel="sms").order_by("id")
    return list(rows.values_list("kind", flat=True))
