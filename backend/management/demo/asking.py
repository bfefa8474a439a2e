"""How people are asked these days: several tasks behind one SMS, and associations beside them."""

from datetime import datetime, timedelta
from functools import partial

from backend.management.demo.stage import Stage
from backend.management.demo.timeline import office_hours
from volunteers.actions.policies import set_policy

_DAYS = 2


def plan_asking(stage: Stage) -> None:
    """The coordinator switches both on two days ago; the looks since then follow it."""
    at = office_hours(stage.at - timedelta(days=_DAYS))
    stage.timeline.push(at, partial(_switch_on, stage))


def _switch_on(stage: Stage, at: datetime) -> None:
    set_policy(
        municipality=stage.municipality,
        weights={"shows_several": True, "asks_associations": True},
        by=stage.coordinator,
        at=at,
    )
