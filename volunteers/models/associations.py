"""The associations, companies and networks people come through."""

import uuid

from django.db import models

from backend.accounts.models import Municipality
from backend.audit.stamps import Stamped
from institutions.models.organisation import Named
from volunteers.models.people import Volunteer


class Association(Named):
    """A partner. CVR is optional: small associations may have none.

    ``uuid`` stands in the address where its people sign up by themselves.
    """

    class Kind(models.TextChoices):
        """What sort of partner."""

        ASSOCIATION = "association", "Forening"
        COMPANY = "company", "Virksomhed"
        NETWORK = "network", "Netværk"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="associations")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ASSOCIATION)
    cvr = models.CharField(max_length=8, blank=True)
    agreement_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    insurance_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "cvr"],
                condition=~models.Q(cvr=""),
                name="association_cvr_once",
            ),
            models.UniqueConstraint(fields=["municipality", "name"], name="association_name_once"),
        ]

    @property
    def contact(self) -> "AssociationContact | None":
        """Who is asked first; no query when the contacts are loaded with the row."""
        live = (one for one in self.contacts.all() if one.ended_at is None)
        return next(live, None)

    @property
    def contact_name(self) -> str:
        """The first contact's name; "" for none."""
        return self.contact.name if self.contact else ""

    @property
    def contact_phone(self) -> str:
        """The first contact's telephone; "" for none."""
        return self.contact.phone if self.contact else ""

    @property
    def contact_email(self) -> str:
        """The first contact's mail address; "" for none."""
        return self.contact.email if self.contact else ""


class AssociationContact(Stamped):
    """A person who answers for an association. An ended one has no name or telephone left."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    association = models.ForeignKey(Association, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=16)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # The first one is asked first.
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "phone"],
                condition=models.Q(ended_at__isnull=True),
                name="contact_phone_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What an SMS says."""
        return self.name.split(maxsplit=1)[0] if self.name else ""


class Membership(models.Model):
    """A person in an association; a person may be in several.

    ``vouched_on`` and ``vouched_by``: the association itself has seen a certificate in order,
    on that day, says that contact (L14). It counts only while the declaration does.
    """

    association = models.ForeignKey(Association, models.CASCADE, related_name="memberships")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="memberships")
    vouched_on = models.DateField(null=True, blank=True)
    vouched_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "volunteer"], name="member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.association_id} {self.volunteer_id}"


class AssociationPaper(models.Model):
    """An agreement or a declaration, word for word, and who accepted it when: the receipt.

    ``ends_on`` is the agreement's review date or the declaration's last day. An accepted one is
    never changed; a new one takes its place.
    """

    class Kind(models.TextChoices):
        """What is accepted."""

        AGREEMENT = "agreement", "Samarbejdsaftale"
        DECLARATION = "declaration", "Erklæring om børneattester"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    association = models.ForeignKey(Association, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.TextField(max_length=8000)
    ends_on = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=80)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=80, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | ~models.Q(accepted_by=""),
                name="accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.association_id}"
