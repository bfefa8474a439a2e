"""Move one time, call it off, or change its seats; what will happen is said first."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.actions.slots import require_span
from institutions.rules.deeds import Deed
from institutions.web.slot import OneSlot
from institutions.web.slot_forms import CancelForm, MoveForm, SeatsForm, times_of
from volunteers.actions.changes import cancel_slot, change_seats, move_slot
from volunteers.matching.facts import Span
from volunteers.queries.sign_ups import clashing, sign_ups_of


class ChangePage(OneSlot, ActionFormView):
    """A form about one time, for those who may post needs there."""

    deed = Deed.POST_NEED

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
        sign_ups = sign_ups_of(self.slot, at)
        unchanged = (self.slot.starts_at, self.slot.ends_at) == (starts_at, ends_at)
        if sign_ups.seated and not unchanged and not form.cleaned_data["checked"]:
            return self._check(form, sign_ups.told_if_changed)
        move_slot(slot=self.slot, starts_at=starts_at, ends_at=ends_at, by=self.actor, at=at)
        return self.done(
            _("Tidspunktet er uændret.") if unchanged else _("Tidspunktet er flyttet.")
        )

    def _check(self, form: MoveForm, told: int) -> HttpResponse:
        span = Span(form.cleaned_data["starts_at"], form.cleaned_data["ends_at"])
        lost = clashing(self.slot, span.starts_at, span.ends_at)
        context = {
            "slot": self.slot, "form": form, "span": span,
            "told": told, "lost": lost, "asked_again": told - lost,
        }  # fmt: skip
        return render(self.request, "institutions/slot_move_check.html", context)


class SeatsPage(ChangePage):
    """More or fewer seats, never fewer than are taken."""

    form_class = SeatsForm
    template_name = "institutions/slot_seats.html"

    def get_initial(self) -> dict[str, Any]:
        """The seats as they are."""
        return {"seats": self.slot.seats}

    def act(self, form: Any) -> HttpResponse:
        """Changes the number."""
        seats = form.cleaned_data["seats"]
        change_seats(slot=self.slot, seats=seats, by=self.actor, at=now())
        text = ngettext("Der er nu %(n)s plads.", "Der er nu %(n)s pladser.", seats)
        return self.done(text % {"n": seats})


class CancelPage(ChangePage):
    """Calling the time off, with the reason and what follows."""

    form_class = CancelForm
    template_name = "institutions/slot_cancel.html"

    def act(self, form: Any) -> HttpResponse:
        """Calls it off; everybody with a seat or in line is told at once."""
        reason = form.cleaned_data["reason"]
        told = sign_ups_of(self.slot, now()).told_if_cancelled
        cancel_slot(slot=self.slot, reason=reason, by=self.actor, at=now())
        if not told:
            return self.done(_("Tidspunktet er aflyst. Ingen var tilmeldt."))
        text = ngettext(
            "Tidspunktet er aflyst. %(n)s person får sms nu.",
            "Tidspunktet er aflyst. %(n)s personer får sms nu.",
            told,
        )
        return self.done(text % {"n": told})
