"""On a volunteer's own page: the stories they are in, suggestions, and the last talk."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from backend.accounts.fence import narrow_to
from backend.common.danish_dates import local
from backend.common.refusals import Refusal
from backend.web.action_forms import put_on_form
from backend.web.clock import now
from backend.web.refusals import status_of
from volunteers.actions.afterwards.exit_talks import answer_exit_talk
from volunteers.actions.sharing.consents import give_consent, withdraw_consent
from volunteers.actions.sharing.suggestions import send_suggestion
from volunteers.models import StoryPerson, Theme
from volunteers.queries.afterwards.exit_talks import open_talk_of
from volunteers.queries.sharing.campaigns import next_campaign, takes_suggestions
from volunteers.queries.sharing.stories import parts_of
from volunteers.queries.sharing.suggestions import suggestion_of_receipt, suggestions_of
from volunteers.web.links import actor_of_link
from volunteers.web.my_page import MyPageView
from volunteers.web.sharing.forms import SuggestionForm
from volunteers.web.sharing.story_forms import OwnConsentForm
from volunteers.web.strangers import gone


class MyStory(MyPageView):
    """A story the person is in: read it, say yes to some channels, or take the yes back."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The story with the yes as it stands."""
        part = self._part(kwargs["story_person"])
        if part is None:
            return gone(request)
        form = OwnConsentForm(initial={"channels": part.channels})
        return self._show(request, part, form, 200)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Keeps the yes, or the no; what cannot be kept comes back."""
        part = self._part(kwargs["story_person"])
        if part is None:
            return gone(request)
        by = actor_of_link(self.link.volunteer)
        if request.POST.get("deed") == "nej":
            withdraw_consent(person=part, by=by, at=self.at)
            return redirect(request.path)
        form = OwnConsentForm(request.POST)
        if not form.is_valid():
            return self._show(request, part, form, 422)
        give_consent(person=part, channels=form.cleaned_data["channels"], by=by, at=self.at)
        return redirect(request.path)

    def _part(self, uuid: UUID) -> StoryPerson | None:
        return parts_of(self.link.volunteer).filter(uuid=uuid).first()

    def _show(
        self, request: HttpRequest, part: StoryPerson, form: OwnConsentForm, status: int
    ) -> HttpResponse:
        context = {**self.around, "part": part, "form": form}
        return render(request, "volunteers/my_page_story.html", context, status=status)


class MySuggestion(MyPageView):
    """The form for bøvl and forslag, and the person's own with their answers."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """An empty form."""
        return self._show(request, SuggestionForm(), 200)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """To the receipt; what cannot be sent comes back with what was written."""
        form = SuggestionForm(request.POST)
        if not form.is_valid():
            return self._show(request, form, 422)
        person = self.link.volunteer
        given = {**form.cleaned_data, "theme": Theme(form.cleaned_data["theme"])}
        by = actor_of_link(person)
        try:
            sent = send_suggestion(municipality=person.municipality, by=by, at=self.at, **given)
        except Refusal as refusal:
            put_on_form(form, refusal)
            return self._show(request, form, status_of(refusal))
        return redirect("volunteers:suggestion_receipt", sent.receipt)

    def _show(self, request: HttpRequest, form: SuggestionForm, status: int) -> HttpResponse:
        person, today = self.link.volunteer, local(self.at).date()
        context = {
            **self.around,
            "form": form,
            "mine": suggestions_of(person)[:30],
            "takes": takes_suggestions(person.municipality_id, today),
            "coming": next_campaign(person.municipality_id, today),
        }
        return render(request, "volunteers/my_page_suggestion.html", context, status=status)


class MyExitTalk(MyPageView):
    """The buttons "Ja tak, ring til mig" and "Nej tak"."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Back to the page, which thanks."""
        person = self.link.volunteer
        talk = open_talk_of(person)
        if talk is not None:
            wanted = request.POST.get("samtale") == "ja"
            answer_exit_talk(talk=talk, wanted=wanted, by=actor_of_link(person), at=self.at)
        return self.back("samtale")


def receipt(request: HttpRequest, receipt: UUID) -> HttpResponse:
    """How a suggestion goes, for whoever has its receipt; it shows no name and no place."""
    found = suggestion_of_receipt(receipt)
    if found is None:
        return gone(request)
    narrow_to(found.municipality_id)
    context = {
        "suggestion": found,
        "municipality": found.municipality,
        "late": found.waits and found.due_on < local(now()).date(),
    }
    return render(request, "volunteers/public_receipt.html", context)
