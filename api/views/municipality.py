"""Roles, closed days and events."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api import municipality_filters as filters
from api.doors import Listing, Look
from api.shapes import municipality
from api.verbs import Verb
from backend.accounts.models import Municipality
from institutions.actions.closed_days import close_days, reopen_days
from institutions.models import ClosedDay, Role
from institutions.queries.closed_days import closed_days_for
from institutions.queries.roles import roles_for
from institutions.rules.deeds import Deed
from volunteers.models import Event
from volunteers.queries.events import events_for


class Roles(Listing):
    """Who has which role within reach, the newest first; ended ones too."""

    deed = Deed.SEE_ROLES
    shape = municipality.RoleShape
    filterset_class = filters.RoleFilter
    orderings = ("-valid_from", "valid_from")

    def rows(self) -> QuerySet[Role]:
        """Through scope."""
        return roles_for(self.actor)


class ClosedDays(Verb, Listing):
    """The municipality's own closed days, which series step over. POST closes days."""

    shape = municipality.ClosedDaysShape
    filterset_class = filters.ClosedDayFilter
    orderings = ("first_on", "-first_on")
    takes = municipality.Closing
    gives = municipality.ClosedDaysShape
    status = HTTPStatus.CREATED

    def rows(self) -> QuerySet[ClosedDay]:
        """Through scope."""
        return closed_days_for(self.actor)

    def act(self, values: dict[str, Any]) -> ClosedDay:
        """The same days twice are one row."""
        here = Municipality.objects.get(pk=self.actor.municipality_id)
        return close_days(municipality=here, **values, by=self.actor, at=self.at)


class ReopenDays(Verb):
    """Takes closed days away; times that were left out for them do not come back."""

    gives = municipality.ReopenedShape

    def act(self, _values: dict[str, Any], number: int) -> dict[str, int]:
        """Gives the id that is gone."""
        days = self.found(closed_days_for(self.actor), pk=number)
        reopen_days(days=days, by=self.actor, at=self.at)
        return {"id": number}


class Events(Listing):
    """The events one plans or is invited to, and those open to everybody, the earliest first."""

    shape = municipality.EventShape
    filterset_class = filters.EventFilter
    orderings = ("starts_at", "-starts_at")

    def rows(self) -> QuerySet[Event]:
        """Through scope."""
        return events_for(self.actor).select_related("department", "series")


class OneEvent(Look):
    """One event."""

    shape = municipality.EventShape

    def get(self, _request: Request, uuid: UUID) -> Response:
        """404 for one that is not within reach."""
        rows = events_for(self.actor).select_related("department", "series")
        return self.shown(self.found(rows, uuid=uuid))
