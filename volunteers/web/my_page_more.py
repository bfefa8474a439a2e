"""More on the own page: staying on the list, skills with their days, a link for a friend."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from backend.common.refusals import Refusal
from backend.messaging.addresses import public_address
from backend.web.action_forms import put_on_form
from backend.web.fields import DanishDateField
from backend.web.forms import PlainForm
from backend.web.refusals import status_of
from institutions.models import Skill
from volunteers.actions.friends import make_friend_link
from volunteers.actions.retention import stay
from volunteers.actions.skills import keep_skills
from volunteers.models import FriendLink, Volunteer
from volunteers.web.links import actor_of_link
from volunteers.web.my_page import MyPageView
from volunteers.web.sign_up import friend_address


class Stay(MyPageView):
    """The button "Ja, behold mig på listen"."""

    http_method_names = ["post"]

    def post(self, _request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Nothing is deleted; the second time changes nothing."""
        person = self.link.volunteer
        stay(volunteer=person, by=actor_of_link(person), at=self.at)
        return self.back("bliver")


class SkillsForm(PlainForm):
    """A box and a day for each of the municipality's skills."""

    def __init__(self, *args: Any, person: Volunteer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills = list(Skill.objects.filter(municipality=person.municipality))
        held = {row.skill_id: row.expires_on for row in person.skill_rows.all()}
        for skill in self.skills:
            self.fields[f"skill_{skill.pk}"] = forms.BooleanField(
                label=skill.name, required=False, initial=skill.pk in held
            )
            self.fields[f"until_{skill.pk}"] = DanishDateField(
                label=_("%(skill)s gælder til og med") % {"skill": skill.name},
                help_text=_("Fx 15-01-2027. Tomt felt: den udløber ikke."),
                required=False,
                initial=held.get(skill.pk),
            )

    @property
    def chosen(self) -> dict[Skill, Any]:
        """The ticked ones with their last day."""
        read = self.cleaned_data
        return {
            skill: read[f"until_{skill.pk}"] for skill in self.skills if read[f"skill_{skill.pk}"]
        }


class Skills(MyPageView):
    """What the person can do, and until when."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """As it is kept."""
        return self._show(request, SkillsForm(person=self.link.volunteer), 200)

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Keeps them; what cannot be kept comes back with what was written."""
        person = self.link.volunteer
        form = SkillsForm(request.POST, person=person)
        if not form.is_valid():
            return self._show(request, form, 422)
        try:
            keep_skills(volunteer=person, skills=form.chosen, by=actor_of_link(person), at=self.at)
        except Refusal as refusal:
            put_on_form(form, refusal)
            return self._show(request, form, status_of(refusal))
        return self.back("gemt")

    def _show(self, request: HttpRequest, form: SkillsForm, status: int) -> HttpResponse:
        context = {**self.around, "form": form}
        return render(request, "volunteers/my_page_skills.html", context, status=status)


class InviteFriend(MyPageView):
    """The button "Inviter en ven": an address to pass on by hand. No address book is read."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """The same address each time, and how many came by it."""
        person = self.link.volunteer
        link = make_friend_link(volunteer=person, by=actor_of_link(person), at=self.at)
        context = {**self.around, "link": link, "address": _whole(link, person)}
        return render(request, "volunteers/my_page_friend.html", context)


def _whole(link: FriendLink, person: Volunteer) -> str:
    place = person.municipality
    return public_address(place.link_host, friend_address(link, place.slug))
