"""The people who help, for the coordinator who keeps them."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.views.generic import ListView, TemplateView

from backend.common.actors import RoleKind
from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.clock import now
from backend.web.looks import looks_at
from volunteers.models import Volunteer
from volunteers.queries.event_courses import courses_of_volunteer
from volunteers.queries.people import people_found, person_history, with_person_details
from volunteers.queries.scope import volunteers_for
from volunteers.rules.ages import AgeBand, age_band
from volunteers.web.coordinator_forms import PeopleSearchForm

if TYPE_CHECKING:
    _PeoplePages = ListView[Volunteer]
else:
    _PeoplePages = ListView


class PeopleList(SignedIn, _PeoplePages):
    """Fifty a page in Danish order; ``?q=`` looks for part of a name or a phone number."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/people.html"
    paginate_by = 50
    page_kwarg = "side"
    context_object_name = "people"

    def get_queryset(self) -> QuerySet[Volunteer]:
        """Those of the own municipality who are not erased."""
        return people_found(volunteers_for(self.actor), self.request.GET.get("q", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what was looked for."""
        form = PeopleSearchForm(self.request.GET)
        q = self.request.GET.get("q", "").strip()
        return super().get_context_data(form=form, q=q, today=local(now()).date(), **kwargs)


class PersonPage(SignedIn, TemplateView):
    """One person: how to reach them, what they said, what they accepted. Another's is 404."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The person with the newest part of their history."""
        people = with_person_details(volunteers_for(self.actor))
        person = get_object_or_404(people, uuid=kwargs["person"], anonymised_at__isnull=True)
        looks_at(self.request, person.pk, by=self.actor)
        today = local(now()).date()
        born = person.birth_year
        return super().get_context_data(
            **{
                **kwargs,
                "person": person,
                "history": person_history(person),
                "courses": courses_of_volunteer(person),
                "talk": person.exit_talks.last(),
                "today": today,
                "minor": born is not None and age_band(born, today.year) == AgeBand.MINOR,
            }
        )
