"""Who takes part in an event: invited or by themselves, by name or as a number at the door."""

import uuid

from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from institutions.models import Department
from volunteers.models.associations import Association
from volunteers.models.events import Event
from volunteers.models.people import Volunteer
from volunteers.rules.events import (
    ANSWER_WORDS,
    CAME,
    GROUP_WORDS,
    PRESENCE_WORDS,
    Answer,
    Group,
    Origin,
    Presence,
)


class Participant(models.Model):
    """One person and one event: a colleague, a volunteer, an association's contact, or a guest.

    ``name``, ``phone`` and ``email`` are only a guest's own and are forgotten after the event.
    ``department`` is the colleague's on the day of the invitation. ``sequence`` is the calendar's
    count; empty until a calendar has been sent.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="participants")
    group = models.CharField(max_length=12, choices=list(GROUP_WORDS.items()))
    origin = models.CharField(max_length=8, choices=[(one, one) for one in Origin])
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="participations")
    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, null=True, related_name="participations"
    )
    association = models.ForeignKey(
        Association, models.CASCADE, null=True, related_name="participations"
    )
    name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=8, default=Answer.INVITED.value)
    presence = models.CharField(max_length=8, blank=True, default=Presence.UNKNOWN.value)
    # When ``presence`` was said last.
    presence_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(null=True)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    # The place in line follows from when one asked for it.
    waiting_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["event", "answer"], name="participant_of_event")]
        constraints = [
            models.CheckConstraint(condition=Q(group__in=list(Group)), name="participant_group"),
            models.CheckConstraint(condition=Q(answer__in=list(Answer)), name="participant_answer"),
            models.CheckConstraint(
                condition=Q(presence__in=list(Presence)), name="participant_presence"
            ),
            models.UniqueConstraint(fields=["event", "user"], name="colleague_once_an_event"),
            models.UniqueConstraint(fields=["event", "volunteer"], name="volunteer_once_an_event"),
            models.UniqueConstraint(
                fields=["event", "association"], name="association_once_an_event"
            ),
            models.UniqueConstraint(
                fields=["event", "phone"], condition=~Q(phone=""), name="guest_once_an_event"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.answer}"

    @property
    def shown_name(self) -> str:
        """The person's name; "Gæst" where it is forgotten. Reads rows already loaded."""
        if self.user is not None:
            return self.user.name
        if self.volunteer is not None:
            return self.volunteer.full_name
        if self.association is not None:
            return f"{self.association.contact_name}, {self.association.name}"
        return self.name or "Gæst"

    @property
    def short_name(self) -> str:
        """As ``shown_name``, a volunteer's with the initial alone."""
        return self.volunteer.short_name if self.volunteer is not None else self.shown_name

    @property
    def called(self) -> str:
        """What a message calls the person."""
        if self.volunteer is not None:
            return self.volunteer.first_name
        if self.association is not None:
            return self.association.contact_name
        return self.user.name if self.user is not None else self.name

    @property
    def to_phone(self) -> str:
        """The number an SMS goes to, if any."""
        if self.association is not None:
            return self.association.contact_phone
        holder = self.user or self.volunteer
        return holder.phone if holder is not None else self.phone

    @property
    def to_email(self) -> str:
        """The address a mail goes to, if any."""
        if self.association is not None:
            return self.association.contact_email
        holder = self.user or self.volunteer
        return holder.email if holder is not None else self.email

    @property
    def group_word(self) -> str:
        """The group in Danish."""
        return GROUP_WORDS[self.group]

    @property
    def words(self) -> str:
        """What happened on the day, else what the person said."""
        return PRESENCE_WORDS[self.presence] or ANSWER_WORDS[self.answer]

    @property
    def came(self) -> bool:
        """Whether the person was there, in the room or online."""
        return self.presence in CAME


class Headcount(models.Model):
    """How many of a group came without being on the list, in the room and online."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="headcounts")
    group = models.CharField(max_length=12, choices=list(GROUP_WORDS.items()))
    at_place = models.PositiveSmallIntegerField(default=0)
    online = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "group"], name="headcount_once_a_group"),
            models.CheckConstraint(condition=Q(group__in=list(Group)), name="headcount_group"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.group}"

    @property
    def group_word(self) -> str:
        """The group in Danish."""
        return GROUP_WORDS[self.group]


class EventLink(models.Model):
    """The personal door to one event for one participant; only the token's hash is kept."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"event link of {self.participant_id}"
