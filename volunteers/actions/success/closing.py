"""Closing a period: its figures are frozen, and what is counted later stands beside them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local, show_date
from backend.common.refusals import Clash, Invalid
from backend.webhooks.announcements import announce
from backend.webhooks.models import Event
from volunteers.actions.success.keepers import require_keeper
from volunteers.models import ClosedPeriod, Criterion, Measurement, ReleasedFigures, YearClose
from volunteers.queries.closing import differs, kept, newest_measurements
from volunteers.queries.closing_privacy import coordinator_only, tells_little
from volunteers.queries.criteria import figures_of, target_in
from volunteers.queries.snapshots import year_snapshot
from volunteers.queries.success_views.kept_releases import release_to_keep
from volunteers.success.calendar import Rhythm, rhythm_of
from volunteers.success.criteria import CriterionState
from volunteers.success.figures import Figure
from volunteers.success.minutes import require_words
from volunteers.success.periods import Period


@transaction.atomic
def close_period(
    *, municipality: Municipality, period: Period, by: Actor, at: datetime
) -> ClosedPeriod:
    """Freezes the figure of every active criterion. The second time gives the first closing.

    Of a quarter everything others may see is kept with it: no later fact changes what they saw.

    Refuses those who do not keep criteria, a year (it is closed with a comment: ``close_year``),
    a period that is not over (Clash), and one without any active criterion to freeze (Clash).
    """
    require_keeper(municipality.pk, by)
    if rhythm_of(period.first, period.after) is Rhythm.YEAR:
        wrong = "Et år afsluttes med en kommentar. Gør det på siden Perioder."
        raise Invalid("year_needs_comment", wrong, {"period": [wrong]})
    return _close(municipality, period, by, at)


def _close(municipality: Municipality, period: Period, by: Actor, at: datetime) -> ClosedPeriod:
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    standing = ClosedPeriod.objects.filter(
        municipality=municipality, first=period.first, after=period.after
    ).first()
    if standing is not None:
        return standing
    criteria = _to_freeze(municipality, period, at)
    assert by.user_id is not None
    closed = ClosedPeriod.objects.create(
        municipality=municipality,
        first=period.first,
        after=period.after,
        closed_by_id=by.user_id,
        closed_at=at,
    )
    if rhythm_of(period.first, period.after) is Rhythm.QUARTER:
        ReleasedFigures.objects.create(closed=closed, **release_to_keep(closed))
    figures = figures_of(criteria, period, at)
    hidden = coordinator_only(closed, criteria, figures)
    Measurement.objects.bulk_create(
        [_frozen(closed, one, figures[one.pk], at=at, hidden=one.pk in hidden) for one in criteria]
    )
    record("close_period", closed, by=by, at=at, period=period.code, criteria=len(criteria))
    announce(Event.CRITERION_CHANGED, *criteria, at=at)
    return closed


@transaction.atomic
def correct_period(
    *, closed: ClosedPeriod, reason: str, by: Actor, at: datetime
) -> list[Measurement]:
    """Counts a closed period again; what differs becomes a correction beside the frozen figure.

    The frozen one is never touched. Refuses no reason. When nothing differs, nothing is written.
    """
    require_keeper(closed.municipality_id, by)
    words = require_words(
        "reason", reason, missing="Skriv, hvorfor tallene har ændret sig.", longest=200
    )
    ClosedPeriod.objects.select_for_update(no_key=True).get(pk=closed.pk)
    newest = newest_measurements(closed)
    figures = figures_of([one.criterion for one in newest], closed.period, at)
    return correct_measurements(closed, newest, figures, reason=words, by=by, at=at)


def correct_measurements(
    closed: ClosedPeriod,
    newest: Iterable[Measurement],
    figures: Mapping[int, Figure],
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> list[Measurement]:
    """A correction for each measurement that the figure differs from; by key of the criterion."""
    made = [
        _frozen(
            closed, one.criterion, figures[one.criterion_id], at=at, corrects=one, reason=reason
        )
        for one in newest
        if differs(one, figures[one.criterion_id])
    ]
    for one in made:
        one.save()
    if made:
        record("correct_period", closed, by=by, at=at, corrected=len(made))
        announce(Event.CRITERION_CHANGED, *[one.criterion for one in made], at=at)
    return made


@transaction.atomic
def close_year(
    *, municipality: Municipality, year: Period, comment: str, by: Actor, at: datetime
) -> YearClose:
    """Closes a whole year with the group's comment, and keeps all of it as it stands, unchangeable.

    Refuses no comment, and what ``close_period`` refuses. The second time gives the first one.
    """
    require_keeper(municipality.pk, by)
    if rhythm_of(year.first, year.after) is not Rhythm.YEAR:
        raise Invalid("year", "Vælg et helt år.", {"year": ["Vælg et helt år."]})
    words = require_words(
        "comment",
        comment,
        missing="Skriv kort, hvad året viste, og hvad I tager med videre.",
        longest=2000,
    )
    closed = _close(municipality, year, by, at)
    standing = YearClose.objects.filter(closed=closed).first()
    if standing is not None:
        return standing
    snapshot = year_snapshot(closed, words)
    kept = YearClose.objects.create(closed=closed, comment=words, snapshot=snapshot)
    record("close_year", kept, by=by, at=at, year=year.code)
    return kept


def _to_freeze(municipality: Municipality, period: Period, at: datetime) -> list[Criterion]:
    if period.after > local(at).date():
        raise Clash(
            "period_not_over",
            f"{period.name} er ikke slut. Den kan afsluttes fra {show_date(period.after)}.",
        )
    criteria = list(
        Criterion.objects.filter(
            municipality=municipality, state=CriterionState.ACTIVE
        ).select_related("department", "institution", "project")
    )
    if not criteria:
        raise Clash("nothing_to_close", "Tag mindst ét kriterium i brug først.")
    return criteria


def _frozen(
    closed: ClosedPeriod,
    criterion: Criterion,
    figure: Figure,
    *,
    at: datetime,
    hidden: bool = False,
    corrects: Measurement | None = None,
    reason: str = "",
) -> Measurement:
    """The figure as a row; a correction keeps the target of the day that was closed.

    A correction about few people is the coordinator's alone: others would see the difference.
    """
    target = corrects.target_value if corrects else target_in(criterion, closed.period)
    return Measurement(
        criterion=criterion,
        closed=closed,
        value=kept(figure.value),
        numerator=kept(figure.numerator),
        n=figure.n,
        persons=figure.persons,
        beside=[list(one) for one in figure.beside],
        target_value=target,
        amber_margin=corrects.amber_margin if corrects else criterion.amber_margin,
        coordinator_only=(
            corrects.coordinator_only or tells_little(corrects.figure, figure)
            if corrects
            else hidden
        ),
        computed_at=at,
        data_as_of=at,
        corrects=corrects,
        reason=reason,
    )
