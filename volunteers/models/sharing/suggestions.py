"""Suggestions and bøvl: what is a hassle, what would be better, and the answer."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from backend.audit.stamps import Stamped
from institutions.models import Institution
from volunteers.models.people import Volunteer
from volunteers.rules.sharing import GAIN_WORDS, SUGGESTION_WORDS, SuggestionState


class Theme(models.TextChoices):
    """What a suggestion is about, for statistics by theme (wish 129)."""

    FORMS = "forms", "Skemaer og dokumentation"
    IT = "it", "It og adgang"
    WAITING = "waiting", "Ventetid og svar"
    RULES = "rules", "Regler og aftaler"
    PRACTICAL = "practical", "Det praktiske på stedet"
    OTHER = "other", "Noget andet"


class Campaign(models.Model):
    """A period in which suggestions are asked for; without a last day it stays open."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="campaigns")
    name = models.CharField(max_length=80)
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["opens_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=models.F("opens_on")),
                name="campaign_ends_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Suggestion(Stamped):
    """A bøvl, a proposal, or both; from a colleague, a volunteer by link, or anonymously.

    ``due_on`` is the last of ten working days (K28). ``receipt`` opens the page that tells the
    sender how it goes; it shows no name.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    receipt = models.UUIDField(default=uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="suggestions")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    theme = models.CharField(max_length=10, choices=Theme.choices)
    hassle = models.CharField(max_length=1000, blank=True)
    proposal = models.CharField(max_length=1000, blank=True)
    # Both empty: sent without a name.
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    received_at = models.DateTimeField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=SuggestionState.RECEIVED)
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    gains = ArrayField(models.CharField(max_length=10), default=list, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["municipality", "state"], name="suggestion_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(SuggestionState)), name="suggestion_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=SuggestionState.ANSWERED)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="answered_suggestion_has_answer",
            ),
            models.CheckConstraint(
                condition=Q(sent_by__isnull=True) | Q(volunteer__isnull=True),
                name="suggestion_has_one_sender",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme} {self.received_at:%Y-%m-%d}"

    @property
    def waits(self) -> bool:
        """Whether it has no answer yet."""
        return self.state != SuggestionState.ANSWERED

    @property
    def state_word(self) -> str:
        """The state in Danish."""
        return SUGGESTION_WORDS[self.state]

    @property
    def gain_words(self) -> list[str]:
        """Who was helped, in Danish."""
        return [words for gain, words in GAIN_WORDS.items() if gain in self.gains]
