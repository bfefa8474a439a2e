"""The answer of a group: how many come, another number, all seats back, and names if wanted."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from backend.common.refusals import Invalid, Refusal
from backend.web.action_forms import put_on_form
from backend.web.refusals import status_of
from volunteers.actions.association_members import name_group
from volunteers.actions.group_line import join_group_line
from volunteers.actions.groups import answer_group, decline_group
from volunteers.invites.calendars import slot_file
from volunteers.models import GroupOffer, Membership
from volunteers.queries.associations import members_of
from volunteers.queries.calendars import group_event
from volunteers.queries.group_pages import group_page
from volunteers.rules.states import GroupState
from volunteers.web.contact_base import ContactView, PageView, Purpose
from volunteers.web.contact_forms import GroupForm, NamesForm
from volunteers.web.strangers import gone


class GroupView(ContactView):
    """One question to the association, by the link in the SMS. No name of a member is shown."""

    http_method_names = ["get", "head", "post"]
    opens = (Purpose.GROUP,)
    named = False

    @property
    def group(self) -> GroupOffer:
        """The link's own group."""
        assert self.link.group is not None
        return self.link.group

    @property
    def calendar(self) -> str:
        """Where the group's calendar file is."""
        return reverse("volunteers:group_calendar", args=[self.kwargs["token"]])

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Shows; nothing is written."""
        page = group_page(self.group, self.at)
        return self._show(request, GroupForm(initial={"seats": page.suggested}), HTTPStatus.OK)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Acts once and comes back; a refusal is shown on the page, with its status."""
        form = GroupForm(request.POST)
        try:
            deed = _DEEDS.get(request.POST.get("svar", ""))
            if deed is None:
                raise Invalid("answer", _("Vi forstod ikke svaret. Brug knapperne på siden."))
            if not deed(self, form):
                return self._show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        except Refusal as refusal:
            put_on_form(form, refusal)
            return self._show(request, form, status_of(refusal))
        return HttpResponseRedirect(request.get_full_path())

    def _show(self, request: HttpRequest, form: GroupForm, status: HTTPStatus) -> HttpResponse:
        self.group.slot.refresh_from_db(fields=["seats_taken", "seats_called"])
        context = {
            **self.around,
            "page": group_page(self.group, self.at),
            "form": form,
            "named": self.named,
            "calendar": self.calendar,
        }
        return render(request, "volunteers/group.html", context, status=status)


@method_decorator(csrf_exempt, name="dispatch")
class _OneGroup(PageView):
    """A question of the own association, behind the code; another's is not found."""

    found: GroupOffer

    @property
    def group(self) -> GroupOffer:
        """The association's own group of the address."""
        return self.found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page of a lost link where the group is another's."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            return gone(request)

    def setup_group(self) -> None:
        """Finds the row with what its page shows."""
        rows = GroupOffer.objects.select_related(
            "slot__task__institution__municipality", "association", "contact"
        )
        found = rows.filter(
            uuid=self.kwargs["group_uuid"], association_id=self.link.contact.association_id
        ).first()
        if found is None:
            raise Http404
        self.found = found


class ContactGroup(_OneGroup, GroupView):
    """The same page behind the code, with the way to the names."""

    opens = (Purpose.PAGE,)
    named = True

    @property
    def calendar(self) -> str:
        """The same file behind the page's own address."""
        where = [self.kwargs["token"], self.group.uuid]
        return reverse("volunteers:contact_group_calendar", args=where)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Shows the group of the address."""
        self.setup_group()
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Acts on the group of the address."""
        self.setup_group()
        return super().post(request, **kwargs)


class GroupCalendar(GroupView):
    """The file behind "Føj til kalender"; the page of a lost link where the group has no seats."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """One event in UTC. Nothing is written."""
        if self.group.state != GroupState.ACCEPTED:
            return gone(request)
        content = slot_file(group_event(self.group, self.at))
        answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        answer.headers["Content-Disposition"] = 'attachment; filename="samspil.ics"'
        return answer


class ContactGroupCalendar(_OneGroup, GroupCalendar):
    """The same behind the code."""

    opens = (Purpose.PAGE,)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The file of the group of the address."""
        self.setup_group()
        return super().get(request, **kwargs)


class GroupNames(_OneGroup):
    """Which members come; nobody has to be named."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """The members, with those ticked who are named."""
        self.setup_group()
        named = self.group.names.values_list("uuid", flat=True)
        return self._show(request, self._form(None, [str(uuid) for uuid in named]))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keeps the names."""
        self.setup_group()
        form = self._form(request.POST, [])
        if not form.is_valid():
            return self._show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        chosen = set(form.cleaned_data["names"])
        people = [one.volunteer for one in self.members if str(one.volunteer.uuid) in chosen]
        try:
            name_group(group=self.group, volunteers=people, by=self.by, at=self.at)
        except Refusal as refusal:
            put_on_form(form, refusal)
            return self._show(request, form, status_of(refusal))
        return HttpResponseRedirect(
            reverse("volunteers:contact_group", args=[self.kwargs["token"], self.group.uuid])
        )

    @property
    def members(self) -> list[Membership]:
        """The association's people."""
        return list(members_of(self.link.contact.association_id))

    def _form(self, data: Mapping[str, Any] | None, named: list[str]) -> NamesForm:
        return NamesForm(data, members=self.members, initial={"names": named})

    def _show(
        self, request: HttpRequest, form: NamesForm, status: HTTPStatus = HTTPStatus.OK
    ) -> HttpResponse:
        context = {**self.around, "group": self.group, "form": form}
        return render(request, "volunteers/group_names.html", context, status=status)


def _send_number(view: GroupView, form: GroupForm) -> bool:
    """The number they come with now, or wait for: the same words to either action."""
    if not form.is_valid():
        return False
    send = join_group_line if view.request.POST["svar"] == "venteliste" else answer_group
    send(
        group=view.group,
        seats=form.cleaned_data["seats"],
        accepts_rules=form.cleaned_data["accepts_rules"],
        by=view.by,
        at=view.at,
    )
    return True


def _stay_away(view: GroupView, _form: GroupForm) -> bool:
    decline_group(group=view.group, by=view.by, at=view.at)
    return True


_DEEDS: Mapping[str, Callable[[GroupView, GroupForm], bool]] = {
    "ja": _send_number,
    "venteliste": _send_number,
    "nej": _stay_away,
    "afbud": _stay_away,
}
