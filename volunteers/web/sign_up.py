"""Becoming a volunteer on one page, and the receipt that is the same for all."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language

from backend.common.actors import Actor, ActorKind
from backend.web.clock import now
from volunteers.actions.sign_up import ask_to_sign_up, sign_up
from volunteers.models import Association, FriendLink
from volunteers.queries.associations import association_to_join
from volunteers.queries.friends import friend_link_named
from volunteers.web.code_steps import CodeForm, ConfirmedByCode
from volunteers.web.public import MunicipalPage
from volunteers.web.sign_up_forms import SignUpForm


class SignUp(MunicipalPage, ConfirmedByCode):
    """Name, telephone and wishes, then the code.

    Every step answers the same whether or not the number is known; only who holds the telephone
    learns it, by SMS.
    """

    template_name = "volunteers/sign_up.html"
    code_template_name = "volunteers/sign_up_code.html"

    def make_form(self, data: Any = None) -> SignUpForm:
        """Danish is ticked from the start."""
        initial = {"languages": ["da"]}
        return SignUpForm(data, municipality=self.municipality, initial=initial)

    def context(self) -> dict[str, Any]:
        """The municipality, and the association of the address."""
        return {**self.placed, "association": self.association, "friend": self.friend}

    @cached_property
    def association(self) -> Association | None:
        """Whom the person comes through, as ``?forening=`` says; an unknown one is nobody."""
        return association_to_join(self.municipality.pk, self.request.GET.get("forening", ""))

    @cached_property
    def friend(self) -> FriendLink | None:
        """Whose link the person came by, as ``?ven=`` says; an unknown one is nobody's."""
        return friend_link_named(self.municipality.pk, self.request.GET.get("ven", ""))

    def ask(self, form: SignUpForm) -> None:
        """Sends the code, in the language of the page."""
        ask_to_sign_up(
            municipality=self.municipality,
            fields=form.person,
            at=now(),
            language=get_language() or "da",
        )

    def act(self, form: SignUpForm, codes: CodeForm) -> HttpResponse:
        """Enters the person."""
        sign_up(
            municipality=self.municipality,
            fields=form.person,
            kinds=form.cleaned_data["kinds"],
            association=self.association,
            friend=self.friend,
            code=codes.cleaned_data["code"],
            by=stranger(self.municipality.pk),
            at=now(),
        )
        return redirect(reverse("volunteers:signed_up") + self.placed["which"])


def sign_up_address(association: Association) -> str:
    """Where people sign up through an association, whichever host serves it."""
    query = urlencode({"forening": association.uuid, "kommune": association.municipality.slug})
    return f"{reverse('volunteers:sign_up')}?{query}"


def friend_address(link: FriendLink, slug: str) -> str:
    """Where a friend of a volunteer signs up."""
    return f"{reverse('volunteers:sign_up')}?{urlencode({'ven': link.uuid, 'kommune': slug})}"


def stranger(municipality_id: int) -> Actor:
    """Somebody at a public page: the log names nobody."""
    return Actor(ActorKind.LINK, municipality_id, "Den frivillige selv")
