"""Questions to associations, and the seats a group holds without names."""

import uuid

from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality
from institutions.models import Institution, RulesVersion, Slot
from volunteers.models.associations import Association, AssociationContact
from volunteers.models.people import Volunteer
from volunteers.rules.states import GroupState


class GroupOffer(models.Model):
    """A question to one association about one slot, and the seats its people hold there.

    ``seats`` count in the slot's ``seats_taken`` exactly as people do. ``uuid`` is the calendar's
    UID and ``sequence`` its count. ``came`` and ``hours`` (each person's) are the day's.
    ``seats_wanted`` is what a group in line waits for; while ``answer_by`` is set, so many are
    kept for it. ``called_at`` without it: the time to answer ran out.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    association = models.ForeignKey(Association, models.PROTECT, related_name="group_offers")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="group_offers")
    contact = models.ForeignKey(AssociationContact, models.PROTECT, related_name="group_offers")
    state = models.CharField(max_length=10, default=GroupState.SENT)
    seats_asked = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField(default=0)
    seats_wanted = models.PositiveSmallIntegerField(default=0)
    waiting_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    # Set when a moved slot asks again; cleared by the answer.
    asked_again_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    came = models.PositiveSmallIntegerField(null=True, blank=True)
    hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    names = models.ManyToManyField(Volunteer, through="GroupName", related_name="+")

    class Meta:
        ordering = ["slot_id", "id"]
        indexes = [models.Index(fields=["association", "state"], name="group_of_association")]
        constraints = [
            models.UniqueConstraint(fields=["association", "slot"], name="one_group_per_slot"),
            models.CheckConstraint(
                condition=Q(state__in=list(GroupState)), name="group_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=GroupState.ACCEPTED, seats__gt=0)
                | (~Q(state=GroupState.ACCEPTED) & Q(seats=0)),
                name="group_has_seats_when_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state=GroupState.WAITING)
                | Q(seats_wanted__gt=0, waiting_at__isnull=False),
                name="group_waits_for_seats",
            ),
            models.CheckConstraint(
                condition=Q(answer_by__isnull=True) | Q(state=GroupState.WAITING),
                name="group_called_from_the_line",
            ),
            models.CheckConstraint(
                condition=Q(came__isnull=True) | Q(came=0) | Q(hours__gt=0),
                name="group_that_came_has_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.association_id} {self.slot_id} {self.state}"

    @property
    def seats_in_line(self) -> int:
        """How many seats are kept for it when it is called."""
        return self.seats_wanted


class GroupName(models.Model):
    """One member who is said to come with the group; names are never needed."""

    group = models.ForeignKey(GroupOffer, models.CASCADE, related_name="name_rows")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="group_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "volunteer"], name="group_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.volunteer_id}"


class GroupAcceptance(models.Model):
    """A contact's promise that rules and confidentiality are told on to those who come."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    association = models.ForeignKey(Association, models.PROTECT, related_name="acceptances")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    rules_version = models.ForeignKey(RulesVersion, models.PROTECT, related_name="+")
    accepted_by = models.CharField(max_length=80)
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["-accepted_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "institution", "rules_version"],
                name="group_acceptance_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.association_id} {self.institution_id} {self.rules_version_id}"
