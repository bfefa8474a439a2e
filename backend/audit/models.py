"""Who did what, on whose behalf, to which row, when."""

from django.contrib.postgres.fields import ArrayField
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


class Change(models.Model):
    """A change that no deed explains: the database's own witness wrote it, whoever changed.

    A statement by hand, by another program or by a line of ours that forgot ``record``. Written by
    triggers (``backend/audit/witness.py``), never by the code; ids and names of tables, no values.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    at = models.DateTimeField()
    transaction = models.BigIntegerField(db_index=True)
    table = models.CharField(max_length=63)
    operation = models.CharField(max_length=6)
    rows = ArrayField(models.BigIntegerField())
    login = models.CharField(max_length=63)
    program = models.CharField(max_length=63, blank=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "-at"], name="change_newest")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.operation} {self.table}"


class Look(models.Model):
    """Somebody opened a page about one person. Written after the answer; see decision 0006."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    volunteer_ref = models.BigIntegerField()
    page = models.CharField(max_length=60)

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "-at"], name="look_newest"),
            models.Index(fields=["volunteer_ref", "-at"], name="look_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.page} {self.volunteer_ref}"
