"""Disagreements: what it is about, the three talks, and what came of it."""

import uuid

from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from institutions.models import Institution
from volunteers.models.people import Volunteer
from volunteers.rules.disagreements import Moment, Way

LONGEST_WORDS = 300


class OtherSide(models.TextChoices):
    """Who the place and somebody see it differently with."""

    VOLUNTEER = "volunteer", "En frivillig"
    CITIZEN = "citizen", "En borger eller pårørende"
    STAFF = "staff", "En medarbejder"
    ASSOCIATION = "association", "En forening"


class Disagreement(models.Model):
    """One disagreement at one institution. No name stands here but the volunteer's own row.

    ``volunteer`` and the words are taken out when the person is erased, or a year after it closed.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="disagreements")
    party = models.CharField(max_length=12, choices=OtherSide.choices)
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, null=True, blank=True, related_name="disagreements"
    )
    about = models.CharField(max_length=LONGEST_WORDS, blank=True)
    outcome = models.CharField(max_length=LONGEST_WORDS, blank=True)
    # Why it was closed without a talk afterwards.
    no_after_reason = models.CharField(max_length=200, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(party__in=OtherSide.values), name="disagreement_party_known"
            ),
            models.CheckConstraint(
                condition=Q(volunteer__isnull=True) | Q(party="volunteer"),
                name="disagreement_person_is_a_volunteer",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "closed_at"], name="disagreement_open"),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.opened_at:%Y-%m-%d}"


class DisagreementTalk(models.Model):
    """A talk before, during or after; noting the same one again corrects it."""

    disagreement = models.ForeignKey(Disagreement, models.CASCADE, related_name="talks")
    moment = models.CharField(max_length=6)
    way = models.CharField(max_length=7)
    held_on = models.DateField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["held_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["disagreement", "moment"], name="one_talk_a_moment"),
            models.CheckConstraint(
                condition=Q(moment__in=[one.value for one in Moment]), name="talk_moment_known"
            ),
            models.CheckConstraint(
                condition=Q(way__in=[one.value for one in Way]), name="talk_way_known"
            ),
            # Wish 127: the first step is a call.
            models.CheckConstraint(
                condition=~Q(moment=Moment.BEFORE.value) | Q(way=Way.CALL.value),
                name="first_talk_is_a_call",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disagreement_id} {self.moment}"
