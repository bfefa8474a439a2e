"""Stories for anybody: only what everybody in them has said yes to, now."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.views.generic import ListView, TemplateView

from volunteers.models import Story
from volunteers.queries.sharing.stories import told_stories
from volunteers.web.public import MunicipalPage

if TYPE_CHECKING:
    _Stories = ListView[Story]
else:
    _Stories = ListView


class PublicStories(MunicipalPage, _Stories):
    """The newest first, ten a page."""

    template_name = "volunteers/public_stories.html"
    paginate_by = 10
    page_kwarg = "side"
    context_object_name = "stories"
    http_method_names = ["get", "head"]

    def get_queryset(self) -> QuerySet[Story]:
        """Those told on the web."""
        return told_stories(self.municipality.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The municipality."""
        return super().get_context_data(**self.placed, **kwargs)


class PublicStory(MunicipalPage, TemplateView):
    """One story; one that is taken down is not found."""

    template_name = "volunteers/public_story.html"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The story of the address."""
        story = get_object_or_404(told_stories(self.municipality.pk), uuid=kwargs.pop("story"))
        return super().get_context_data(story=story, **self.placed, **kwargs)
