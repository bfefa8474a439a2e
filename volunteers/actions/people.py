"""People entered by the coordinator or from a file."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid
from institutions.models import Skill, TaskKind
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.contact import follow_number
from volunteers.models import Association, Membership, Volunteer, VolunteerSkill

YOUNGEST = 15
_FIELDS = frozenset(
    {
        "first_name",
        "last_name",
        "phone",
        "email",
        "postcode",
        "radius_km",
        "birth_year",
        "availability",
        "languages",
        "asks_per_week",
        "paused_until",
        "certificate_ok_until",
        "external_uuid",
    }
)


@transaction.atomic
def register_volunteer(
    *,
    municipality: Municipality,
    fields: Mapping[str, Any],
    source: str,
    kinds: Sequence[TaskKind] = (),
    skills: Mapping[Skill, date | None] | None = None,
    associations: Sequence[Association] = (),
    by: Actor,
    at: datetime,
) -> Volunteer:
    """Enters a person, or updates the one with the same external UUID or, without, phone.

    ``fields`` has the model's names, phone in E.164; ``skills`` maps a skill to its last valid
    day. Refuses people under 15, unknown fields, and a phone that is somebody else's. The source
    is kept from the first time (L02). A new number ends the links that reached the old one.
    """
    require_may(by, Deed.KEEP_PEOPLE)
    require_volunteer(fields, at)
    person = _find(municipality, fields)
    created = person is None
    old_phone = person.phone if person is not None else fields["phone"]
    if person is None:
        person = Volunteer(municipality=municipality, source=source, created_at=at)
    for name, value in fields.items():
        setattr(person, name, value)
    person.save()
    if person.phone != old_phone:
        follow_number(person, old_phone, at)
    if kinds:
        person.kinds.set(kinds)
    for skill, expires_on in (skills or {}).items():
        VolunteerSkill.objects.update_or_create(
            volunteer=person, skill=skill, defaults={"expires_on": expires_on}
        )
    for association in associations:
        Membership.objects.get_or_create(association=association, volunteer=person)
    record("register_volunteer", person, by=by, at=at, new=created, source=source)
    return person


def _find(municipality: Municipality, fields: Mapping[str, Any]) -> Volunteer | None:
    people = Volunteer.objects.select_for_update().filter(
        municipality=municipality, anonymised_at__isnull=True
    )
    by_phone = people.filter(phone=fields["phone"]).first()
    external = fields.get("external_uuid")
    if external is None:
        return by_phone
    known = people.filter(external_uuid=external).first()
    if by_phone is None or by_phone == known:
        return known
    if known is None and by_phone.external_uuid is None:
        return by_phone
    raise Clash(
        "phone_taken",
        f"Mobilnummeret er allerede {by_phone.short_name}s. Ret nummeret, eller ret personen.",
    )


def require_volunteer(fields: Mapping[str, Any], at: datetime) -> None:
    """Refuses gaps, fields nobody knows, and people under 15; writes nothing."""
    wrong: dict[str, list[str]] = {}
    for name in sorted(set(fields) - _FIELDS):
        wrong[name] = ["Feltet kendes ikke."]
    for name, advice in (
        ("first_name", "Skriv fornavnet."),
        ("phone", "Skriv mobilnummeret, fx 20 12 34 56."),
        ("postcode", "Skriv postnummeret, fire cifre."),
    ):
        if not str(fields.get(name, "")).strip():
            wrong[name] = [advice]
    born = fields.get("birth_year")
    if born is not None and local(at).year - int(born) < YOUNGEST:
        wrong["birth_year"] = ["Frivillige skal være fyldt 15 år."]
    if wrong:
        raise Invalid("volunteer_incomplete", "Ret felterne, og prøv igen.", wrong)
