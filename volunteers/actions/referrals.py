"""People and associations the Frivilligcenter sends on; each is counted as theirs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Invalid
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.my_page import tell_of_entry
from volunteers.actions.people import require_volunteer
from volunteers.models import Association, AssociationContact, Referral, Source, Volunteer


@transaction.atomic
def refer_volunteer(
    *, municipality: Municipality, fields: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    """Puts somebody who has agreed to it on the list, and tells them by SMS (L02).

    Somebody we know already is not changed, and the caller hears no difference: who is a
    volunteer is not the centre's to know. The second time changes nothing.
    """
    require_may(by, Deed.REFER_PEOPLE)
    require_volunteer(fields, at)
    person = Volunteer.objects.filter(
        municipality=municipality, phone=fields["phone"], anonymised_at__isnull=True
    ).first()
    new = person is None
    if person is None:
        person = Volunteer.objects.create(
            municipality=municipality, source=Source.CENTRE, created_at=at, **fields
        )
        tell_of_entry(person, at)
    referral, created = _refer(municipality, by, at, new=new, volunteer=person)
    if created:
        record("refer_volunteer", referral, by=by, at=at, new=new)


@transaction.atomic
def refer_association(
    *, municipality: Municipality, fields: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    """An association with its contact, for the coordinator to make an agreement with.

    ``fields``: name, contact_name, contact_phone (E.164) and contact_email. One of the same name
    is left as it is. The second time changes nothing.
    """
    require_may(by, Deed.REFER_PEOPLE)
    wrong = {
        name: ["Udfyld feltet."]
        for name in ("name", "contact_name", "contact_phone")
        if not str(fields.get(name, "")).strip()
    }
    if wrong:
        raise Invalid("association_incomplete", "Ret felterne, og prøv igen.", wrong)
    partner, new = Association.objects.get_or_create(municipality=municipality, name=fields["name"])
    if new:
        AssociationContact.objects.create(
            municipality=municipality,
            association=partner,
            name=fields["contact_name"],
            phone=fields["contact_phone"],
            email=fields.get("contact_email", ""),
            created_at=at,
        )
    referral, created = _refer(municipality, by, at, new=new, association=partner)
    if created:
        record("refer_association", referral, by=by, at=at, new=new)


def _refer(
    municipality: Municipality, by: Actor, at: datetime, *, new: bool, **whom: Any
) -> tuple[Referral, bool]:
    """The first referral stands: a person is counted once."""
    assert by.user_id is not None
    return Referral.objects.get_or_create(
        **whom,
        defaults={
            "municipality": municipality,
            "was_new": new,
            "referred_by_id": by.user_id,
            "referred_at": at,
        },
    )
