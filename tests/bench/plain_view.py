"""The baseline of the suite "pages": a plain Django view with one query, on the same server.

As a URL configuration it has that view beside the product's own addresses.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from backend.accounts.models import Municipality
from backend.urls import urlpatterns as products

PLAIN = "/jaevnt"


def plain(_request: HttpRequest) -> HttpResponse:
    """One row by its primary key, in a line of HTML."""
    return HttpResponse(f"<p>{Municipality.objects.get(slug='soby').name}</p>")


urlpatterns = [path(PLAIN[1:], plain), *products]
