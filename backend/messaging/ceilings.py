"""Ceilings on questions: per number and day, per municipality and day, and kroner per month."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from backend.accounts.models import Municipality
from backend.messaging.models import RANKS, Channel, Message, MessageState
from backend.messaging.quiet import COPENHAGEN, UTC, first_moment

ALARM_AT = 0.8
# A ceiling may be raised while messages wait, so they knock again before tomorrow.
WAIT = timedelta(hours=1)
CLAIM_LOCK = 740_003
# What never left the queue cost nothing.
_NEVER_LEFT = (RANKS[MessageState.QUEUED], RANKS[MessageState.RECALLED])


@dataclass(frozen=True, slots=True)
class Spending:
    """SMS of one municipality: today and this month so far, in pieces and øre.

    ``forecast_ore`` is where the month ends at this pace.
    """

    today: int
    month: int
    month_ore: int
    forecast_ore: int
    ceiling_ore: int

    @property
    def share(self) -> float:
        """How much of the month's ceiling is used; 1.0 is all of it."""
        return self.month_ore / self.ceiling_ore

    @property
    def is_near(self) -> bool:
        """Whether the coordinator must hear about it."""
        return self.share >= ALARM_AT

    @property
    def is_reached(self) -> bool:
        """Whether questions wait."""
        return self.month_ore >= self.ceiling_ore


def spending(municipality: Municipality, at: datetime) -> Spending:
    """What the municipality's SMS have cost; one query."""
    day, month = start_of_day(at), start_of_month(at)
    found = _handed_over(municipality.pk, month).aggregate(
        today=Count("id", filter=Q(claimed_at__gte=day)),
        pieces=Count("id"),
        ore=Sum("price_ore", default=0),
    )
    passed = max((at - month) / (_next_month(at) - month), 1 / 31)
    return Spending(
        today=found["today"],
        month=found["pieces"],
        month_ore=found["ore"],
        forecast_ore=round(found["ore"] / passed),
        ceiling_ore=municipality.sms_kroner_per_month * 100,
    )


def wait_for_room(message: Message, at: datetime) -> datetime:
    """``at`` when the message fits below every ceiling, else when to look again.

    Called in the claim's transaction. Claims of one municipality stand in line here, so that
    many lanes cannot each take the last place.
    """
    place = message.municipality
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [CLAIM_LOCK, place.pk])
    day = start_of_day(at)
    to_number = _handed_over(place.pk, day).filter(to=message.to).count()
    if to_number >= place.sms_per_number_day:
        return first_moment(place, day + timedelta(days=1, hours=3))
    used = spending(place, at)
    too_dear = used.month_ore + message.price_ore > used.ceiling_ore
    if used.today >= place.sms_per_day or too_dear:
        return first_moment(place, at + WAIT)
    return at


def start_of_day(at: datetime) -> datetime:
    """Midnight before ``at`` on a Danish wall, as UTC."""
    today = at.astimezone(COPENHAGEN).date()
    return datetime.combine(today, time(0), COPENHAGEN).astimezone(UTC)


def start_of_month(at: datetime) -> datetime:
    """The first midnight of the month on a Danish wall, as UTC."""
    first = at.astimezone(COPENHAGEN).date().replace(day=1)
    return datetime.combine(first, time(0), COPENHAGEN).astimezone(UTC)


def _next_month(at: datetime) -> datetime:
    return start_of_month(start_of_month(at) + timedelta(days=33))


def _handed_over(municipality_id: int, since: datetime) -> QuerySet[Message]:
    return Message.objects.filter(
        municipality_id=municipality_id, channel=Channel.SMS, claimed_at__gte=since
    ).exclude(rank__in=_NEVER_LEFT)
