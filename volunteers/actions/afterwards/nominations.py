"""People and associations put forward for a prize, with a reason and without points."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.rules.deeds import Deed, grants_for, require_may
from institutions.rules.help_calls import require_words
from volunteers.models import Association, Nomination, Volunteer
from volunteers.queries.afterwards.nominations import people_to_nominate

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Nominee:
    """A person or an association, never both."""

    volunteer: Volunteer | None = None
    association: Association | None = None


@transaction.atomic
def nominate(
    *, year: int, prize: str, nominee: Nominee, reason: str, by: Actor, at: datetime
) -> Nomination:
    """Puts one forward. The same one for the same prize and year is one nomination.

    A leader puts forward those who have been at the own places; the coordinator anybody. Refuses
    neither or both of person and association, and no reason.
    """
    _require_nominator(by)
    if (nominee.volunteer is None) == (nominee.association is None):
        text = "Vælg enten en frivillig eller en forening."
        raise Invalid("nominee", text, {"volunteer": [text]})
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        text = "Skriv årstallet med fire cifre."
        raise Invalid("year", text, {"year": [text]})
    _require_within(nominee, by)
    words = {
        "prize": require_words("prize", prize, 60),
        "reason": require_words("reason", reason, 500),
    }
    assert by.user_id is not None
    nomination, is_new = Nomination.objects.get_or_create(
        municipality_id=by.municipality_id,
        year=year,
        prize=words["prize"],
        volunteer=nominee.volunteer,
        association=nominee.association,
        defaults={
            "reason": words["reason"],
            "nominated_by_id": by.user_id,
            "nominated_at": at,
        },
    )
    if is_new:
        record("nominate", nomination, by=by, at=at, year=year)
    return nomination


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, by: Actor, at: datetime) -> None:
    """Takes it back: who put it forward, or the coordinator. Refuses one that has won."""
    _require_nominator(by)
    kept = Nomination.objects.select_for_update(of=("self",)).filter(pk=nomination.pk).first()
    if kept is None:
        return
    if kept.nominated_by_id != by.user_id:
        require_may(by, Deed.AWARD_PRIZES)
    if kept.won_at is not None:
        raise Clash("prize_won", "Prisen er givet.")
    record("withdraw_nomination", kept, by=by, at=at, year=kept.year)
    kept.delete()


@transaction.atomic
def award_prize(*, nomination: Nomination, by: Actor, at: datetime) -> Nomination:
    """Notes who won. A prize may go to several in a year; the second time changes nothing."""
    require_may(by, Deed.AWARD_PRIZES)
    kept = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    if kept.won_at is None:
        kept.won_at = at
        kept.save(update_fields=["won_at"])
        record("award_prize", kept, by=by, at=at, year=kept.year)
    return kept


def _require_nominator(by: Actor) -> None:
    if not grants_for(by, Deed.NOMINATE):
        raise NotAllowed("may_not_nominate", "Kun ledere og frivilligkoordinatoren indstiller.")


def _require_within(nominee: Nominee, by: Actor) -> None:
    person, association = nominee.volunteer, nominee.association
    if person is not None and not people_to_nominate(by).filter(pk=person.pk).exists():
        raise Clash("not_known_here", "Den frivillige har ikke været hos jer.")
    if association is not None and association.municipality_id != by.municipality_id:
        raise Clash("not_known_here", "Foreningen findes ikke her.")
