"""Whether the chances hold, and what the matching weighs: the coordinator's page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.accounts.models import Municipality
from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from volunteers.actions.policies import set_policy
from volunteers.matching.learning import ALARM_QUESTIONS
from volunteers.queries.calibration import calibration_of
from volunteers.queries.policies import policy_of
from volunteers.web.asking_forms import PolicyForm


class AskingPage(SignedIn, ActionFormView):
    """``/koordinator/spoergsmaal/``: promised and observed by tenths, and the weights."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/asking.html"
    form_class = PolicyForm
    heading = gettext_lazy("Hvem bliver spurgt?")  # type: ignore[assignment]
    button = gettext_lazy("Gem")  # type: ignore[assignment]

    @cached_property
    def municipality(self) -> Municipality:
        """The actor's own."""
        return Municipality.objects.get(pk=self.actor.municipality_id)

    def get_initial(self) -> dict[str, Any]:
        """What holds now."""
        policy = policy_of(self.municipality.pk)
        return {name: getattr(policy, name) for name in PolicyForm.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the figures at this moment."""
        return super().get_context_data(
            calibration=calibration_of(self.municipality.pk, now()),
            enough=ALARM_QUESTIONS,
            **kwargs,
        )

    def act(self, form: PolicyForm) -> HttpResponse:
        """Holds from the next look on."""
        set_policy(
            municipality=self.municipality, weights=form.cleaned_data, by=self.actor, at=now()
        )
        messages.success(self.request, _("Gemt. Det gælder fra næste gang, vi ser efter."))
        return redirect("volunteers:asking")
