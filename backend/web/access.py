"""Who may open a page: the signed-in, and among them those with a role."""

from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import View

from backend.accounts.fence import narrow_to
from backend.common.actors import Actor, RoleKind


def actor_of(request: HttpRequest) -> Actor | None:
    """The request's actor as ActorMiddleware left it; None when signed out."""
    return cast("Actor | None", getattr(request, "actor", None))


class SignedIn(View):
    """A page for the signed-in. The signed-out are sent to sign-in and come back afterwards.

    Who has yet to use the second factor is sent to it.

    A person without a municipality (the system owner) gets 404: nothing here is theirs. So does
    everyone without one of ``roles``, wherever the role reaches; which rows one may see follows
    from scope, not from here. ``class Board(SignedIn, ListView): roles = (RoleKind.LEADER,)``.
    """

    actor: Actor
    roles: tuple[RoleKind, ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuses first, then lets the page answer. ``self.actor`` is set for the page."""
        actor = actor_of(request)
        if actor is None and not request.user.is_authenticated:
            return self.sign_in(request)
        if getattr(request, "factor_missing", False):
            return redirect("mfa_index")
        if actor is None or (self.roles and not actor.has(*self.roles)):
            raise Http404
        self.actor = actor
        narrow_to(actor.municipality_id)
        return super().dispatch(request, *args, **kwargs)

    @staticmethod
    def sign_in(request: HttpRequest) -> HttpResponse:
        """Sends to sign-in; after a POST the person comes back to the front page instead."""
        target = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
        return redirect_to_login(target)
