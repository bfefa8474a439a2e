"""Addresses of the public pages and of sign-in."""

from django.urls import include, path

from backend.web import pages, public
from backend.web.processing import processing

urlpatterns = [
    path("", include("backend.web.callback_urls")),
    path("", public.front, name="front"),
    path("hjem", public.home, name="home"),
    path("alle-sider", pages.AllPages.as_view(), name="all_pages"),
    path("er-smsen-aegte", public.genuine_sms, name="genuine_sms"),
    path("tilgaengelighed", public.accessibility, name="accessibility"),
    path("was", public.statement_shortcut, name="was"),
    path("oplysninger", public.privacy, name="privacy"),
    path("oplysninger/fortegnelse", processing, name="processing"),
    path("sundhed", public.health, name="health"),
    path("sprog", public.language, name="set_language"),
    path("farver.css", public.colours, name="colours"),
    path("farver/<slug:slug>.css", public.colours, name="municipality_colours"),
    path("konto/", include("backend.web.account_urls")),
]
