"""People, associations and messages: the coordinator's."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters, references
from api.doors import Listing, Look
from api.shapes import inputs, people
from api.verbs import Verb
from backend.accounts.models import Municipality
from backend.messaging.models import Message
from backend.web.looks import looks_at
from institutions.queries.scope import skills_for, task_kinds_for
from institutions.rules.deeds import Deed
from volunteers.actions.people import register_volunteer
from volunteers.models import Association, Source, Volunteer
from volunteers.queries.scope import associations_for, messages_for, volunteers_for


class Volunteers(Verb, Listing):
    """The municipality's volunteers, in Danish order. POST enters one, or updates a known one.

    Known is the one with the same ``external_uuid`` or, without, the same phone: then 200.
    """

    deed = Deed.SEE_PEOPLE
    shape = people.VolunteerShape
    filterset_class = filters.VolunteerFilter
    takes = inputs.NewVolunteer
    gives = people.Registered

    def rows(self) -> QuerySet[Volunteer]:
        """Through scope; those who were deleted are no longer people."""
        return volunteers_for(self.actor).filter(anonymised_at=None).prefetch_related("kinds")

    def act(self, values: dict[str, Any]) -> Volunteer:
        """Refuses as the pages do: under 15, without name, phone or postcode."""
        kinds = references.many(task_kinds_for(self.actor), "kinds", values.pop("kinds", []))
        held = {row["skill"]: row.get("expires_on") for row in values.pop("skills", [])}
        skills = references.many(skills_for(self.actor), "skills", list(held))
        groups = values.pop("associations", [])
        return register_volunteer(
            municipality=Municipality.objects.get(pk=self.actor.municipality_id),
            fields=values,
            source=Source.COORDINATOR,
            kinds=kinds,
            skills={skill: held[skill.pk] for skill in skills},
            associations=references.many(associations_for(self.actor), "associations", groups),
            by=self.actor,
            at=self.at,
        )

    def statuses(self) -> tuple[HTTPStatus, ...]:
        """New, or known already."""
        return HTTPStatus.CREATED, HTTPStatus.OK

    def status_of(self, result: Volunteer) -> HTTPStatus:
        """Whether this moment made the person."""
        return HTTPStatus.CREATED if result.created_at == self.at else HTTPStatus.OK


class OneVolunteer(Look):
    """One person, for the coordinator."""

    shape = people.VolunteerShape

    def get(self, request: Request, uuid: UUID) -> Response:
        """404 for everybody else."""
        rows = volunteers_for(self.actor).filter(anonymised_at=None)
        person = self.found(rows.prefetch_related("kinds"), uuid=uuid)
        looks_at(request._request, person.pk, by=self.actor)
        return self.shown(person)


class Associations(Listing):
    """Associations, companies and networks, in Danish order."""

    deed = Deed.SEE_PEOPLE
    shape = people.AssociationShape
    filterset_class = filters.AssociationFilter

    def rows(self) -> QuerySet[Association]:
        """Through scope."""
        return associations_for(self.actor).prefetch_related("contacts")


class Messages(Listing):
    """What became of the municipality's messages, the newest change first."""

    deed = Deed.SEE_OVERVIEW
    shape = people.MessageShape
    filterset_class = filters.MessageFilter
    orderings = ("-state_at", "state_at", "-created_at", "created_at")

    def rows(self) -> QuerySet[Message]:
        """Through scope; without body and receiver."""
        return messages_for(self.actor).defer("body", "html", "calendar")
