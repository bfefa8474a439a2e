"""Move one time, call it off, or change its seats; what will happen is said first."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.common.danish_dates import short_day
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.actions.slots import require_span
from institutions.queries.series import rest_of
from institutions.rules.deeds import Deed
from institutions.rules.states import SlotState
from institutions.web.slot import OneSlot
from institutions.web.slot_forms import ALL, REST, CancelForm, MoveForm, SeatsForm, times_of
from volunteers.actions.changes import cancel_slot, cancel_task, move_slot
from volunteers.actions.series import (
    cancel_rest,
    keep_numbers,
    keep_numbers_of_rest,
    move_rest,
)
from volunteers.matching.facts import Span
from volunteers.queries.sign_ups import clashing, sign_ups_of


class ChangePage(OneSlot, ActionFormView):
    """A form about one time, for those who may post needs there."""

    deed = Deed.POST_NEED

    def get_form_kwargs(self) -> dict[str, Any]:
        """How many times are left of the series."""
        return {**super().get_form_kwargs(), "rest": rest_of(self.slot, now()).count()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the time and the people a change would reach."""
        sign_ups = sign_ups_of(self.slot, now())
        return super().get_context_data(slot=self.slot, sign_ups=sign_ups, **kwargs)

    def done(self, text: str) -> HttpResponse:
        """Back to the time's page with a receipt."""
        messages.success(self.request, text)
        return HttpResponseRedirect(self.address("slot"))


class MovePage(ChangePage):
    """A new time. When somebody has a seat, the person checks what will happen first."""

    form_class = MoveForm
    template_name = "institutions/slot_move.html"

    def get_initial(self) -> dict[str, Any]:
        """The time as it is."""
        return times_of(self.slot)

    def act(self, form: Any) -> HttpResponse:
        """Shows the check page, or moves when it has been seen."""
        at, starts_at = now(), form.cleaned_data["starts_at"]
        ends_at = form.cleaned_data["ends_at"]
        require_span(starts_at, ends_at, at)
        unchanged = (self.slot.starts_at, self.slot.ends_at) == (starts_at, ends_at)
        if not unchanged and not form.cleaned_data["checked"] and self._somebody_comes(form):
            return self._check(form, sign_ups_of(self.slot, at).told_if_changed)
        if form.reach == REST:
            return self._move_rest(starts_at, ends_at)
        move_slot(slot=self.slot, starts_at=starts_at, ends_at=ends_at, by=self.actor, at=at)
        return self.done(
            _("Tidspunktet er uændret.") if unchanged else _("Tidspunktet er flyttet.")
        )

    def _move_rest(self, starts_at: datetime, ends_at: datetime) -> HttpResponse:
        stayed = move_rest(
            slot=self.slot, starts_at=starts_at, ends_at=ends_at, by=self.actor, at=now()
        )
        text = _("Dette og resten af rækken er flyttet.")
        if stayed:
            days = ", ".join(f"{short_day(day)} ({why})" for day, why in stayed)
            text += " " + _("De nye dage %(days)s er lukket, så de gange er ikke flyttet.") % {
                "days": days
            }
        return self.done(text)

    def _somebody_comes(self, form: MoveForm) -> bool:
        if form.reach == REST:
            return rest_of(self.slot, now()).filter(seats_taken__gt=0).exists()
        return self.slot.seats_taken > 0

    def _check(self, form: MoveForm, told: int) -> HttpResponse:
        span = Span(form.cleaned_data["starts_at"], form.cleaned_data["ends_at"])
        lost = clashing(self.slot, span.starts_at, span.ends_at)
        context = {
            "slot": self.slot, "form": form, "span": span,
            "told": told, "lost": lost, "asked_again": told - lost,
            "rest": form.reach == REST,
        }  # fmt: skip
        return render(self.request, "institutions/slot_move_check.html", context)


class SeatsPage(ChangePage):
    """More or fewer seats, never fewer than are taken."""

    form_class = SeatsForm
    template_name = "institutions/slot_seats.html"

    def get_initial(self) -> dict[str, Any]:
        """The seats as they are."""
        return {"seats": self.slot.seats, "min_seats": self.slot.min_seats}

    def act(self, form: Any) -> HttpResponse:
        """Changes the number."""
        seats, least = form.cleaned_data["seats"], form.cleaned_data["min_seats"] or 0
        change = keep_numbers_of_rest if form.reach == REST else keep_numbers
        change(slot=self.slot, seats=seats, min_seats=least, by=self.actor, at=now())
        text = ngettext("Der er nu %(n)s plads.", "Der er nu %(n)s pladser.", seats)
        return self.done(text % {"n": seats})


class CancelPage(ChangePage):
    """Calling the time off, with the reason and what follows."""

    form_class = CancelForm
    template_name = "institutions/slot_cancel.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """And how many times are left of the whole need."""
        left = self.slot.task.slots.filter(state=SlotState.OPEN, ends_at__gt=now()).count()
        return {**super().get_form_kwargs(), "whole": left}

    def act(self, form: Any) -> HttpResponse:
        """Calls it off; everybody with a seat or in line is told at once."""
        reason, at = form.cleaned_data["reason"], now()
        if form.reach == REST:
            count = cancel_rest(slot=self.slot, reason=reason, by=self.actor, at=at)
            return self.done(_("%(n)s tidspunkter er aflyst.") % {"n": count})
        if form.reach == ALL:
            cancel_task(task=self.slot.task, reason=reason, by=self.actor, at=at)
            return self.done(_("Hele opgaven er aflyst."))
        told = sign_ups_of(self.slot, at).told_if_cancelled
        cancel_slot(slot=self.slot, reason=reason, by=self.actor, at=at)
        if not told:
            return self.done(_("Tidspunktet er aflyst. Ingen var tilmeldt."))
        text = ngettext(
            "Tidspunktet er aflyst. %(n)s person får sms nu.",
            "Tidspunktet er aflyst. %(n)s personer får sms nu.",
            told,
        )
        return self.done(text % {"n": told})
