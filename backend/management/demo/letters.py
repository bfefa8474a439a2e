"""A formal letter on its way to an association, by the municipality's mail room."""

from datetime import datetime, timedelta
from functools import partial

from backend.management.demo.stage import Stage
from backend.management.demo.timeline import office_hours
from volunteers.actions.letters import write_letter
from volunteers.models import Association

_TITLE = "Aftale om frivillige aktiviteter i det nye år"
_BODY = (
    "Kære forening\n\nTak for samarbejdet i år. Vedlagt er forslag til aftale for det kommende år. "
    "Ring til os, hvis I vil ændre noget.\n\nVenlig hilsen\nFrivilligkoordinatoren"
)


def plan_letters(stage: Stage) -> None:
    """One letter the day before the story's present."""
    stage.timeline.push(office_hours(stage.at - timedelta(days=1)), partial(_write, stage))


def _write(stage: Stage, at: datetime) -> None:
    partner = Association.objects.filter(municipality=stage.municipality).first()
    if partner is not None:
        write_letter(association=partner, title=_TITLE, body=_BODY, by=stage.coordinator, at=at)
