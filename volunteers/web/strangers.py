"""Who tries addresses that open nothing: the same page for all, and a pause for the persistent."""

from http import HTTPStatus

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# A family behind one address may hold a few dead links; nobody holds sixty a minute.
MOST_MISSES = 60
WITHIN_SECONDS = 60


def gone(request: HttpRequest) -> HttpResponse:
    """One page for all that a link does not open, the same bytes each time. Nothing is written."""
    return render(request, "volunteers/link_gone.html", status=HTTPStatus.NOT_FOUND)


def turned_away(request: HttpRequest) -> HttpResponse:
    """The page of unknown, expired and revoked links, and a miss counted.

    After sixty misses a minute from one address its further misses get 429. A link that works is
    never refused, since many people can share an address, and 128 bits are not guessed. The count
    is kept in the cache that all processes share, and holds no token.
    """
    if _misses(request) > MOST_MISSES:
        answer = render(request, "volunteers/link_gone.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        answer.headers["Retry-After"] = str(WITHIN_SECONDS)
        return answer
    return gone(request)


def _misses(request: HttpRequest) -> int:
    # The address of the connection; what a proxy's header says can be made up by anybody.
    key = f"misses:{request.META.get('REMOTE_ADDR', '')}"
    if cache.add(key, 1, WITHIN_SECONDS):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:
        # It ended between the two calls.
        return 1
