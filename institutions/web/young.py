"""The button that confirms somebody of 15-17 at the place."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from backend.web.clock import now
from institutions.rules.deeds import Deed
from institutions.web.slot import OneSlot
from volunteers.actions.young import confirm_young_helper
from volunteers.queries.young import young_waiting


class ConfirmYoung(OneSlot):
    """The leader's yes; nobody else's button, and somebody who does not wait is not found."""

    deed = Deed.CONFIRM_YOUNG
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        """Back to the time, where the seat now stands."""
        person = get_object_or_404(young_waiting(self.slot), uuid=kwargs["person"])
        confirm_young_helper(volunteer=person, slot=self.slot, by=self.actor, at=now())
        messages.success(request, _("%(name)s er bekræftet.") % {"name": person.short_name})
        return redirect(self.address("slot"))
