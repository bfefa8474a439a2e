"""What an ambassador hangs up and reads aloud: a poster with a QR code, a text for the staff."""

from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from backend.common.pdf import typeset
from backend.messaging.addresses import public_address
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.models import Institution
from institutions.queries.checklists import rules_in_force
from institutions.queries.scope import institutions_for
from institutions.rules.deeds import Deed

_TEMPLATE = Path(__file__).parents[1] / "templates/institutions/poster.typ"


class OfPlace(SignedIn):
    """A page about one institution within reach; others are not found."""

    http_method_names = ["get", "head"]

    @cached_property
    def place(self) -> Institution:
        """The institution of the address, with its municipality."""
        within = institutions_for(self.actor, Deed.SEE_NEEDS).filter(closed_at=None)
        return get_object_or_404(
            within.select_related("municipality", "department"), external_uuid=self.kwargs["place"]
        )


class Poster(OfPlace, View):
    """The poster as PDF: A4, tagged, with a code that leads to the open needs."""

    def get(self, request: HttpRequest, place: Any) -> HttpResponse:  # noqa: ARG002
        """The file, made anew each time."""
        pdf = typeset(_TEMPLATE, poster_words(self.place), at=now())
        name = f"plakat-{slugify(self.place.name)}.pdf"
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )


class StaffText(OfPlace, TemplateView):
    """A text to read aloud at the staff meeting, from the rules in force; made to be printed."""

    template_name = "institutions/staff_text.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the place and its rules."""
        rules = rules_in_force(self.place.municipality_id)
        return {
            **super().get_context_data(**kwargs),
            "place": self.place,
            "version": rules,
            "rules": rules.rules.all() if rules else [],
            "back_url": reverse("institutions:start_guide", args=[self.place.external_uuid]),
            "back_words": _("Kom godt i gang"),
            "heading": _("Til personalemødet"),
        }


def poster_words(place: Institution) -> dict[str, str]:
    """What stands on the poster; the code carries the address that is also written in letters."""
    municipality = place.municipality
    address = public_address(municipality.link_host, reverse("volunteers:open_needs"))
    picture = BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", xmldecl=False)
    parts = urlsplit(address)
    return {
        "municipality": municipality.name,
        "colour": municipality.colour,
        "heading": _("Vil du hjælpe hos %(name)s?") % {"name": place.name},
        "lead": _("Se, hvad vi har brug for hjælp til, og sig ja til det, du har lyst til."),
        "qr": picture.getvalue().decode("utf-8"),
        "alt": _("QR-kode, der fører til %(address)s") % {"address": address},
        "scan": _("Peg på koden med telefonens kamera, eller skriv:"),
        "address": address,
        "shown": f"{parts.netloc}{parts.path}".rstrip("/"),
        "footer": f"{municipality.name} · "
        + _("Frivillige er et plus. De gør noget ekstra og erstatter ikke ansatte."),
    }
