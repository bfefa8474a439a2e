"""Who did what, on whose behalf, to which row, when."""

from django.db import models

from backend.accounts.models import Municipality, User


class AuditEntry(models.Model):
    """One deed. Written by the action that did it, in its transaction; never changed."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=80)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    volunteer_ref = models.BigIntegerField(null=True)
    on_behalf_of = models.CharField(max_length=120, blank=True)
    deed = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "-at"], name="audit_newest"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
        ]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.deed} {self.subject_type} {self.subject_id}"
