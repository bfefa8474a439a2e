"""One time: who was asked, who comes, and the list for print."""

from functools import cached_property

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.models import Slot
from institutions.queries.scope import slots_for
from institutions.rules.deeds import Deed, may
from institutions.rules.states import SlotState
from volunteers.actions.waves import send_wave
from volunteers.models import Wave
from volunteers.queries.certificate_lists import standings_at
from volunteers.queries.groups import groups_asked
from volunteers.queries.minimums import must_decide
from volunteers.queries.sign_ups import sign_ups_of
from volunteers.queries.young import young_waiting


class OneSlot(SignedIn):
    """A page about one published time. Not found for those who may not do ``deed`` there.

    ``beside`` is what a page needs loaded with it.
    """

    deed = Deed.SEE_HELPERS
    beside: tuple[str, ...] = ()

    @cached_property
    def slot(self) -> Slot:
        """The time with its task and place, from within reach."""
        return get_object_or_404(
            slots_for(self.actor, self.deed)
            .filter(task__published_at__isnull=False)
            .select_related(
                "task__institution__municipality",
                "task__responsible",
                "series",
                "thanks",
                *self.beside,
            ),
            uuid=self.kwargs["slot_uuid"],
        )

    def may(self, deed: Deed) -> bool:
        """Whether the person may do a deed with this time."""
        place = self.slot.task.institution
        return may(self.actor, deed, department_id=place.department_id, institution_id=place.pk)

    def address(self, name: str) -> str:
        """The address of another page about this time."""
        return reverse(f"institutions:{name}", args=[self.slot.uuid])


class SlotPage(OneSlot):
    """The page of one time. An ambassador sees numbers, never who said yes."""

    deed = Deed.SEE_NEEDS
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """Shows how it stands at this moment."""
        at = now()
        sign_ups = sign_ups_of(self.slot, at)
        context = {
            "at": at,
            "slot": self.slot,
            "row": sign_ups.row,
            "sign_ups": sign_ups,
            "names": self.may(Deed.SEE_HELPERS),
            "standings": standings_at(self.slot, self.actor),
            "young": young_waiting(self.slot) if self.may(Deed.CONFIRM_YOUNG) else [],
            "groups": groups_asked(self.slot.pk),
            "talks": self.may(Deed.TALK_WITH_HELPERS),
            "decide": must_decide(self.slot, at),
            "open": self.slot.state == SlotState.OPEN,
            "begun": self.slot.starts_at <= at,
            "over": self.slot.ends_at <= at,
        }
        return render(request, "institutions/slot.html", context)


class HelpersPage(OneSlot):
    """The list of the day for print: names and phones of those who come, and nobody else's."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """Shows the list with the moment it was fetched."""
        at = now()
        context = {"slot": self.slot, "sign_ups": sign_ups_of(self.slot, at), "at": at}
        return render(request, "institutions/helpers.html", context)


class AskMore(OneSlot):
    """The button "Spørg flere": asks as if the questions already out gave nothing."""

    deed = Deed.ASK_PEOPLE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """Asks the next people and comes back to the page the button stood on."""
        wave = send_wave(slot=self.slot, more=True, by=self.actor, at=now())
        tell = messages.success if wave.asked else messages.warning
        tell(request, _asked(wave, self.slot))
        return redirect(_way_back(request, self.address("slot")))


def _asked(wave: Wave, slot: Slot) -> str:
    if not wave.asked:
        return _(
            "Der er ikke flere, der passer til »%(task)s« lige nu. "
            "Ring til frivilligkoordinatoren, eller flyt tidspunktet."
        ) % {"task": slot.task.title}
    return ngettext(
        "%(count)s frivillig mere bliver spurgt om »%(task)s«.",
        "%(count)s frivillige mere bliver spurgt om »%(task)s«.",
        wave.asked,
    ) % {"count": wave.asked, "task": slot.task.title}


def _way_back(request: HttpRequest, otherwise: str) -> str:
    """The page that sent us, when it is one of ours."""
    back = request.POST.get("tilbage", "")
    return back if back and url_has_allowed_host_and_scheme(back, None) else otherwise
