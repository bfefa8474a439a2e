"""The municipality's volunteer strategy, as versions whose words never change."""

from django.db import models

from backend.accounts.models import Municipality
from institutions.rules.states import DocumentState


class Strategy(models.Model):
    """One version of the strategy. No date is approved until somebody notes it."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="strategies")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    state = models.CharField(max_length=12, default=DocumentState.DRAFT)
    approved_by = models.CharField(max_length=120, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="strategy_number_once"),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=models.Q(state=DocumentState.APPROVED),
                name="one_approved_strategy",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(DocumentState)), name="strategy_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DocumentState.APPROVED)
                | models.Q(approved_on__isnull=False),
                name="approved_strategy_has_a_date",
            ),
        ]
        verbose_name_plural = "strategies"

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"
