"""What must hold before a group gets seats, or is asked at all."""

from datetime import datetime

from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Clash, Invalid
from institutions.models import Slot
from institutions.queries.checklists import rules_in_force
from institutions.rules.deeds import Deed, require_may
from volunteers.models import GroupAcceptance, GroupOffer
from volunteers.queries.groups import group_has_accepted, lacks_declaration

MOST_SEATS = 99


def require_may_ask(slot: Slot, by: Actor) -> None:
    """A contact's link answers for its own group; the clock asks for the planner."""
    if by.kind in (ActorKind.LINK, ActorKind.CLOCK):
        return
    place = slot.task.institution
    require_may(by, Deed.ASK_PEOPLE, department_id=place.department_id, institution_id=place.pk)


def require_number(group: GroupOffer, seats: int) -> None:
    """Refuses no number, too high a number, and fewer than are named."""
    named = group.name_rows.count()
    if not 1 <= seats <= MOST_SEATS:
        text = "Skriv, hvor mange I kommer. Kommer I ikke, så vælg “Nej” eller “Meld afbud”."
    elif seats < named:
        text = f"I har skrevet {named} navne. Tag først nogle af dem, eller skriv mindst {named}."
    else:
        return
    raise Invalid("seats", text, {"seats": [text]})


def require_accepted(group: GroupOffer, *, accepts: bool, at: datetime) -> None:
    """U02 for a group: the contact tells rules and confidentiality on, once per version."""
    place = group.slot.task.institution
    if group_has_accepted(group):
        return
    if not accepts:
        raise Invalid(
            "rules_not_accepted",
            "Sæt kryds ved spilleregler og tavshed. Det er kun første gang hos stedet.",
            {
                "accepts_rules": [
                    "Sæt kryds for at love, at I giver det videre til dem, der kommer."
                ]
            },
        )
    version = rules_in_force(group.municipality_id)
    if version is not None:
        GroupAcceptance.objects.get_or_create(
            association=group.association,
            institution=place,
            rules_version=version,
            defaults={
                "municipality_id": group.municipality_id,
                "accepted_by": group.contact.name,
                "accepted_at": at,
            },
        )


def require_declaration(group: GroupOffer) -> None:
    """Refuses seats for people without names where the association's declaration is missing."""
    if lacks_declaration(group):
        raise Clash(
            "declaration_missing",
            "Før I kan komme, mangler vi jeres erklæring om børneattester. "
            "Åbn foreningens side, og sig ja til den, eller ring til os.",
        )
