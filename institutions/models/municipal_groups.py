"""Which role a group at the municipality's own sign-in gives."""

from django.db import models

from backend.accounts.models import Municipality
from backend.common.actors import RoleKind
from institutions.models.organisation import Department, Institution


class MunicipalGroup(models.Model):
    """A group, word for word as the sign-in names it, and the role whoever is in it has.

    One group may give several roles. A role that came by a group ends with it.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    group = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=[(kind, kind) for kind in RoleKind])
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "group", "kind", "department", "institution"],
                nulls_distinct=False,
                name="one_role_of_a_group",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(RoleKind)), name="group_role_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.kind}"
