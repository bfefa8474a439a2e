"""The rules that change from minute to minute, asked of the database once more before sending."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q, Value
from django.db.models.functions import Coalesce, Least

from backend.common.danish_dates import local
from volunteers.matching.facts import Span
from volunteers.models import Assignment, ContactChannel, Offer, Volunteer
from volunteers.queries.history import LIVE_FOR, WEEK
from volunteers.rules.states import HOLDS_A_SEAT, LIVE_OFFERS


def askable(people: Collection[int], ceiling: int, at: datetime, *, most_live: int = 1) -> set[int]:
    """Those of the people one may ask at ``at``: neither erased, opted out nor paused, below their
    own and the municipality's ceiling of questions in 7 x 24 hours, with at most ``most_live - 1``
    questions of the last day unanswered. One query.
    """
    # Several tasks on one page are one question, and a person's own choice is none.
    texts = Q(offers__page_of__isnull=True, offers__sent_at__isnull=False)
    unanswered = texts & Q(offers__state__in=sorted(LIVE_OFFERS), asked_at__gt=at - LIVE_FOR)
    return set(
        Volunteer.objects.filter(
            Q(paused_until__isnull=True) | Q(paused_until__lte=local(at).date()),
            pk__in=people,
            opted_out_at__isnull=True,
            anonymised_at__isnull=True,
        )
        .exclude(channel=ContactChannel.PHONE)
        .annotate(asked_at=Coalesce("offers__sent_at", "offers__planned_at"))
        .values("pk")
        .annotate(
            week=Count("offers", filter=texts & Q(asked_at__gt=at - WEEK)),
            live=Count("offers", filter=unanswered),
            cap=Least(Coalesce("asks_per_week", Value(ceiling)), Value(ceiling)),
        )
        .filter(week__lt=Coalesce("cap", Value(ceiling)), live__lt=most_live)
        .values_list("pk", flat=True)
    )


def busy_spans(people: Collection[int], at: datetime) -> dict[int, list[Span]]:
    """When each has a seat or an unanswered question about a time not over; two queries."""
    busy: dict[int, list[Span]] = defaultdict(list)
    seats = Assignment.objects.filter(state__in=sorted(HOLDS_A_SEAT))
    asked = Offer.objects.filter(state__in=sorted(LIVE_OFFERS))
    for rows in (seats, asked):
        ahead = rows.filter(volunteer_id__in=people, slot__ends_at__gt=at)
        for person, starts_at, ends_at in ahead.values_list(
            "volunteer_id", "slot__starts_at", "slot__ends_at"
        ):
            busy[person].append(Span(starts_at, ends_at))
    return busy
