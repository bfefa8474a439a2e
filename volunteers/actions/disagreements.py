"""A disagreement at a place: opened, talked through, closed, and forgotten in time."""

from datetime import date, datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid
from institutions.models import Institution
from institutions.rules.deeds import Deed, require_may
from institutions.rules.words import PersonalKind, personal_hits
from volunteers.models import Disagreement, DisagreementTalk, OtherSide, Volunteer
from volunteers.models.disagreements import LONGEST_WORDS
from volunteers.queries.disagreements import held_talks, helpers_of
from volunteers.rules.disagreements import (
    KEEP_WORDS,
    Moment,
    Way,
    require_close,
    require_talk,
)

LONGEST = {"about": LONGEST_WORDS, "outcome": LONGEST_WORDS, "no_after_reason": 200}
_ADVICE = {
    PersonalKind.CPR: "Det ligner et CPR-nummer. Slet det.",
    PersonalKind.PHONE: "Det ligner et telefonnummer. Slet det.",
    PersonalKind.NAME: "Det ligner et navn. Skriv fx »en pårørende« eller »en beboer«.",
}


@transaction.atomic
def open_disagreement(
    *,
    institution: Institution,
    party: OtherSide,
    volunteer: Volunteer | None = None,
    about: str,
    by: Actor,
    at: datetime,
) -> Disagreement:
    """Notes what a place and somebody see differently. Twice gives two.

    Refuses all but the place's leader and the coordinator, no words, numbers and names of citizens
    in the words, and a person who is no volunteer of the place.
    """
    _require_keeper(institution, by)
    words = _require_words("about", about, "Skriv kort, hvad I ser forskelligt på.")
    if volunteer is not None:
        _require_helper(institution, party, volunteer)
    assert by.user_id is not None
    case = Disagreement.objects.create(
        municipality_id=institution.municipality_id,
        institution=institution,
        party=party,
        volunteer=volunteer,
        about=words,
        opened_by_id=by.user_id,
        opened_at=at,
    )
    record("open_disagreement", case, by=by, at=at, party=party)
    return case


@transaction.atomic
def note_talk(
    *, case: Disagreement, moment: Moment, way: Way, held_on: date, by: Actor, at: datetime
) -> DisagreementTalk:
    """Ticks a talk with its date. The same one again corrects it; the same date changes nothing.

    Refuses a closed case, and what ``require_talk`` refuses: the first is a call.
    """
    case = _locked(case, by)
    require_talk(held_talks(case), moment, way, held_on, local(at).date())
    standing = case.talks.filter(moment=moment, way=way, held_on=held_on).first()
    if standing is not None:
        return standing
    assert by.user_id is not None
    talk, _ = case.talks.update_or_create(
        moment=moment,
        defaults={"way": way, "held_on": held_on, "noted_by_id": by.user_id, "noted_at": at},
    )
    record("note_talk", case, by=by, at=at, moment=moment, way=way)
    return talk


@transaction.atomic
def close_disagreement(
    *, case: Disagreement, outcome: str, no_after_reason: str = "", by: Actor, at: datetime
) -> None:
    """Closes it with what came of it. Refuses a closed case, and one without the talk afterwards
    unless a reason says why there was none."""
    case = _locked(case, by)
    require_close(held_talks(case), no_after_reason)
    case.outcome = _require_words("outcome", outcome, "Skriv kort, hvad I er blevet enige om.")
    reason = no_after_reason.strip()
    case.no_after_reason = (
        _require_words("no_after_reason", reason, "Skriv, hvorfor.") if reason else ""
    )
    case.closed_by_id, case.closed_at = by.user_id, at
    case.save(update_fields=["outcome", "no_after_reason", "closed_by", "closed_at"])
    record("close_disagreement", case, by=by, at=at, without_after=bool(reason))


@transaction.atomic
def empty_old_disagreements(at: datetime) -> int:
    """Takes words and person out of those closed a year ago; the second run finds none."""
    old = Disagreement.objects.filter(closed_at__lt=at - KEEP_WORDS, emptied_at=None)
    return _empty(list(old.values_list("pk", flat=True)), at)


def forget_disagreements_with(volunteer: Volunteer, at: datetime) -> int:
    """Takes an erased person and the words out of their disagreements; that they were, stays."""
    mine = Disagreement.objects.filter(volunteer=volunteer)
    return _empty(list(mine.values_list("pk", flat=True)), at)


def _empty(ids: list[int], at: datetime) -> int:
    return Disagreement.objects.filter(pk__in=ids).update(
        about="", outcome="", no_after_reason="", volunteer=None, emptied_at=at
    )


def _locked(case: Disagreement, by: Actor) -> Disagreement:
    case = (
        Disagreement.objects.select_for_update(of=("self",))
        .select_related("institution")
        .get(pk=case.pk)
    )
    _require_keeper(case.institution, by)
    if case.closed_at is not None:
        raise Clash(
            "disagreement_closed", "Uenigheden er afsluttet. Opret en ny, hvis der er mere."
        )
    return case


def _require_keeper(institution: Institution, by: Actor) -> None:
    require_may(
        by,
        Deed.KEEP_DISAGREEMENTS,
        department_id=institution.department_id,
        institution_id=institution.pk,
    )


def _require_helper(institution: Institution, party: OtherSide, volunteer: Volunteer) -> None:
    known = helpers_of(institution.pk).filter(pk=volunteer.pk).exists()
    if party != OtherSide.VOLUNTEER or not known:
        wrong = "Vælg en frivillig, der har været hos jer, eller lad feltet stå tomt."
        raise Invalid("not_a_helper", wrong, {"volunteer": [wrong]})


def _require_words(field: str, text: str, advice: str) -> str:
    words = text.strip()
    longest = LONGEST[field]
    wrong = [] if words else [advice]
    if len(words) > longest:
        wrong = [f"Skriv højst {longest} tegn. Der er {len(words)} nu."]
    wrong += [_ADVICE[hit.kind] for hit in personal_hits(words)]
    if wrong:
        raise Invalid(f"disagreement_{field}", wrong[0], {field: list(dict.fromkeys(wrong))})
    return words
