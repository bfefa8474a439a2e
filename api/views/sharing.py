"""Examples and suggestions."""

from django.db.models import QuerySet

from api import sharing_filters
from api.doors import Listing
from api.shapes import sharing
from institutions.rules.deeds import Deed
from volunteers.models import Example, Suggestion
from volunteers.queries.sharing.examples import examples_for
from volunteers.queries.sharing.suggestions import suggestions_for


class Examples(Listing):
    """What colleagues have shared, and the drafts one may write, the newest first."""

    shape = sharing.ExampleShape
    filterset_class = sharing_filters.ExampleFilter
    orderings = ("-created_at", "created_at")

    def rows(self) -> QuerySet[Example]:
        """Through scope."""
        return examples_for(self.actor)


class Suggestions(Listing):
    """The suggestions within reach, those to be answered first; never with who sent them."""

    deed = Deed.ANSWER_SUGGESTIONS
    shape = sharing.SuggestionShape
    filterset_class = sharing_filters.SuggestionFilter
    orderings = ("due_on", "-due_on", "-received_at")

    def rows(self) -> QuerySet[Suggestion]:
        """Through scope."""
        return suggestions_for(self.actor).select_related("institution")
