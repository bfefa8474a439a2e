"""Stories: what happened, who can be recognised, their yes, and where it was told."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from institutions.models import Institution, Slot
from volunteers.models.people import Volunteer
from volunteers.rules.sharing import CHANNEL_WORDS, Channel

_CHANNELS = list(CHANNEL_WORDS.items())


class Story(models.Model):
    """A good story. Told only where everybody who can be recognised in it has said yes (E03).

    ``nobody_named`` is the writer's declaration that no one can be recognised. Other words are
    another story: they take every yes away.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="stories")
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="stories"
    )
    # The time it is about, where it is about one.
    slot = models.ForeignKey(Slot, models.PROTECT, null=True, blank=True, related_name="stories")
    title = models.CharField(max_length=120)
    body = models.TextField(max_length=4000)
    nobody_named = models.BooleanField(default=False)
    # When it is meant to be told (wish 56).
    planned_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "stories"
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.title


class StoryPerson(models.Model):
    """One who can be recognised in a story, and their yes to some channels.

    A volunteer of ours is the volunteer's own row and says yes by link or through the writer;
    anybody else (a colleague, a relative) stands by name. A yes is live from ``consented_at``
    until ``withdrawn_at``.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="persons")
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, null=True, blank=True, related_name="story_parts"
    )
    name = models.CharField(max_length=120, blank=True)
    channels = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    # How the yes was given: by link, on paper, by telephone.
    consent_way = models.CharField(max_length=60, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["story", "volunteer"], name="story_person_once"),
            models.CheckConstraint(
                condition=Q(volunteer__isnull=False) | ~Q(name=""), name="story_person_is_somebody"
            ),
            models.CheckConstraint(
                condition=Q(consented_at__isnull=True) | ~Q(channels=[]) & ~Q(consent_way=""),
                name="consent_says_where_and_how",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.volunteer)

    @property
    def agreed(self) -> bool:
        """Whether the yes is live."""
        return self.consented_at is not None and self.withdrawn_at is None

    @property
    def channel_words(self) -> list[str]:
        """Where the person has said yes to, in Danish."""
        return [words for channel, words in CHANNEL_WORDS.items() if channel in self.channels]


class StoryRelease(models.Model):
    """A story told in one channel, from ``published_at`` until it was taken down (K27)."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="releases")
    channel = models.CharField(max_length=10, choices=_CHANNELS)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Where it can be seen: the article, the post.
    url = models.CharField(max_length=300, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["published_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "channel"],
                condition=Q(taken_down_at__isnull=True),
                name="story_told_once_a_channel",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=list(Channel)), name="story_channel_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.channel}"
