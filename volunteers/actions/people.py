"""People entered by the coordinator or from a file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Invalid
from institutions.models import TaskKind
from institutions.rules.deeds import Deed, require_may
from volunteers.models import Association, Membership, Volunteer

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
    associations: Sequence[Association] = (),
    by: Actor,
    at: datetime,
) -> Volunteer:
    """Enters a person, or updates the one with the same phone; nothing is entered twice.

    ``fields`` has the model's names, phone in E.164. Refuses people under 15 and unknown fields.
    The source is kept from the first time (L02).
    """
    require_may(by, Deed.KEEP_PEOPLE)
    _require_fields(fields, at)
    person = (
        Volunteer.objects.select_for_update()
        .filter(municipality=municipality, phone=fields["phone"], anonymised_at__isnull=True)
        .first()
    )
    created = person is None
    if person is None:
        person = Volunteer(municipality=municipality, source=source, created_at=at)
    for name, value in fields.items():
        setattr(person, name, value)
    person.save()
    if kinds:
        person.kinds.set(kinds)
    for association in associations:
        Membership.objects.get_or_create(association=association, volunteer=person)
    record("register_volunteer", person, by=by, at=at, new=created, source=source)
    return person


def _require_fields(fields: Mapping[str, Any], at: datetime) -> None:
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
