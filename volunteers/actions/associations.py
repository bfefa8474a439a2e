"""Associations, companies and networks people come through."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from institutions.rules.deeds import Deed, require_may
from volunteers.models import Association, Membership, Volunteer
from volunteers.rules.cvr import is_cvr

_FIELDS = frozenset(
    {"name", "kind", "cvr", "contact_name", "contact_phone", "contact_email", "agreement_on"}
)


@transaction.atomic
def create_association(
    *, municipality: Municipality, fields: Mapping[str, Any], by: Actor, at: datetime
) -> Association:
    """A partner of the municipality. Small ones may have no CVR number.

    Refuses a missing name or contact, a CVR number that cannot be one or is known already. The
    same name again gives the first one, unchanged.
    """
    require_may(by, Deed.KEEP_PEOPLE)
    _require_fields(fields)
    known = Association.objects.filter(municipality=municipality, name=fields["name"]).first()
    if known is not None:
        return known
    cvr = fields.get("cvr", "")
    if cvr and Association.objects.filter(municipality=municipality, cvr=cvr).exists():
        raise Clash("cvr_known", "Der er allerede en forening med det CVR-nummer.")
    association = Association.objects.create(municipality=municipality, **fields)
    record("create_association", association, by=by, at=at)
    return association


@transaction.atomic
def add_member(
    *, association: Association, volunteer: Volunteer, by: Actor, at: datetime
) -> Membership:
    """Notes that a person belongs to an association; the second time changes nothing."""
    require_may(by, Deed.KEEP_PEOPLE)
    if association.municipality_id != volunteer.municipality_id:
        raise Clash("other_municipality", "Foreningen hører til en anden kommune.")
    membership, created = Membership.objects.get_or_create(
        association=association, volunteer=volunteer
    )
    if created:
        record("add_member", association, by=by, at=at)
    return membership


def _require_fields(fields: Mapping[str, Any]) -> None:
    wrong = {name: ["Feltet kendes ikke."] for name in sorted(set(fields) - _FIELDS)}
    for name, advice in (
        ("name", "Skriv foreningens navn."),
        ("contact_name", "Skriv kontaktpersonens navn."),
        ("contact_phone", "Skriv kontaktpersonens telefonnummer."),
    ):
        if not str(fields.get(name, "")).strip():
            wrong[name] = [advice]
    cvr = fields.get("cvr", "")
    if cvr and not is_cvr(cvr):
        wrong["cvr"] = [
            "Det er ikke et CVR-nummer. Se efter på virk.dk, eller lad feltet stå tomt."
        ]
    if wrong:
        raise Invalid("association_incomplete", "Ret felterne, og prøv igen.", wrong)
