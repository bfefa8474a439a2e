"""What is needed: a task of an institution."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from backend.accounts.models import Municipality, User
from backend.audit.stamps import Stamped
from institutions.models.organisation import Institution, Named
from institutions.rules.states import TaskState


class TaskKind(Named):
    """A kind of task people can wish for: company, walks, reading, nature."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="task_kinds")

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="task_kind_once"),
        ]


class Skill(Named):
    """Something a person can have and a task can require: a course, a driving licence."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="skills")

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="skill_once"),
        ]


class ChildContact(models.TextChoices):
    """Contact with children under 15 (L09, L10): decides the children's certificate."""

    NONE = "none", "Nej"
    OCCASIONAL = "occasional", "Enkeltstående"
    FIXED = "fixed", "Fast"


class Certificate(models.TextChoices):
    """What must be in order before a yes is confirmed; fixed contact with children always is."""

    NONE = "none", "Nej"
    CHILDREN = "children", "Ja, børneattest"
    RECORD = "record", "Ja, straffeattest"


class Condition(models.TextChoices):
    """Practical conditions in neutral words: of the place and the task, never of a citizen."""

    WHEELCHAIR = "wheelchair", "Kørestol med"
    STAIRS = "stairs", "Trapper"
    WALKING = "walking", "I går en del"
    OUTDOORS = "outdoors", "Udendørs"
    ANIMALS = "animals", "Dyr på stedet"
    SMOKE = "smoke", "Der kan være røget"
    CAR = "car", "Du skal selv have bil"


class NeedWords(Stamped):
    """What is asked for, in the leader's words: the same on a need and on a template of needs."""

    kind = models.ForeignKey(TaskKind, models.PROTECT, related_name="%(class)ss")
    title = models.CharField(max_length=80)
    # What an SMS has room for.
    sms_title = models.CharField(max_length=21)
    description = models.TextField(max_length=1000)
    not_to_do = models.CharField(max_length=300)
    meeting_place = models.CharField(max_length=120, blank=True)
    # Where the task is done from anywhere; only those who are confirmed see it.
    online_link = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=80)
    contact_phone = models.CharField(max_length=16)
    min_age = models.PositiveSmallIntegerField(default=18)
    child_contact = models.CharField(
        max_length=10, choices=ChildContact.choices, default=ChildContact.NONE
    )
    certificate = models.CharField(
        max_length=8, choices=Certificate.choices, default=Certificate.NONE
    )
    certificate_reason = models.CharField(max_length=300, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="%(class)ss")
    # Good to have; nobody is left out for want of them.
    wished_skills = models.ManyToManyField(Skill, blank=True, related_name="+")
    # Besides Danish, all of them.
    languages = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    conditions = ArrayField(
        models.CharField(max_length=12, choices=Condition.choices), default=list, blank=True
    )
    practical = models.CharField(max_length=200, blank=True)
    # Empty: the institution's own.
    insurance_text = models.CharField(max_length=300, blank=True)
    expenses_text = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def online(self) -> bool:
        """Whether one can help from anywhere."""
        return bool(self.online_link)

    @property
    def needs_childrens_certificate(self) -> bool:
        """Fixed contact always (L09); occasional contact when the leader asks for it (L10)."""
        return self.child_contact == ChildContact.FIXED or self.certificate == Certificate.CHILDREN

    @property
    def certificate_word(self) -> str:
        """What the volunteer must have, in plain words; "" for nothing.

        "Ja, straffeattest" is the leader's answer in the form, and no sentence to a volunteer.
        """
        if self.needs_childrens_certificate:
            return "Børneattest"
        return "Straffeattest" if self.certificate == Certificate.RECORD else ""

    @property
    def condition_words(self) -> list[str]:
        """The practical conditions in words, in the order of the list."""
        return [str(word.label) for word in Condition if word in self.conditions]


class Task(NeedWords):
    """A need in the leader's words. Published only when every gate is met."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="tasks")
    # The place that asks: an institution, or the place of a project.
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="tasks")
    state = models.CharField(max_length=10, default=TaskState.DRAFT)
    review_reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # An employee's proposal lies with the leader from this moment.
    proposed_at = models.DateTimeField(null=True, blank=True)
    # Who leads the place when the need is published, whoever published it.
    responsible = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    # First sent to be published, and first stopped for words that sound like staff's work (K19).
    submitted_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["municipality", "state"], name="task_by_state"),
            models.Index(fields=["municipality", "published_at"], name="task_by_published"),
            models.Index(fields=["institution", "published_at"], name="task_of_place"),
            BrinIndex(fields=["changed_at"], name="task_by_change", autosummarize=True),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(TaskState)), name="task_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(min_age__gte=15), name="task_min_age_at_least_15"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[TaskState.OPEN, TaskState.DONE])
                | models.Q(published_at__isnull=False),
                name="open_task_is_published",
            ),
        ]

    @property
    def insurance(self) -> str:
        """What the volunteer is told of insurance: the need's own words, else the institution's."""
        return self.insurance_text or self.institution.insurance_text

    @property
    def expenses(self) -> str:
        """What the volunteer is told of expenses: the need's own words, else the institution's."""
        return self.expenses_text or self.institution.expenses_text


class WordHit(models.Model):
    """A word that sounded like staff's work, what the leader said of it, what was decided."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="word_hits")
    word = models.CharField(max_length=40)
    level = models.CharField(max_length=5)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "word"], name="word_hit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.word}"
