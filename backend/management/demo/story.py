"""The whole story, told once: build the town, gather its people, let three months pass."""

from datetime import datetime, time, timedelta
from functools import partial

from django.db import connection, transaction

from backend.accounts.models import Municipality
from backend.common.danish_dates import COPENHAGEN
from backend.management.demo.answers import follow_offers
from backend.management.demo.arrivals import plan_arrivals
from backend.management.demo.asking import plan_asking
from backend.management.demo.content import Address, Scale
from backend.management.demo.crowd import gather_people
from backend.management.demo.deliveries import deliver
from backend.management.demo.events import plan_events
from backend.management.demo.helping import plan_help
from backend.management.demo.letters import plan_letters
from backend.management.demo.needs import plan_needs
from backend.management.demo.partners import plan_partners
from backend.management.demo.project import plan_project
from backend.management.demo.scenes import plan_scenes
from backend.management.demo.sharing import plan_sharing
from backend.management.demo.stage import Stage
from backend.management.demo.steering import plan_steering
from backend.management.demo.systems import plan_systems
from backend.management.demo.talks import plan_talks
from backend.management.demo.town import build_town
from backend.management.demo.wider import plan_wider
from volunteers.actions.clockwork import run_clockwork

# When the story looks at the clock: after the quiet hours, at the reminders, in the evening.
_LOOKS = (time(8, 2), time(10, 2), time(17, 2))
# What is a month old need not be told by the hour; with one look a day seats fill too slowly.
_LONG_AGO = 30
_LOOKS_LONG_AGO = (time(10, 2), time(17, 2))
_DAYS_BEFORE_FIRST_NEED = 14
_DAYS_BETWEEN_COUNTS = 7


@transaction.atomic
def tell_story(*, scale: Scale, address: Address, at: datetime) -> bool:
    """Everything up to ``at``; False, and nothing happens, when the town stands already.

    The same moment and scale give the same story.
    """
    if Municipality.objects.filter(slug=address.slug).exists():
        return False
    stage = build_town(scale, address, at)
    gather_people(stage)
    plan_needs(stage)
    plan_scenes(stage)
    plan_wider(stage)
    plan_project(stage)
    plan_events(stage)
    plan_partners(stage)
    plan_talks(stage)
    plan_help(stage)
    plan_letters(stage)
    plan_arrivals(stage)
    plan_sharing(stage)
    plan_systems(stage)
    plan_asking(stage)
    plan_steering(stage)
    _plan_looks(stage)
    stage.timeline.run(until=at)
    return True


def _plan_looks(stage: Stage) -> None:
    days = stage.scale.days_back + _DAYS_BEFORE_FIRST_NEED
    for ago in range(days, -1, -1):
        day = stage.today - timedelta(days=ago)
        for look in _LOOKS_LONG_AGO if ago > _LONG_AGO else _LOOKS:
            moment = datetime.combine(day, look, COPENHAGEN)
            if moment <= stage.at:
                stage.timeline.push(moment, partial(_look, stage))
        if ago % _DAYS_BETWEEN_COUNTS == 0:
            stage.timeline.push(datetime.combine(day, time(0), COPENHAGEN), _count_rows)
    stage.timeline.push(stage.at, partial(_look, stage))


def _look(stage: Stage, at: datetime) -> None:
    """The clock's work, the telephone's, and what people will make of the new questions."""
    deliver(stage.municipality.pk, at, frozenset(stage.dead_numbers))
    run_clockwork(at=at)
    deliver(stage.municipality.pk, at, frozenset(stage.dead_numbers))
    follow_offers(stage)


def _count_rows(_at: datetime) -> None:
    """Lets PostgreSQL count what the story has written: nobody else sees it before the end, so
    the queries would be planned for empty tables.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
