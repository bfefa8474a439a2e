"""Questions, answers, and what a yes became."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Func, Q

from backend.accounts.models import Municipality
from backend.audit.stamps import Stamped
from institutions.models import Slot
from volunteers.models.people import Volunteer
from volunteers.rules.states import HOLDS_A_SEAT, AssignmentState, OfferState


class Wave(models.Model):
    """One round of questions about one slot: how many fitted, how many were asked, what is next."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()
    fitted = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    next_look_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["slot_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "number"], name="wave_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id} nr. {self.number}"


class Offer(Stamped):
    """A question to one person about one slot. At most one, ever (H4).

    ``probability`` is that of a yes at all, ``exposure`` what of it was known beforehand (the
    rest is the person's willingness), ``price`` and ``gain`` are in filled seats. ``by_hand``:
    a leader picked the person. ``page_of`` is set for a further task on the page of another
    question: it has no SMS of its own, and so counts under no ceiling.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="offers")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="offers")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="offers")
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, related_name="offers")
    state = models.CharField(max_length=10, default=OfferState.PLANNED)
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    # The first answer, and the first yes: what comes later does not change how one was asked.
    first_answered_at = models.DateTimeField(null=True, blank=True)
    first_channel = models.CharField(max_length=10, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    probability = models.FloatField()
    exposure = models.FloatField(null=True, blank=True)
    price = models.FloatField(null=True, blank=True)
    gain = models.FloatField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)
    page_of = models.ForeignKey("self", models.CASCADE, null=True, related_name="further")
    # Why this person: short Danish sentences a leader can read.
    reasons = models.JSONField(default=list)
    decline_reason = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["slot", "state"], name="offer_of_slot"),
            models.Index(fields=["volunteer", "-planned_at"], name="offer_of_volunteer"),
            models.Index(fields=["municipality", "sent_at"], name="offer_by_sent"),
            models.Index(
                fields=["municipality", "first_answered_at"],
                condition=~Q(first_channel__in=["", "link"]),
                name="offer_answered_otherwise",
            ),
            BrinIndex(fields=["changed_at"], name="offer_by_change", autosummarize=True),
        ]
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "slot"], name="one_offer_per_slot"),
            models.CheckConstraint(
                condition=Q(state__in=list(OfferState)), name="offer_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.slot_id} {self.state}"


class Assignment(Stamped):
    """What a yes became: a seat, a place on the waiting list, and what happened on the day.

    ``uuid`` is the calendar's UID and is never reused. ``sequence`` is the calendar's count
    for this person; it follows every invite, update and cancellation that was sent.
    ``during`` repeats the slot's span so that PostgreSQL itself refuses two overlapping seats.
    ``answer_by`` is set while somebody in line is called: a seat is kept for them until then.
    ``called_at`` without it: the time to answer ran out. ``companions`` are seats beside one's own.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="assignments")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="assignments")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="assignments")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, related_name="assignments")
    state = models.CharField(max_length=10)
    during = DateTimeRangeField()
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    waiting_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    # When a mark of who came was last taken back.
    unmarked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    # Set when a moved slot asks again; cleared by the answer.
    asked_again_at = models.DateTimeField(null=True, blank=True)
    hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    # Somebody brought along; never a telephone, and the first name only when it is given.
    companions = models.PositiveSmallIntegerField(default=0)
    companion_name = models.CharField(max_length=40, blank=True)
    companions_came = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["slot", "state"], name="assignment_of_slot"),
            models.Index(fields=["volunteer", "state"], name="assignment_of_person"),
            BrinIndex(fields=["changed_at"], name="assignment_by_change", autosummarize=True),
        ]
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "slot"], name="one_assignment_per_slot"),
            models.CheckConstraint(
                condition=Q(state__in=list(AssignmentState)), name="assignment_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.ATTENDED) | Q(hours__isnull=False),
                name="attended_has_hours",
            ),
            models.CheckConstraint(
                condition=Q(answer_by__isnull=True) | Q(state=AssignmentState.WAITING),
                name="called_from_the_line",
            ),
            models.CheckConstraint(
                condition=Q(companions__lte=1, companions_came__lte=models.F("companions")),
                name="one_companion_at_most",
            ),
            ExclusionConstraint(
                name="no_overlapping_seats",
                index_type="GIST",
                expressions=[
                    (
                        Func(
                            "volunteer_id",
                            "volunteer_id",
                            models.Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=sorted(HOLDS_A_SEAT)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.slot_id} {self.state}"

    @property
    def seats(self) -> int:
        """How many seats it holds when it holds any: one's own, and the companion's."""
        return 1 + self.companions

    @property
    def seats_in_line(self) -> int:
        """How many seats are kept for somebody who is called: one's own alone."""
        return 1
