"""Associations, companies and networks people come through, and who answers for them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Clash, Invalid
from backend.messaging.forgetting import forget_addresses
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.contact_links import tell_contact
from volunteers.models import Association, AssociationContact, ContactLink, GroupOffer, Volunteer
from volunteers.rules.cvr import is_cvr
from volunteers.rules.states import GroupState

_CONTACT = {"contact_name": "name", "contact_phone": "phone", "contact_email": "email"}
_FIELDS = frozenset({"name", "kind", "cvr", "agreement_on", "review_on", "insurance_note"})
GONE = "Slettet"
_NO_MESSAGE = -1


@transaction.atomic
def create_association(
    *, municipality: Municipality, fields: Mapping[str, Any], by: Actor, at: datetime
) -> Association:
    """A partner of the municipality with its first contact. Small ones may have no CVR number.

    ``fields`` has the model's names, and the contact's as ``contact_name``, ``contact_phone``
    (E.164) and ``contact_email``. Refuses a missing name or contact, a CVR number that cannot be
    one or is known already. The same name again gives the first one, unchanged.
    """
    require_may(by, Deed.KEEP_PEOPLE)
    _require_fields(fields, (*_FIELDS, *_CONTACT), _NEEDED)
    known = Association.objects.filter(municipality=municipality, name=fields["name"]).first()
    if known is not None:
        return known
    _require_new_cvr(municipality.pk, fields.get("cvr", ""))
    own = {name: value for name, value in fields.items() if name in _FIELDS}
    association = Association.objects.create(municipality=municipality, **own)
    AssociationContact.objects.create(
        municipality=municipality,
        association=association,
        created_at=at,
        **{field: fields[name] for name, field in _CONTACT.items() if name in fields},
    )
    record("create_association", association, by=by, at=at)
    return association


@transaction.atomic
def update_association(
    *, association: Association, fields: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    """Corrects the association; its own contact may correct name, CVR and the insurance note.

    Refuses a name or a CVR number that another has. The same fields again change nothing.
    """
    if by.kind != ActorKind.LINK:
        require_may(by, Deed.KEEP_PEOPLE)
    allowed = {"name", "cvr", "insurance_note"} if by.kind == ActorKind.LINK else _FIELDS
    _require_fields(fields, tuple(allowed), {"name": _NEEDED["name"]})
    row = Association.objects.select_for_update().get(pk=association.pk)
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    if not changed:
        return
    others = Association.objects.filter(municipality_id=row.municipality_id).exclude(pk=row.pk)
    if others.filter(name=fields["name"]).exists():
        _clash("name", "Der er allerede en forening med det navn.")
    if "cvr" in changed:
        _require_new_cvr(row.municipality_id, fields["cvr"])
    for name in changed:
        setattr(row, name, fields[name])
    row.save()
    record("update_association", row, by=by, at=at, fields=changed)


@transaction.atomic
def add_contact(
    *, association: Association, name: str, phone: str, email: str, by: Actor, at: datetime
) -> AssociationContact:
    """One more person who answers for the association; gets the link to its page by SMS.

    The coordinator or a contact adds one. The same number again changes nothing.
    """
    if by.kind != ActorKind.LINK:
        require_may(by, Deed.KEEP_PEOPLE)
    _require_contact(name, phone)
    contact, new = AssociationContact.objects.get_or_create(
        association=association,
        phone=phone,
        ended_at=None,
        defaults={
            "municipality": association.municipality,
            "name": name,
            "email": email,
            "created_at": at,
        },
    )
    if new:
        record("add_contact", association, by=by, at=at, contact=contact.pk)
        tell_contact("forening_side", contact, at)
    return contact


@transaction.atomic
def update_contact(
    *, contact: AssociationContact, name: str, email: str, by: Actor, at: datetime
) -> None:
    """The contact's name and mail address; a new telephone is a new contact."""
    if by.kind != ActorKind.LINK:
        require_may(by, Deed.KEEP_PEOPLE)
    _require_contact(name, contact.phone)
    if (contact.name, contact.email) == (name, email):
        return
    contact.name, contact.email = name, email
    contact.save(update_fields=["name", "email"])
    record("update_contact", contact.association, by=by, at=at, contact=contact.pk)


