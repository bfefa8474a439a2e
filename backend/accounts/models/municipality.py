"""The municipality: root of every row, and its own settings."""

import uuid
from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class Municipality(models.Model):
    """One municipality. No name, text or rule of any municipality stands in the code."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=20)
    sms_sender = models.CharField(max_length=11)
    link_host = models.CharField(max_length=19, unique=True)
    phone = models.CharField(max_length=16)
    email = models.EmailField()
    colour = models.CharField(max_length=7, default="#005b70")
    quiet_from = models.TimeField(default=time(20, 0))
    quiet_until = models.TimeField(default=time(8, 0))
    asks_per_week = models.PositiveSmallIntegerField(
        default=2, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    withdraw_cutoff_hours = models.PositiveSmallIntegerField(default=24)
    # How long somebody called from the waiting list has to answer.
    seat_answer_hours = models.PositiveSmallIntegerField(
        default=12, validators=[MinValueValidator(1), MaxValueValidator(72)]
    )
    wave_hours = models.PositiveSmallIntegerField(
        default=2, validators=[MinValueValidator(1), MaxValueValidator(48)]
    )
    # A question without an answer is repeated once, so long after it was sent; 0 never.
    question_reminder_hours = models.PositiveSmallIntegerField(
        default=48, validators=[MaxValueValidator(168)]
    )
    # How long a children's certificate counts from its assessment, and how long after that.
    certificate_months = models.PositiveSmallIntegerField(default=24)
    certificate_grace_days = models.PositiveSmallIntegerField(default=30)
    sms_price_ore = models.PositiveSmallIntegerField(default=40)
    # Questions and thanks keep these ceilings; what a person must know goes out all the same.
    quiet_on_holidays = models.BooleanField(default=True)
    sms_per_number_day = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    sms_per_day = models.PositiveIntegerField(default=2000, validators=[MinValueValidator(1)])
    sms_kroner_per_month = models.PositiveIntegerField(
        default=5000, validators=[MinValueValidator(1)]
    )
    # How fast the sender may hand over, all workers together; empty: as fast as the lanes go.
    sms_per_second = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(asks_per_week__range=(1, 7)), name="asks_per_week_1_to_7"
            ),
        ]

    def __str__(self) -> str:
        return self.name
