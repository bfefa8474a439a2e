"""The day and after: who came, for how long, and thanks."""

from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from backend.common.numbers import format_decimal
from backend.common.refusals import Invalid
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from backend.web.looks import looks_at
from backend.web.refusals import status_of
from institutions.rules.deeds import Deed
from institutions.web.attendance_forms import HoursForm
from institutions.web.slot import OneSlot
from volunteers.actions.attendance import give_thanks, record_attendance, undo_attendance
from volunteers.models import Assignment
from volunteers.queries.scope import assignments_for
from volunteers.queries.sign_ups import sign_ups_of
from volunteers.rules.attendance import CORRECTION, THANKS_TO_PICK
from volunteers.rules.states import AssignmentState

CAME, MISSED, UNDO = "moedt", "udeblev", "fortryd"
# Of two who signed up together: the person alone came, or both after all.
ALONE, BOTH = "alene", "begge"


class AttendancePage(OneSlot):
    """Everybody with a seat, each with the two buttons, and then thanks."""

    deed = Deed.RECORD_ATTENDANCE
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """Shows who is marked; before the start it says when marking begins."""
        return self.show(request, HTTPStatus.OK)

    def show(self, request: HttpRequest, status: HTTPStatus, **more: object) -> HttpResponse:
        """The page as it stands, with what was typed when it comes back."""
        at = now()
        context = {
            "thanks_to_pick": THANKS_TO_PICK,
            "slot": self.slot,
            "sign_ups": sign_ups_of(self.slot, at),
            "begun": self.slot.starts_at <= at,
            "over": self.slot.ends_at <= at,
            "closed": at > self.slot.ends_at + CORRECTION,
            **more,
        }
        return render(request, "institutions/attendance.html", context, status=status)


class OneSeat(OneSlot):
    """One person's seat at a time within reach."""

    deed = Deed.RECORD_ATTENDANCE

    @cached_property
    def seat(self) -> Assignment:
        """The seat; one at another time is not found."""
        seats = assignments_for(self.actor, self.deed).select_related("volunteer", "slot")
        return get_object_or_404(seats, uuid=self.kwargs["seat_uuid"], slot=self.slot)


class MarkAttendance(OneSeat):
    """The buttons "Mødt", "Udeblev", "Fortryd", and for two together "Kom alene" and "Kom begge".

    The same tap twice changes nothing.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """Marks and comes back to the person on the page."""
        mark = request.POST.get("svar")
        if mark == UNDO:
            undo_attendance(assignment=self.seat, by=self.actor, at=now())
        elif mark in (CAME, MISSED):
            record_attendance(assignment=self.seat, came=mark == CAME, by=self.actor, at=now())
        elif mark in (ALONE, BOTH):
            self.mark_companion(came=mark == BOTH)
        else:
            raise Http404
        return redirect(f"{self.address('attendance')}#person-{self.seat.uuid}")

    def mark_companion(self, *, came: bool) -> None:
        """Whether who was brought along came; the person did, for as long as was noted."""
        record_attendance(
            assignment=self.seat,
            came=True,
            hours=self.seat.hours,
            companions=self.seat.companions if came else 0,
            by=self.actor,
            at=now(),
        )


class HoursPage(OneSeat, ActionFormView):
    """How long a person was there, when it was not the whole time."""

    form_class = HoursForm
    template_name = "institutions/attendance_hours.html"

    def get_initial(self) -> dict[str, Any]:
        """The hours as they are."""
        hours = self.seat.hours
        return {"hours": format_decimal(hours, 2) if hours is not None else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the time and the person."""
        looks_at(self.request, self.seat.volunteer_id, by=self.actor)
        return super().get_context_data(slot=self.slot, seat=self.seat, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        """Marks the person as come, with these hours."""
        hours = form.cleaned_data["hours"]
        record_attendance(assignment=self.seat, came=True, hours=hours, by=self.actor, at=now())
        return HttpResponseRedirect(f"{self.address('attendance')}#person-{self.seat.uuid}")


class MarkAll(AttendancePage):
    """The button "Alle kom": everybody who is not marked yet came; twice changes nothing."""

    http_method_names = ["post"]

    def post(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """Marks them one by one, each as its own tap would."""
        at = now()
        for seat in sign_ups_of(self.slot, at).seated:
            if seat.state == AssignmentState.CONFIRMED:
                record_attendance(assignment=seat, came=True, by=self.actor, at=at)
        return redirect(self.address("attendance"))


class GiveThanks(AttendancePage):
    """The buttons "Sig tak" and "Spring over"; the first one stands."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """Thanks by SMS, or notes that thanks were given in another way."""
        skip = request.POST.get("svar") == "spring-over"
        typed, pick = request.POST.get("words", ""), request.POST.get("pick", "")
        words = typed.strip() or (pick if pick in THANKS_TO_PICK else "")
        try:
            thanks = give_thanks(slot=self.slot, skip=skip, words=words, by=self.actor, at=now())
        except Invalid as refusal:
            more = {"typed_words": typed, "typed_pick": pick, "thanks_error": refusal.text}
            return self.show(request, status_of(refusal), **more)
        text = _("Der er sagt tak.") if thanks.skipped else _("Tak er sendt på sms.")
        messages.success(request, text)
        return redirect(self.address("attendance"))
