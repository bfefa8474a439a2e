"""Good examples: in one fixed form, with tools, and a count of who used them again."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from institutions.models import Institution, Task
from institutions.models.tasks import NeedWords
from volunteers.models.sharing.initiatives import Initiative

LONGEST_ANSWER = 300


class TargetGroup(models.TextChoices):
    """Whom the help was for, in the words a municipality plans by."""

    CHILDREN = "children", "Børn under 15 år"
    YOUNG = "young", "Unge"
    ELDERLY = "elderly", "Ældre"
    DISABILITY = "disability", "Mennesker med handicap"
    EVERYBODY = "everybody", "Alle"


class Example(NeedWords):
    """What worked (or did not) at a place: problem, solution, result, contact (wish 120).

    The solution is the need's own description, so that a need is begun from it. A draft until
    ``published_at``; taken down again by ``retired_at``. ``field`` is the institutions' own word.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="examples")
    # Where it was done; empty: across the municipality.
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="examples"
    )
    field = models.CharField(max_length=40)
    target_group = models.CharField(max_length=10, choices=TargetGroup.choices)
    problem = models.TextField(max_length=1000)
    result = models.TextField(max_length=1000)
    # A trial is worth telling also when it failed (wish 43).
    trial = models.BooleanField(default=False)
    # "Nyt, nyttigt, nyttiggjort" (wish 53).
    is_new = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    is_useful = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    is_used = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["municipality", "published_at"], name="example_shared")]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | ~(Q(is_new="") | Q(is_useful="") | Q(is_used="")),
                name="shared_example_has_three_answers",
            ),
            models.CheckConstraint(
                condition=Q(target_group__in=TargetGroup.values), name="target_group_known"
            ),
        ]

    @property
    def is_shared(self) -> bool:
        """Whether colleagues see it."""
        return self.published_at is not None and self.retired_at is None


class ExampleTool(models.Model):
    """Something to use: a link, or a small file that is only ever sent as a download."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    example = models.ForeignKey(Example, models.CASCADE, related_name="tools")
    title = models.CharField(max_length=80)
    url = models.CharField(max_length=300, blank=True)
    file_name = models.CharField(max_length=100, blank=True)
    content = models.BinaryField(null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(url="", content__isnull=False) | (~Q(url="") & Q(content__isnull=True)),
                name="tool_is_link_or_file",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExampleUse(models.Model):
    """A need or an initiative that was begun from an example: counted (K25), and its source."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    example = models.ForeignKey(Example, models.PROTECT, related_name="uses")
    task = models.OneToOneField(
        Task, models.CASCADE, null=True, blank=True, related_name="example_use"
    )
    initiative = models.OneToOneField(
        Initiative, models.CASCADE, null=True, blank=True, related_name="example_use"
    )
    used_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(task__isnull=True) ^ Q(initiative__isnull=True),
                name="example_began_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.example_id} {self.used_at:%Y-%m-%d}"
