"""Choosing criteria: drafted, decided on, put to use, and one day ended."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Model, QuerySet

from backend.accounts.models import Municipality, User
from backend.audit.log import record, record_each
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid
from backend.webhooks.announcements import announce
from backend.webhooks.models import Event
from institutions.models import Department, Institution, Project
from volunteers.actions.success.baselines import with_counted_baseline
from volunteers.actions.success.keepers import require_keeper
from volunteers.models import Criterion
from volunteers.queries.project_group import is_member
from volunteers.success.aims import Aim, require_aim, require_whole
from volunteers.success.calendar import Rhythm
from volunteers.success.catalogue import Indicator, Unit, catalogue
from volunteers.success.criteria import (
    STARTER_SET,
    CriterionState,
    Definition,
    require_definition,
)
from volunteers.success.minutes import require_words

Place = Department | Institution | Project
# A suggested margin: five percentage points of a share, of the rest a twentieth of the target.
_MARGIN = Decimal("0.05")
_LIVING = (CriterionState.DRAFT, CriterionState.ACTIVE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the group wants, and who owns it."""

    aim: Aim
    owner: User | None = None
    rhythm: Rhythm = Rhythm.QUARTER
    why: str = ""


@transaction.atomic
def choose_starter_set(*, municipality: Municipality, by: Actor, at: datetime) -> list[Criterion]:
    """The suggested 14 as drafts, with the suggested targets; those chosen already are left.

    Refuses those who do not keep criteria. The second time drafts none.
    """
    require_keeper(municipality.pk, by)
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    chosen = set(_same(municipality.pk, None).values_list("code", flat=True))
    drafts = [
        Criterion.objects.create(
            municipality=municipality,
            code=code,
            target_value=catalogue()[code].target,
            amber_margin=_margin(catalogue()[code]),
            created_at=at,
        )
        for code in STARTER_SET
        if code not in chosen
    ]
    record_each("draft_criterion", [(one, {"code": one.code}) for one in drafts], by=by, at=at)
    announce(Event.CRITERION_CHANGED, *drafts, at=at)
    return drafts


@transaction.atomic
def draft_criterion(
    *,
    municipality: Municipality,
    chosen: str | Definition,
    place: Place | None,
    wish: Wish,
    by: Actor,
    at: datetime,
) -> Criterion:
    """A criterion from the catalogue (its code) or of one's own, for a place or the municipality.

    Refuses those who do not keep criteria, an unknown code, a place of another municipality, the
    same indicator twice for the same place (Clash), and what ``require_aim`` refuses.
    """
    require_keeper(municipality.pk, by)
    if place is not None and place.municipality_id != municipality.pk:
        raise Clash("other_municipality", "Stedet hører til en anden kommune.")
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    row = Criterion(municipality=municipality, created_at=at)
    _define(row, chosen)
    if place is not None:
        setattr(row, place._meta.model_name or "", place)
    _require_single(row, place)
    _wish(row, wish, by, at)
    row.save()
    record("draft_criterion", row, by=by, at=at, code=row.code)
    announce(Event.CRITERION_CHANGED, row, at=at)
    return row


@transaction.atomic
def change_criterion(
    *, criterion: Criterion, wish: Wish, own: Definition | None = None, by: Actor, at: datetime
) -> Criterion:
    """New target, owner, rhythm and reasons; of a draft of one's own the definition too.

    Refuses an ended one, another definition or baseline once it is in use (figures already closed
    would no longer be comparable), and what ``draft_criterion`` refuses of the wish.
    """
    row = _locked(criterion, by)
    in_use = row.state == CriterionState.ACTIVE
    if in_use and (wish.aim.baseline, wish.aim.baseline_period) != (
        row.baseline_value,
        row.baseline_period,
    ):
        wrong = (
            "Udgangspunktet er låst, fordi kriteriet er i brug. "
            "Afslut kriteriet, og lav et nyt, hvis det var forkert."
        )
        raise Invalid("baseline_locked", wrong, {"baseline_value": [wrong]})
    if own is not None and own != row.own_definition:
        if in_use or not row.is_manual:
            raise Clash("definition_locked", "Definitionen er låst, fordi kriteriet er i brug.")
        _define(row, own)
        _require_single(row, row.department or row.institution or row.project)
    _wish(row, wish, by, at)
    if in_use:
        owned = row.owner is not None
        require_whole(row.indicator, row.aim, has_owner=owned, today=local(at).date())
    row.save()
    record("change_criterion", row, by=by, at=at, code=row.code)
    announce(Event.CRITERION_CHANGED, row, at=at)
    return row


