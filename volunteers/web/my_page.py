"""A person's own page by personal link: GET shows and never writes, POST acts."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from backend.common.refusals import Refusal
from backend.web.action_forms import put_on_form
from backend.web.refusals import status_of
from volunteers.actions.answers import withdraw
from volunteers.actions.links import slide_link
from volunteers.actions.my_page import WISHES, keep_wishes, send_my_page
from volunteers.actions.stops import start_texts, stop_texts
from volunteers.models import Link
from volunteers.queries.dialogue import threads_of_person
from volunteers.queries.my_page import my_page, seat_of_person
from volunteers.queries.own_data import own_data
from volunteers.web.links import LinkView, actor_of_link
from volunteers.web.my_page_forms import WishesForm
from volunteers.web.strangers import gone


# Said again: a dispatch of one's own does not inherit it.
@method_decorator(csrf_exempt, name="dispatch")
class MyPageView(LinkView):
    """A door of the own page. Another purpose's link is the page of a lost link, as everywhere."""

    opens = (Link.Purpose.MY_PAGE,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A deed gives the link another 90 days; a look gives none."""
        answer = super().dispatch(request, *args, **kwargs)
        if request.method == "POST" and hasattr(self, "link"):
            slide_link(link=self.link, at=self.at)
        return answer

    @property
    def around(self) -> dict[str, Any]:
        """What every template of the page needs."""
        person = self.link.volunteer
        return {
            "person": person,
            "municipality": person.municipality,
            "token": self.kwargs["token"],
        }

    def back(self, said: str) -> HttpResponse:
        """To the page, which says what was done."""
        address = reverse("volunteers:my_page", args=[self.kwargs["token"]])
        return HttpResponseRedirect(f"{address}?{said}=1")


class MyPage(MyPageView):
    """Wishes in one form, times to come and past, and the doors to everything else."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Shows the wishes as they are."""
        return self._show(request, self._form(None), HTTPStatus.OK)

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Keeps the wishes; what cannot be kept comes back with everything that was ticked."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        wishes = {name: form.cleaned_data[name] for name in WISHES}
        person = self.link.volunteer
        try:
            keep_wishes(
                volunteer=person,
                wishes=wishes,
                kinds=form.cleaned_data["kinds"],
                by=actor_of_link(person),
                at=self.at,
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
            return self._show(request, form, status_of(refusal))
        return self.back("gemt")

    def _form(self, data: Mapping[str, Any] | None) -> WishesForm:
        person = self.link.volunteer
        initial = {name: getattr(person, name) for name in WISHES}
        # Danish is spoken unless only others are named.
        initial["languages"] = person.languages or ["da"]
        initial["kinds"] = person.kinds.all()
        return WishesForm(data, person=person, initial=initial)

    def _show(self, request: HttpRequest, form: WishesForm, status: HTTPStatus) -> HttpResponse:
        context = {
            **self.around,
            "form": form,
            "page": my_page(self.link.volunteer, self.at),
            "threads": threads_of_person(self.link.volunteer, self.at),
        }
        return render(request, "volunteers/my_page.html", context, status=status)


class TextsSwitch(MyPageView):
    """The buttons "Stop sms" and "Begynd igen"."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Stops at once, questions in the queue included; or starts again."""
        person = self.link.volunteer
        deed = start_texts if request.POST.get("sms") == "start" else stop_texts
        deed(
            municipality=person.municipality,
            phone=person.phone,
            by=actor_of_link(person),
            at=self.at,
        )
        return self.back("sms")


class WithdrawHere(MyPageView):
    """The button "Meld afbud" beside a time; another person's time is not found."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Gives the seat back; after the cut-off the refusal says whom to call."""
        person = self.link.volunteer
        seat = seat_of_person(person, kwargs["seat_uuid"])
        if seat is None:
            return gone(request)
        withdraw(assignment=seat, by=actor_of_link(person), at=self.at)
        return self.back("afbud")


class OwnData(MyPageView):
    """Everything we hold about the person, to read."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Headings and rows."""
        context = {**self.around, "data": own_data(self.link.volunteer)}
        return render(request, "volunteers/my_page_data.html", context)


class OwnDataFile(MyPageView):
    """The same as a file."""

    http_method_names = ["get", "head"]

    def get(self, _request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """JSON with Danish letters as they are."""
        data = own_data(self.link.volunteer)
        answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
        answer.headers["Content-Disposition"] = 'attachment; filename="mine-oplysninger.json"'
        return answer


class SendMyPage(LinkView):
    """The button "Send mig et link til min side" on the page of a question.

    The question's own link never opens the own page: it may have been forwarded.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """By SMS to the person's own number, at most once in ten minutes."""
        person = self.link.volunteer
        send_my_page(
            municipality=person.municipality,
            phone=person.phone,
            by=actor_of_link(person),
            at=self.at,
        )
        context = {"municipality": person.municipality, "token": self.kwargs["token"]}
        return render(request, "volunteers/my_page_sent.html", context)
