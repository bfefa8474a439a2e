"""The municipality's own closed days, which series step over."""

from datetime import date, datetime, timedelta

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Invalid
from institutions.actions.organisation import require_keeper
from institutions.models import ClosedDay

LONGEST = timedelta(days=60)
_LONGEST_NAME = 60


@transaction.atomic
def close_days(
    *,
    municipality: Municipality,
    name: str,
    first_on: date,
    last_on: date,
    by: Actor,
    at: datetime,
) -> ClosedDay:
    """Closed from the first day to the last, both included. The same days twice are one row.

    Series made from now on step over them; times that stand already are not touched. Refuses a
    last day before the first, more than 60 days, and no name.
    """
    require_keeper(municipality.pk, by)
    if not name.strip() or len(name.strip()) > _LONGEST_NAME:
        text = f"Skriv, hvorfor der er lukket, med højst {_LONGEST_NAME} tegn, fx juleaften."
        raise Invalid("closed_name", text, {"name": [text]})
    if not first_on <= last_on <= first_on + LONGEST:
        text = "Vælg en dag, der er den samme eller senere, og højst 60 dage frem."
        raise Invalid("closed_span", text, {"last_on": [text]})
    days, created = ClosedDay.objects.update_or_create(
        municipality=municipality,
        first_on=first_on,
        last_on=last_on,
        defaults={"name": name.strip()},
    )
    record("close_days", days, by=by, at=at, new=created)
    return days


@transaction.atomic
def reopen_days(*, days: ClosedDay, by: Actor, at: datetime) -> None:
    """Takes closed days away; times that were left out for them do not come back."""
    require_keeper(days.municipality_id, by)
    record("reopen_days", days, by=by, at=at)
    days.delete()
