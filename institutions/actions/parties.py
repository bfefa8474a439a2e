"""The agreement's parties and what they did: signed, were heard, said yes; and the MED log."""

from datetime import date, datetime

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.models import (
    Hearing,
    Institution,
    LeaderAcceptance,
    MedEntry,
    MedKind,
    Party,
    RulesVersion,
    Signature,
    Strategy,
)
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import DocumentState


@transaction.atomic
def keep_party(
    *,
    municipality: Municipality,
    name: str,
    contact_name: str = "",
    contact_email: str = "",
    by: Actor,
    at: datetime,
) -> Party:
    """A party of the agreement; with a known name its contact changes. Twice is once.

    Refuses an empty name.
    """
    _require_own(municipality.pk, by)
    if not name.strip():
        raise Invalid("name_missing", "Skriv partens navn.", {"name": ["Skriv navnet."]})
    party, created = Party.objects.select_for_update().get_or_create(
        municipality=municipality, name=name.strip()
    )
    contact = (contact_name.strip(), contact_email.strip())
    if created or (party.contact_name, party.contact_email) != contact:
        party.contact_name, party.contact_email = contact
        party.save(update_fields=["contact_name", "contact_email"])
        record("keep_party", party, by=by, at=at)
    return party


@transaction.atomic
def sign_version(
    *,
    version: RulesVersion,
    party: Party,
    signed_on: date,
    signed_by: str,
    by: Actor,
    at: datetime,
) -> Signature:
    """Notes that a party signed. The second time corrects the day and the name.

    Refuses a draft (its words may change), a superseded version, a day to come, no name, and a
    party of another municipality.
    """
    _require_own(version.municipality_id, by)
    version = RulesVersion.objects.select_for_update().get(pk=version.pk)
    if version.state not in (DocumentState.FOR_APPROVAL, DocumentState.APPROVED):
        raise Clash("not_to_sign", "Send kladden til godkendelse, før nogen skriver under.")
    if party.municipality_id != version.municipality_id:
        raise Clash("other_municipality", "Parten hører til en anden kommune.")
    _require_past("signed_on", signed_on, at)
    _require_text("signed_by", signed_by, "Skriv, hvem der skrev under.")
    signature, _ = Signature.objects.update_or_create(
        version=version,
        party=party,
        defaults={"signed_on": signed_on, "signed_by": signed_by.strip()},
    )
    record("sign_version", version, by=by, at=at, party=party.pk)
    return signature


@transaction.atomic
def note_hearing(
    *,
    document: RulesVersion | Strategy,
    heard: str,
    held_on: date,
    note: str,
    by: Actor,
    at: datetime,
) -> Hearing:
    """Notes who was heard about a version. Twice is two. Refuses gaps and a day to come."""
    _require_own(document.municipality_id, by)
    _require_text("heard", heard, "Skriv, hvem der blev hørt.")
    _require_text("note", note, "Skriv kort, hvad de sagde.")
    _require_past("held_on", held_on, at)
    assert by.user_id is not None
    hearing = Hearing.objects.create(
        rules_version=document if isinstance(document, RulesVersion) else None,
        strategy=document if isinstance(document, Strategy) else None,
        heard=heard.strip(),
        held_on=held_on,
        note=note.strip(),
        noted_by_id=by.user_id,
        noted_at=at,
    )
    record("note_hearing", document, by=by, at=at)
    return hearing


@transaction.atomic
def note_med(
    *,
    institution: Institution | None,
    committee: str,
    held_on: date,
    kind: MedKind,
    note: str,
    by: Actor,
    at: datetime,
) -> MedEntry:
    """Notes in the MED log what a committee was told or agreed on. Twice is two.

    An institution's own people note for it; without one it is the municipality's committee, and
    the coordinator's to note. Refuses no committee and a day to come.
    """
    if institution is None:
        require_may(by, Deed.KEEP_ORGANISATION)
    else:
        require_may(
            by,
            Deed.NOTE_MED,
            department_id=institution.department_id,
            institution_id=institution.pk,
        )
    _require_text("committee", committee, "Skriv, hvilket udvalg det er.")
    _require_past("held_on", held_on, at)
    assert by.user_id is not None
    entry = MedEntry.objects.create(
        municipality_id=by.municipality_id,
        institution=institution,
        committee=committee.strip(),
        held_on=held_on,
        kind=kind,
        note=note.strip(),
        noted_by_id=by.user_id,
        noted_at=at,
    )
    record("note_med", entry, by=by, at=at, kind=kind)
    return entry


@transaction.atomic
def accept_as_leader(
    *, version: RulesVersion, institution: Institution, by: Actor, at: datetime
) -> LeaderAcceptance:
    """The leader's yes to the version in force, for one institution. Twice is the first yes.

    Refuses everybody but the institution's leader, and a version that is not in force.
    """
    require_may(
        by,
        Deed.ACCEPT_RULES,
        department_id=institution.department_id,
        institution_id=institution.pk,
    )
    assert by.user_id is not None
    version = RulesVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if version.state != DocumentState.APPROVED:
        raise Clash("not_in_force", "Versionen gælder ikke længere. Se den nyeste.")
    if version.municipality_id != institution.municipality_id:
        raise Clash("other_municipality", "Spillereglerne hører til en anden kommune.")
    acceptance, created = LeaderAcceptance.objects.get_or_create(
        version=version,
        institution=institution,
        user_id=by.user_id,
        defaults={"accepted_at": at},
    )
    if created:
        record("accept_as_leader", institution, by=by, at=at, version=version.number)
    return acceptance


def _require_own(municipality_id: int, by: Actor) -> None:
    require_may(by, Deed.APPROVE_RULES)
    if by.municipality_id != municipality_id:
        raise NotAllowed("other_municipality", "Det hører til en anden kommune.")


def _require_past(field: str, day: date, at: datetime) -> None:
    if day > local(at).date():
        raise Invalid(
            "to_come", "Datoen ligger i fremtiden.", {field: ["Datoen ligger i fremtiden."]}
        )


def _require_text(field: str, text: str, advice: str) -> None:
    if not text.strip():
        raise Invalid(f"{field}_missing", advice, {field: [advice]})