@transaction.atomic
def activate_criterion(*, criterion: Criterion, by: Actor, at: datetime) -> Criterion:
    """Puts a draft to use. Refuses (Invalid) one without definition, target, dates and an owner
    who is in the project group today (wish 27), and an ended one. The second time is nothing."""
    row = _locked(criterion, by)
    if row.state == CriterionState.ACTIVE:
        return row
    today = local(at).date()
    owned = row.owner is not None and is_member(row.owner, row.municipality_id, today)
    require_whole(row.indicator, row.aim, has_owner=owned, today=today)
    require_aim(row.indicator, row.aim, today)
    row.state, row.activated_at = CriterionState.ACTIVE, at
    row.save(update_fields=["state", "activated_at"])
    record("activate_criterion", row, by=by, at=at, code=row.code)
    announce(Event.CRITERION_CHANGED, row, at=at)
    return row


@transaction.atomic
def end_criterion(*, criterion: Criterion, reason: str, by: Actor, at: datetime) -> Criterion:
    """Takes one out of use with the reason; what is closed stays. A draft is put away for good.

    Refuses no reason. Ending an ended one changes nothing.
    """
    require_keeper(criterion.municipality_id, by)
    row = Criterion.objects.select_for_update(of=("self",)).get(pk=criterion.pk)
    if row.state == CriterionState.ENDED:
        return row
    row.ended_reason = require_words(
        "reason", reason, missing="Skriv kort, hvorfor I holder op med at måle det.", longest=200
    )
    row.state, row.ended_at = CriterionState.ENDED, at
    row.save(update_fields=["state", "ended_at", "ended_reason"])
    record("end_criterion", row, by=by, at=at, code=row.code)
    announce(Event.CRITERION_CHANGED, row, at=at)
    return row


def _margin(indicator: Indicator) -> Decimal:
    return _MARGIN if indicator.unit is Unit.SHARE else (indicator.target or 0) * _MARGIN


def _define(row: Criterion, chosen: str | Definition) -> None:
    if isinstance(chosen, str):
        if chosen not in catalogue():
            raise Invalid("code", "Vælg et kriterium i kataloget.", {"code": ["Findes ikke."]})
        row.code = chosen
        return
    require_definition(chosen)
    row.name = require_words("name", chosen.name, missing="Giv kriteriet et navn.", longest=80)
    row.definition = require_words("definition", chosen.definition)
    row.counts_among = require_words("counts_among", chosen.counts_among, longest=200)
    row.source = require_words("source", chosen.source, longest=200)
    row.shape, row.unit, row.direction = chosen.shape, chosen.unit, chosen.direction


def _wish(row: Criterion, wish: Wish, by: Actor, at: datetime) -> None:
    """Puts the wish on the row, when it is possible."""
    today = local(at).date()
    if wish.owner is not None and not is_member(wish.owner, row.municipality_id, today):
        wrong = "Vælg et medlem af projektgruppen."
        raise Invalid("owner", wrong, {"owner": [wrong]})
    aim = wish.aim
    if row.state == CriterionState.DRAFT:
        aim = replace(aim, baseline=with_counted_baseline(row, aim, by, at))
    require_aim(row.indicator, aim, today)
    row.target_value, row.target_on = aim.target, aim.target_on
    row.amber_margin, row.decided_on = aim.margin, aim.decided_on
    row.baseline_value = aim.baseline
    row.baseline_first = aim.baseline_period.first if aim.baseline_period else None
    row.baseline_after = aim.baseline_period.after if aim.baseline_period else None
    row.owner, row.rhythm = wish.owner, wish.rhythm
    row.why = require_words("why", wish.why)


def _require_single(row: Criterion, place: Place | None) -> None:
    same = _same(row.municipality_id, place).exclude(pk=row.pk).filter(code=row.code)
    if row.is_manual:
        same = same.filter(name__iexact=row.name)
    if same.exists():
        raise Clash(
            "criterion_twice",
            f"»{row.indicator.name}« er allerede valgt for {row.scope_words.lower()}. "
            "Ret det kriterium, eller vælg et andet sted.",
        )


def _same(municipality_id: int, place: Place | None) -> QuerySet[Criterion]:
    """Those not ended that are about the same place."""
    names = ("department", "institution", "project")
    about: dict[str, Model | None] = dict.fromkeys(names)
    if place is not None:
        about[place._meta.model_name or ""] = place
    return Criterion.objects.filter(municipality_id=municipality_id, state__in=_LIVING, **about)


def _locked(criterion: Criterion, by: Actor) -> Criterion:
    """The row as it stands; refuses those who do not keep criteria, and an ended one."""
    require_keeper(criterion.municipality_id, by)
    row = (
        Criterion.objects.select_for_update(of=("self",))
        .select_related("owner", "department", "institution", "project")
        .get(pk=criterion.pk)
    )
    if row.state == CriterionState.ENDED:
        raise Clash("criterion_ended", "Kriteriet er afsluttet. Lav et nyt i stedet.")
    return row
