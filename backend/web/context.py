"""What every template can count on: the municipality and the menu."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from backend.accounts.models import Municipality
from backend.web.access import actor_of
from backend.web.navigation import menu, more


def page(request: HttpRequest) -> dict[str, Any]:
    """``municipality`` (maybe empty), ``actor``, ``nav`` with ``more``, and ``here``, this address.

    A page may pass its own ``municipality`` (the link pages do): a view's context wins.
    """
    actor = actor_of(request)
    nav = menu(actor, request.path)
    return {
        "actor": actor,
        "municipality": SimpleLazyObject(lambda: municipality_of(request)),
        "nav": nav,
        "more": more(nav, request.path),
        "here": _here(request),
    }


def municipality_of(request: HttpRequest) -> Municipality | None:
    """The signed-in person's; else the one whose link host was asked; else the only one."""
    actor = actor_of(request)
    if actor is not None:
        return Municipality.objects.filter(pk=actor.municipality_id).first()
    here = Municipality.objects.filter(link_host=request.get_host().split(":")[0]).first()
    if here is not None:
        return here
    some = list(Municipality.objects.order_by("pk")[:2])
    return some[0] if len(some) == 1 else None


def _here(request: HttpRequest) -> str:
    """This address without ``sprog``, or the language button would lead back to the old one."""
    query = request.GET.copy()
    query.pop("sprog", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
