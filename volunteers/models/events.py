"""Events: what is planned or ordered, and the series an event may be a part of."""

import uuid

from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from backend.audit.stamps import Stamped
from institutions.models import Department, Institution
from institutions.models.organisation import Named
from volunteers.rules.events import KIND_WORDS, EventKind

_KINDS = list(KIND_WORDS.items())


class EventSeries(Named):
    """Several events that belong together, as the parts of a course."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="event_series")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="event_series_once"),
        ]


class Event(Stamped):
    """A talk, a course, a meeting. Over when ``ends_at`` has passed; off when ``cancelled_at`` is.

    ``department`` empty: the whole municipality's. ``seats`` empty: no limit. ``sms_title`` is
    what an SMS has room for. ``travel_minutes`` is what one person online is spared, both ways.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="events")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=_KINDS)
    series = models.ForeignKey(
        EventSeries, models.PROTECT, null=True, blank=True, related_name="parts"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="events"
    )
    organiser = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="events"
    )
    title = models.CharField(max_length=80)
    sms_title = models.CharField(max_length=24)
    description = models.TextField(max_length=2000)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    online_url = models.CharField(max_length=400, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    contact_name = models.CharField(max_length=80)
    contact_phone = models.CharField(max_length=16)
    public = models.BooleanField(default=False)
    trains_ambassadors = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    # A workshop's: what was begun there, one a line (wish 54).
    initiatives = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["municipality", "starts_at"], name="event_by_time")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(EventKind)), name="event_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(online_url=""), name="event_has_a_place"
            ),
            models.CheckConstraint(
                condition=Q(trains_ambassadors=False) | Q(kind=EventKind.COURSE),
                name="only_a_course_trains",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_word(self) -> str:
        """The kind in Danish."""
        return KIND_WORDS[self.kind]

    @property
    def started(self) -> list[str]:
        """What a workshop began, a line each."""
        return [line.strip() for line in self.initiatives.splitlines() if line.strip()]


class EventOrder(models.Model):
    """A leader's "Bestil et oplæg": waits until it has an event or a no with its reason."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="event_orders")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="event_orders")
    kind = models.CharField(max_length=16, choices=_KINDS)
    topic = models.CharField(max_length=80)
    wishes = models.TextField(max_length=1000, blank=True)
    # In the leader's own words: "en tirsdag i januar, efter kl. 14".
    when = models.CharField(max_length=120)
    expected = models.PositiveSmallIntegerField()
    contact_name = models.CharField(max_length=80)
    contact_phone = models.CharField(max_length=16)
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="event_orders")
    ordered_at = models.DateTimeField()
    event = models.OneToOneField(Event, models.PROTECT, null=True, blank=True, related_name="order")
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["ordered_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=list(EventKind)), name="event_order_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=True) | Q(declined_at__isnull=True),
                name="event_order_one_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def kind_word(self) -> str:
        """The kind in Danish."""
        return KIND_WORDS[self.kind]

    @property
    def waits(self) -> bool:
        """Whether nobody has answered it."""
        return self.event_id is None and self.declined_at is None
