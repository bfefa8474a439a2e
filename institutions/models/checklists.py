"""The leader's checklist: what must be in order before a need may be published."""

from django.db import models

from backend.accounts.models import Municipality, User
from institutions.models.governing import RulesVersion
from institutions.models.organisation import Institution
from institutions.rules.states import ChecklistLevel, DocumentState


class ChecklistTemplate(models.Model):
    """One version of the checklist's items."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="checklists")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default=DocumentState.DRAFT)
    approved_by = models.CharField(max_length=120, blank=True)
    approved_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "number"], name="checklist_number_once"
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=models.Q(state=DocumentState.APPROVED),
                name="one_approved_checklist",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(DocumentState)), name="checklist_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Tjekliste {self.number}"


class ChecklistItem(models.Model):
    """One point: its words, whether it gates, what counts as evidence."""

    template = models.ForeignKey(ChecklistTemplate, models.PROTECT, related_name="items")
    code = models.CharField(max_length=4)
    phase = models.CharField(max_length=10)
    level = models.CharField(max_length=12)
    text = models.CharField(max_length=300)
    gates = models.BooleanField()
    evidence = models.CharField(max_length=12)
    evidence_hint = models.CharField(max_length=120)
    reopened_by_rules = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["template", "code"], name="checklist_code_once"),
            models.CheckConstraint(
                condition=models.Q(level__in=list(ChecklistLevel)), name="item_level_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class ChecklistRun(models.Model):
    """An institution's filled-in checklist; valid twelve months from when it was begun."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="runs")
    template = models.ForeignKey(ChecklistTemplate, models.PROTECT, related_name="+")
    rules_version = models.ForeignKey(RulesVersion, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    valid_until = models.DateField()
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution"],
                condition=models.Q(current=True),
                name="one_current_run",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.started_at:%Y-%m-%d}"


class TickBase(models.Model):
    """Who closed a point, when, on what evidence."""

    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=300)
    ticked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField()

    class Meta:
        abstract = True


class Tick(TickBase):
    """A point of the institution's checklist, closed. Reopened ones stay for history."""

    run = models.ForeignKey(ChecklistRun, models.PROTECT, related_name="ticks")
    reopened_at = models.DateTimeField(null=True)
    reopened_why = models.CharField(max_length=120, blank=True)
    # Where the evidence is a talk in the MED committee: the entry of the log it points to.
    med_entry = models.ForeignKey(
        "institutions.MedEntry", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "item"],
                condition=models.Q(reopened_at__isnull=True),
                name="one_standing_tick",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.item_id}"


class TaskTick(TickBase):
    """A point that belongs to one task."""

    task = models.ForeignKey("institutions.Task", models.CASCADE, related_name="ticks")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "item"], name="one_tick_per_task_item"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.item_id}"


class MedKind(models.TextChoices):
    """What came of it: the committee was told, talked it through, or agreed."""

    INFORMED = "informed", "Orienteret"
    DISCUSSED = "discussed", "Drøftet"
    AGREED = "agreed", "Enighed"


class MedEntry(models.Model):
    """An entry of the MED log: which committee was informed or agreed, and when.

    Without an institution it is the whole municipality's committee.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="med_entries"
    )
    committee = models.CharField(max_length=80)
    held_on = models.DateField()
    kind = models.CharField(max_length=12, choices=MedKind.choices)
    note = models.CharField(max_length=300, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=MedKind.values), name="med_kind_known"
            ),
        ]
        verbose_name_plural = "MED entries"

    def __str__(self) -> str:
        return f"{self.committee} {self.held_on}"
