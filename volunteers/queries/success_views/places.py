"""The names of the places that figures are split by; no secret to anybody."""

from collections.abc import Mapping
from dataclasses import dataclass

from institutions.models import Department, Institution


@dataclass(frozen=True, slots=True)
class Places:
    """Departments and institutions by key in Danish order, and each institution's department."""

    departments: Mapping[int, str]
    institutions: Mapping[int, str]
    homes: Mapping[int, int]

    def within(self, department_ids: frozenset[int]) -> "Places":
        """Only those of some departments."""
        homes = {key: home for key, home in self.homes.items() if home in department_ids}
        return Places(
            {key: name for key, name in self.departments.items() if key in department_ids},
            {key: name for key, name in self.institutions.items() if key in homes},
            homes,
        )


def places_of(municipality_id: int) -> Places:
    """All places of the municipality, closed ones too: they have figures; two queries."""
    departments = Department.objects.filter(municipality_id=municipality_id)
    rows = list(Institution.objects.filter(municipality_id=municipality_id))
    return Places(
        {row.pk: row.name for row in departments},
        {row.pk: row.name for row in rows},
        {row.pk: row.department_id for row in rows},
    )
