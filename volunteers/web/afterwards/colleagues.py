"""The page behind a colleague's short question: GET shows, POST stores the first answer."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from backend.accounts.fence import narrow_to
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Invalid
from backend.web.clock import now
from backend.web.refusals import status_of
from volunteers.actions.afterwards.colleagues import answer_colleague
from volunteers.models import Audience, ColleaguePulse
from volunteers.queries.afterwards.colleagues import question_of_token
from volunteers.web.link_forms import AGREEMENT
from volunteers.web.links import require_own_form
from volunteers.web.strangers import turned_away


# The token in the address is the only authority, as with every personal link.
@method_decorator(csrf_exempt, name="dispatch")
class ColleagueQuestion(View):
    """One minute, once; nobody's single answer is shown anywhere."""

    http_method_names = ["get", "head", "post"]
    pulse: ColleaguePulse

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuses foreign posts first; an unknown address is the page of a lost link."""
        require_own_form(request)
        self.at = now()
        found = question_of_token(kwargs["token"], self.at)
        if found is None:
            return turned_away(request)
        self.pulse = found
        narrow_to(found.municipality_id)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """The questions, or the thanks."""
        return self._show(request, {}, HTTPStatus.OK)

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Keeps the answers; what is missing is said, and the rest stays ticked."""
        scores = {name: _score(request.POST.get(name, "")) for name in ("value", "respect")}
        by = Actor(ActorKind.LINK, self.pulse.municipality_id, self.pulse.user.name)
        try:
            answer_colleague(pulse=self.pulse, **scores, by=by, at=self.at)
        except Invalid as refusal:
            return self._show(request, scores, status_of(refusal), refusal)
        return HttpResponseRedirect(request.path)

    def _show(
        self,
        request: HttpRequest,
        ticked: dict[str, int],
        status: HTTPStatus,
        refusal: Invalid | None = None,
    ) -> HttpResponse:
        questions = [("respect", "Ansatte og frivillige respekterer hinandens roller her.")]
        if self.pulse.audience == Audience.LEADER:
            questions.insert(0, ("value", "Borgerne fik noget ekstra ud af det."))
        context = {
            "pulse": self.pulse,
            "municipality": self.pulse.institution.municipality,
            "questions": [
                (name, words, ticked.get(name), refusal is not None and name in refusal.fields)
                for name, words in questions
            ],
            "agreement": AGREEMENT,
            "refusal": refusal,
        }
        return render(request, "volunteers/afterwards/colleague.html", context, status=status)


def _score(text: str) -> int:
    """One of the five; anything else is none, and the action says so."""
    return int(text) if text in {str(one) for one in AGREEMENT} else 0
