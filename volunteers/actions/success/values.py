"""Values of what the system cannot count: entered with a source, and corrected beside the old."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash
from backend.webhooks.announcements import announce
from backend.webhooks.models import Event
from volunteers.actions.success.closing import correct_measurements
from volunteers.actions.success.keepers import require_keeper
from volunteers.models import ClosedPeriod, Criterion, ManualValue
from volunteers.queries.closing import newest_measurements
from volunteers.queries.criteria import figures_of
from volunteers.success.aims import require_apart, require_value
from volunteers.success.calendar import dated_period
from volunteers.success.criteria import CriterionState
from volunteers.success.minutes import require_words
from volunteers.success.periods import Period


@transaction.atomic
def enter_value(
    *,
    criterion: Criterion,
    period: Period,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    n: int | None = None,
    source: str,
    by: Actor,
    at: datetime,
) -> ManualValue:
    """A value of a manual criterion for a period that is over, with where it comes from.

    The same period again corrects it; where the period is closed the new figure stands beside the
    frozen one. The same value and source again changes nothing. Refuses (Invalid) a share above
    100 %, a period that shares days with another that has a value, and no source; (Clash) a
    criterion that the system counts, and one that is ended.
    """
    require_keeper(criterion.municipality_id, by)
    row = Criterion.objects.select_for_update(of=("self",)).get(pk=criterion.pk)
    _require_manual(row)
    kept = require_value(row.indicator, value, numerator, n)
    words = require_words("source", source, missing="Skriv, hvor tallet kommer fra.", longest=200)
    standing = list(row.values.order_by("entered_at", "id"))
    require_apart(
        period, (dated_period(one.first, one.after) for one in standing), local(at).date()
    )
    same = [one for one in standing if (one.first, one.after) == (period.first, period.after)]
    given = (kept.quantize(Decimal("0.000001")), numerator, n, words)
    if same and (same[-1].value, same[-1].numerator, same[-1].n, same[-1].source) == given:
        return same[-1]
    assert by.user_id is not None
    entered = ManualValue.objects.create(
        criterion=row,
        first=period.first,
        after=period.after,
        value=kept,
        numerator=numerator,
        n=n,
        source=words,
        entered_by_id=by.user_id,
        entered_at=at,
    )
    record("enter_value", row, by=by, at=at, period=period.code)
    announce(Event.CRITERION_CHANGED, row, at=at)
    _correct_closed(row, period, by, at)
    return entered


def _require_manual(row: Criterion) -> None:
    if not row.is_manual:
        raise Clash("counted", "Systemet tæller selv dette kriterium. Der skal ikke tastes tal.")
    if row.state == CriterionState.ENDED:
        raise Clash("criterion_ended", "Kriteriet er afsluttet. Lav et nyt i stedet.")


def _correct_closed(row: Criterion, period: Period, by: Actor, at: datetime) -> None:
    """Corrections for every closed period that the value is a part of."""
    touched = ClosedPeriod.objects.filter(
        municipality_id=row.municipality_id,
        first__lte=period.first,
        after__gte=period.after,
        measurements__criterion=row,
    ).distinct()
    for closed in touched:
        newest = [one for one in newest_measurements(closed) if one.criterion_id == row.pk]
        figures = figures_of([row], closed.period, at)
        reason = f"Nyt tal for {period.name} indtastet."
        correct_measurements(closed, newest, figures, reason=reason, by=by, at=at)
