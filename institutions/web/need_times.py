"""A draft's times: one, several, or a series past the days that are closed."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from backend.common.danish_dates import local, short_day
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.actions.series import Planned, add_series, remove_series
from institutions.actions.slots import add_slot, remove_slot
from institutions.models import Slot
from institutions.queries.scope import drafts_for
from institutions.rules.states import SlotState
from institutions.web.need_steps import DraftPage
from institutions.web.need_time_forms import TimeForm


class TimesPage(DraftPage):
    """Page 2: one time or several, added one at a time."""

    template_name = "institutions/need_times.html"
    form_class = TimeForm

    @cached_property
    def slots(self) -> list[Slot]:
        """The times that are added."""
        return list(self.task.slots.filter(state=SlotState.OPEN))

    def get_initial(self) -> dict[str, Any]:
        """The same hours and seats as the time before."""
        if not self.slots:
            return {"seats": 1}
        before = self.slots[-1]
        return {
            "starts": local(before.starts_at).time(),
            "ends": local(before.ends_at).time(),
            "seats": before.seats,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Goes on with the times there are when nothing more is written."""
        going_on = "more" not in request.POST
        if going_on and self.slots and not self.get_form().has_changed():
            return redirect("institutions:need_points", self.task.pk)
        return super().post(request, *args, **kwargs)

    def act(self, form: TimeForm) -> HttpResponse:
        """Adds the time; stays here when there are more to come."""
        self._add(form.cleaned_data)
        more = "more" in self.request.POST
        return redirect(f"institutions:need_{'times' if more else 'points'}", self.task.pk)

    def _add(self, given: dict[str, Any]) -> None:
        starts_at, ends_at = given["span"]
        time = {
            "task": self.task,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "seats": given["seats"],
            "min_seats": given["min_seats"] or 0,
            "by": self.actor,
            "at": now(),
        }
        if not given["repeat"]:
            add_slot(**time)
            return
        planned = add_series(**time, every_weeks=given["repeat"], until=given["until"])
        messages.success(self.request, _planned(planned))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the times and the series among them."""
        series = self.task.series.annotate(times=Count("slots")).filter(times__gt=1)
        return super().get_context_data(slots=self.slots, series=list(series), **kwargs)


class RemoveTime(SignedIn, View):
    """Takes a time out of the draft."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, slot: int) -> HttpResponse:  # noqa: ARG002
        """Back to the times. A time that is gone already is gone."""
        task = get_object_or_404(drafts_for(self.actor), pk=pk)
        row = task.slots.select_related("task__institution").filter(pk=slot).first()
        if row is not None:
            remove_slot(slot=row, by=self.actor, at=now())
        return redirect("institutions:need_times", pk)


class RemoveSeries(SignedIn, View):
    """Takes a series with all its times out of the draft."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, series: int) -> HttpResponse:  # noqa: ARG002
        """Back to the times. A series that is gone already is gone."""
        task = get_object_or_404(drafts_for(self.actor), pk=pk)
        row = task.series.select_related("task__institution").filter(pk=series).first()
        if row is not None:
            remove_series(series=row, by=self.actor, at=now())
        return redirect("institutions:need_times", pk)


def _planned(planned: Planned) -> str:
    count = len(planned.slots)
    text = ngettext("%(n)s tidspunkt er lagt ind.", "%(n)s tidspunkter er lagt ind.", count)
    if not planned.skipped:
        return text % {"n": count}
    left_out = ", ".join(f"{short_day(day)} ({why})" for day, why in planned.skipped)
    return text % {"n": count} + " " + _("Sprunget over: %(days)s.") % {"days": left_out}
