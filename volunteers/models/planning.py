"""How a municipality wants people asked, and what each open time has to expect."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality
from institutions.models import Slot

# Lowest and highest of each weight. Outside them a tick asks everybody, or nobody.
BOUNDS = {
    "question": (0.005, 0.2),
    "fairness": (0.0, 0.1),
    "surplus": (0.0, 1.0),
    "mean_yes": (0.05, 0.8),
    "look_minutes": (15, 30),
    "tell_leader_below": (0.05, 0.95),
    "tell_ambassador_below": (0.05, 0.95),
}


def _within(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{name}__range": BOUNDS[name]}), name=f"asking_{name}_bounds"
    )


def _bounds(name: str) -> list[MinValueValidator | MaxValueValidator]:
    low, high = BOUNDS[name]
    return [MinValueValidator(low), MaxValueValidator(high)]


class AskingPolicy(models.Model):
    """What the matching weighs, in filled seats; without a row the defaults hold (matching.md).

    ``question`` is the price of one SMS, ``fairness`` the further price per question of the last
    28 days, ``surplus`` what a yes to a taken seat costs. ``mean_yes`` is the share of yes of
    somebody unknown before the municipality's own answers say otherwise. Below the two chances
    of being filled the leader, then the ambassador, is told. ``shows_several``: the page of one
    SMS shows up to three fitting tasks. ``asks_associations``: where many are wanted, the planner
    asks an association for several people.
    """

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, related_name="asking_policy", primary_key=True
    )
    question = models.FloatField(default=0.025, validators=_bounds("question"))
    fairness = models.FloatField(default=0.0125, validators=_bounds("fairness"))
    surplus = models.FloatField(default=0.6, validators=_bounds("surplus"))
    mean_yes = models.FloatField(default=0.29, validators=_bounds("mean_yes"))
    look_minutes = models.PositiveSmallIntegerField(default=20, validators=_bounds("look_minutes"))
    tell_leader_below = models.FloatField(default=0.6, validators=_bounds("tell_leader_below"))
    tell_ambassador_below = models.FloatField(
        default=0.35, validators=_bounds("tell_ambassador_below")
    )
    shows_several = models.BooleanField(default=False)
    asks_associations = models.BooleanField(default=False)

    class Meta:
        constraints = [_within(name) for name in BOUNDS]
        verbose_name_plural = "asking policies"

    def __str__(self) -> str:
        return f"{self.municipality_id}"


class Forecast(models.Model):
    """What the latest look at a slot found; written anew at each look.

    ``fits`` may be asked now or when their limits allow, those asked before not counted.
    ``chance`` is that of all seats filled by the deadline when one goes on asking, ``chance_now``
    that of the questions already out, which are expected to have filled it at ``full_at``.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    slot = models.OneToOneField(Slot, models.CASCADE, related_name="forecast")
    looked_at = models.DateTimeField()
    next_look_at = models.DateTimeField(null=True, blank=True)
    fits = models.PositiveIntegerField()
    seats_open = models.PositiveSmallIntegerField()
    chance = models.FloatField()
    chance_now = models.FloatField()
    full_at = models.DateTimeField(null=True, blank=True)
    is_scarce = models.BooleanField(default=False)
    is_too_late = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "-looked_at"], name="forecast_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(chance__range=(0, 1)) & Q(chance_now__range=(0, 1)),
                name="forecast_chances_0_to_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.chance:.2f}"