@transaction.atomic
def keep_own_facts(
    *,
    contact: AssociationContact,
    fields: Mapping[str, Any],
    name: str,
    email: str,
    by: Actor,
    at: datetime,
) -> None:
    """What a contact corrects in one go, all of it or nothing; refuses as the two above do."""
    update_association(association=contact.association, fields=fields, by=by, at=at)
    update_contact(contact=contact, name=name, email=email, by=by, at=at)


@transaction.atomic
def end_contact(*, contact: AssociationContact, by: Actor, at: datetime) -> None:
    """The person no longer answers for the association: name, telephone and links go for good.

    Seats and questions to come pass to the next contact. Refuses the last one while there are
    some. What was accepted keeps the name: it is the receipt. The second time changes nothing.
    """
    if by.kind != ActorKind.LINK:
        require_may(by, Deed.KEEP_PEOPLE)
    row = AssociationContact.objects.select_for_update().get(pk=contact.pk)
    if row.ended_at is not None:
        return
    _pass_on(row, at)
    ContactLink.objects.filter(contact=row, revoked_at__isnull=True).update(revoked_at=at)
    if not Volunteer.objects.filter(municipality_id=row.municipality_id, phone=row.phone).exists():
        forget_addresses(row.municipality_id, _NO_MESSAGE, (row.phone, row.email), at)
    row.name, row.phone, row.email, row.ended_at = GONE, "", "", at
    row.save()
    record("end_contact", row.association, by=by, at=at, contact=row.pk)


@transaction.atomic
def send_door(*, contact: AssociationContact, by: Actor, at: datetime) -> None:
    """Sends the contact a new link to the association's page. Earlier ones go on working."""
    require_may(by, Deed.KEEP_PEOPLE)
    record("send_door", contact.association, by=by, at=at, contact=contact.pk)
    tell_contact("forening_side", contact, at)


def _pass_on(contact: AssociationContact, at: datetime) -> None:
    coming = GroupOffer.objects.filter(
        contact=contact,
        slot__ends_at__gt=at,
        state__in=[GroupState.SENT, GroupState.ACCEPTED, GroupState.WAITING],
    )
    others = AssociationContact.objects.filter(
        association_id=contact.association_id, ended_at__isnull=True
    ).exclude(pk=contact.pk)
    following = others.first()
    if following is not None:
        coming.update(contact=following)
    elif coming.exists():
        raise Clash(
            "last_contact",
            "Foreningen er spurgt eller tilmeldt. Skriv først en anden kontaktperson.",
        )


def _require_fields(
    fields: Mapping[str, Any], allowed: tuple[str, ...], needed: Mapping[str, str]
) -> None:
    wrong = {name: ["Feltet kendes ikke."] for name in sorted(set(fields) - set(allowed))}
    for name, advice in needed.items():
        if not str(fields.get(name, "")).strip():
            wrong[name] = [advice]
    cvr = fields.get("cvr", "")
    if cvr and not is_cvr(cvr):
        wrong["cvr"] = [
            "Det er ikke et CVR-nummer. Se efter på virk.dk, eller lad feltet stå tomt."
        ]
    if wrong:
        raise Invalid("association_incomplete", "Ret felterne, og prøv igen.", wrong)


def _require_contact(name: str, phone: str) -> None:
    wrong = {}
    if not name.strip():
        wrong["name"] = [_NEEDED["contact_name"]]
    if not phone.strip():
        wrong["phone"] = [_NEEDED["contact_phone"]]
    if wrong:
        raise Invalid("contact_incomplete", "Ret felterne, og prøv igen.", wrong)


def _require_new_cvr(municipality_id: int, cvr: str) -> None:
    known = Association.objects.filter(municipality_id=municipality_id, cvr=cvr).first()
    if cvr and known is not None:
        _clash("cvr", f"{known.name} har allerede det CVR-nummer.")


def _clash(field: str, text: str) -> None:
    raise Invalid(f"{field}_known", text, {field: [text]})


_NEEDED = {
    "name": "Skriv foreningens navn.",
    "contact_name": "Skriv kontaktpersonens navn.",
    "contact_phone": "Skriv kontaktpersonens telefonnummer.",
}
