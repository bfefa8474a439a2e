"""The project group: members by department, and who owns what."""

from typing import Any

from django.views.generic import TemplateView

from backend.common.actors import RoleKind
from backend.common.danish_dates import local
from backend.web.clock import now
from volunteers.queries.project_group import project_group
from volunteers.web.success.base import SeesCriteria


class GroupPage(SeesCriteria, TemplateView):
    """Warns of departments that nobody comes from, and of criteria that nobody owns."""

    template_name = "volunteers/steering/group.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the group of today."""
        return super().get_context_data(
            group=project_group(self.actor.municipality_id, local(now()).date()),
            keeps=self.keeps,
            gives_roles=self.actor.has(RoleKind.COORDINATOR),
            **kwargs,
        )
