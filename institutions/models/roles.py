"""Who may do what, where, and from when to when."""

from django.db import models

from backend.accounts.models import Municipality, User
from backend.audit.stamps import Stamped
from backend.common.actors import RoleKind
from institutions.models.municipal_groups import MunicipalGroup
from institutions.models.organisation import Department, Institution
from institutions.rules.roles import IN_INSTITUTION

_IN_INSTITUTION = sorted(IN_INSTITUTION)


class Role(Stamped):
    """A role of a user: at an institution, in a department, or in the whole municipality."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=[(kind, kind) for kind in RoleKind])
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True)
    valid_from = models.DateField()
    # The last day, included; empty: until taken away.
    valid_until = models.DateField(null=True, blank=True)
    # Set where the role came by a group at the municipality's own sign-in, and ends with it.
    group = models.ForeignKey(MunicipalGroup, models.PROTECT, null=True, related_name="+")
    # Ambassadors: the day of the course. Appointed is ``valid_from``.
    trained_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "valid_from"], name="role_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=list(RoleKind)), name="role_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=_IN_INSTITUTION, institution__isnull=False)
                | models.Q(kind=RoleKind.AMBASSADOR, department__isnull=False)
                | ~models.Q(kind__in=[*_IN_INSTITUTION, RoleKind.AMBASSADOR]),
                name="role_has_its_place",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="role_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"
