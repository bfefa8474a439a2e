"""Becoming a volunteer by oneself, proved by a code to one's own telephone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.messaging.stops import opt_in
from institutions.models import TaskKind
from volunteers.actions.codes import prove, send_code, use_code
from volunteers.actions.friends import count_friend
from volunteers.actions.my_page import say_welcome, send_my_page
from volunteers.actions.people import require_volunteer
from volunteers.models import Association, ContactCode, FriendLink, Membership, Source, Volunteer
from volunteers.rules.ages import AgeBand, age_band, require_surely_old_enough


def ask_to_sign_up(
    *, municipality: Municipality, fields: Mapping[str, Any], at: datetime, language: str
) -> None:
    """Sends the code to the number. Known numbers get one too, so that nobody learns who is known.

    Refuses what ``sign_up`` would refuse; within a minute nothing more is sent.
    """
    require_newcomer(fields, at)
    send_code(
        municipality=municipality,
        purpose=ContactCode.Purpose.SIGN_UP,
        phone=fields["phone"],
        at=at,
        language=language,
    )


def sign_up(
    *,
    municipality: Municipality,
    fields: Mapping[str, Any],
    kinds: Sequence[TaskKind] = (),
    association: Association | None = None,
    friend: FriendLink | None = None,
    code: str,
    by: Actor,
    at: datetime,
) -> None:
    """Enters the person who holds the number, and sends the welcome with their own page's link.

    ``fields`` has the model's names, phone in E.164; a year of birth only from those under 18.
    Who comes through an ``association`` becomes its member, also when the number is known. A new
    person who came by a ``friend``'s link is counted there, and nobody's name is kept with it.
    Nothing is stored before the code is right. A number that is known already gives no second
    person: its owner gets a link to the page they have. The second time changes nothing. Two
    transactions, because a wrong code must be counted although it is refused.
    """
    require_newcomer(fields, at)
    proof = prove(
        municipality=municipality,
        purpose=ContactCode.Purpose.SIGN_UP,
        phone=fields["phone"],
        code=code,
        at=at,
    )
    _enter(proof, fields, kinds, by, at, association=association, friend=friend)


def require_newcomer(fields: Mapping[str, Any], at: datetime) -> None:
    """Refuses gaps, and those who are not surely 15 (L21); writes nothing."""
    require_volunteer(fields, at)
    advice = "Du skal være fyldt 15 år. Er du det allerede, så ring til os."
    require_surely_old_enough(fields.get("birth_year"), local(at).year, advice)


@transaction.atomic
def _enter(
    proof: ContactCode,
    fields: Mapping[str, Any],
    kinds: Sequence[TaskKind],
    by: Actor,
    at: datetime,
    *,
    association: Association | None,
    friend: FriendLink | None,
) -> None:
    if not use_code(proof, at):
        return
    municipality = proof.municipality
    known = Volunteer.objects.filter(
        municipality=municipality, phone=fields["phone"], anonymised_at__isnull=True
    ).first()
    if known is not None:
        _join(association, known)
        send_my_page(municipality=municipality, phone=known.phone, by=by, at=at)
        return
    person = Volunteer.objects.create(
        municipality=municipality,
        source=Source.SELF if friend is None else Source.FRIEND,
        created_at=at,
        notice_shown_at=at,
        **{**fields, "birth_year": _needed_year(fields.get("birth_year"), at)},
    )
    person.kinds.set(kinds)
    _join(association, person)
    if friend is not None:
        count_friend(friend)
    # Who signs up wants to be asked, whatever the number said before.
    opt_in(municipality.pk, person.phone)
    record("sign_up", person, by=by, at=at, minor=person.birth_year is not None)
    say_welcome(person, at)


def _join(association: Association | None, person: Volunteer) -> None:
    if association is not None:
        Membership.objects.get_or_create(association=association, volunteer=person)


def _needed_year(born: int | None, at: datetime) -> int | None:
    """Kept for those under 18 alone (L03)."""
    if born is None or age_band(born, local(at).year) == AgeBand.ADULT:
        return None
    return born
