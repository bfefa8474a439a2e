"""Another system that was told what happened, and is switched off in the demo: nobody listens."""

from datetime import datetime, timedelta
from functools import partial

from backend.management.demo.stage import Stage
from backend.management.demo.timeline import office_hours
from backend.webhooks.models import Endpoint, Event
from institutions.actions.webhooks import add_endpoint, switch_endpoint

# A name that leads nowhere, by its registry.
_URL = "https://intranet.example/samspil"
_EVENTS = (Event.TASK_OPENED, Event.SLOT_FILLED)


def plan_systems(stage: Stage) -> None:
    """The intranet listens for two days, and is switched off before the story's present."""
    stage.timeline.push(office_hours(stage.at - timedelta(days=2)), partial(_listen, stage))


def _listen(stage: Stage, at: datetime) -> None:
    endpoint, _secret = add_endpoint(
        name="Intranettet", url=_URL, events=_EVENTS, by=stage.coordinator, at=at
    )
    last = stage.at - timedelta(hours=1)
    stage.timeline.push(last, partial(_switch_off, stage, endpoint))


def _switch_off(stage: Stage, endpoint: Endpoint, at: datetime) -> None:
    switch_endpoint(endpoint=endpoint, on=False, by=stage.coordinator, at=at)
