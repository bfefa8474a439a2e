"""All the pages a person has, by group."""

from typing import Any

from django.views.generic import TemplateView

from backend.web.access import SignedIn
from backend.web.navigation import Link, menu


class AllPages(SignedIn, TemplateView):
    """What the top of the page has no room for, and the rest with it."""

    template_name = "all_pages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the groups in the menu's order, each with its links."""
        groups: dict[str, list[Link]] = {}
        for link in menu(self.actor, self.request.path):
            groups.setdefault(link.group, []).append(link)
        return super().get_context_data(groups=groups.items(), **kwargs)
