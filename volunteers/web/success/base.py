"""Who opens the project group's pages, and what their forms share."""

from operator import attrgetter
from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from backend.accounts.models import Municipality, User
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.action_forms import BackPage
from backend.web.clock import now
from institutions.rules.deeds import MAY, Deed, grants_for
from volunteers.models import Criterion
from volunteers.queries.criteria import criteria_for
from volunteers.success.criteria import CriterionState


class SeesCriteria(SignedIn):
    """The group, the coordinator, and those who only read."""

    roles = tuple(MAY[Deed.SEE_CRITERIA])

    @property
    def keeps(self) -> bool:
        """Whether the reader may decide too."""
        return bool(grants_for(self.actor, Deed.KEEP_CRITERIA))

    @property
    def municipality(self) -> Municipality:
        """The reader's own."""
        user = self.request.user
        assert isinstance(user, User)
        assert user.municipality is not None
        return user.municipality


class KeepsCriteria(SeesCriteria):
    """The group and the coordinator."""

    roles = tuple(MAY[Deed.KEEP_CRITERIA])


class OfCriterion(SeesCriteria):
    """A page about one criterion; one of another municipality is not found."""

    @cached_property
    def criterion(self) -> Criterion:
        """The criterion of the address."""
        return get_object_or_404(criteria_for(self.actor), uuid=self.kwargs["criterion"])


class GroupForm(KeepsCriteria, BackPage):
    """A form of the group; today's date is at hand."""

    def today(self) -> Any:
        """The Danish day."""
        return local(now()).date()

    def get_form(self, form_class: Any = None) -> Form:
        """The form, with what it lets one choose among."""
        form: Form = super().get_form(form_class)
        self.offer(form)
        return form

    def offer(self, form: Any) -> None:
        """What there is to choose among; nothing unless the page says so."""


def offer_criteria(form: Any, by: Actor) -> None:
    """The criteria in use as choices, each with its place."""
    field = form.fields["criterion"]
    field.queryset = criteria_for(by).filter(state=CriterionState.ACTIVE)
    field.label_from_instance = attrgetter("title")


def wanted_criterion(by: Actor, wanted: str) -> Criterion | None:
    """The criterion of ``?kriterium=``; None for what is no id of one in use."""
    rows = criteria_for(by).filter(state=CriterionState.ACTIVE)
    return next((one for one in rows if str(one.uuid) == wanted), None)
