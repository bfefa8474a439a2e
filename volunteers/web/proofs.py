"""The proof of volunteering as PDF, on the person's own page."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.common.danish_dates import local, long_day
from backend.common.numbers import format_decimal
from backend.common.pdf import typeset
from backend.common.phones import show_phone
from volunteers.models import Volunteer
from volunteers.queries.proofs import Proof, proof_of
from volunteers.web.my_page import MyPageView

_TEMPLATE = Path(__file__).parents[1] / "templates/volunteers/proof.typ"


class ProofFile(MyPageView):
    """Made anew each time from what the leaders have recorded; the person's own alone."""

    http_method_names = ["get", "head"]

    def get(self, _request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """A4, tagged for those who have it read aloud."""
        person = self.link.volunteer
        words = proof_words(person, proof_of(person), long_day(local(self.at).date()))
        answer = HttpResponse(typeset(_TEMPLATE, words, at=self.at), content_type="application/pdf")
        answer.headers["Content-Disposition"] = 'attachment; filename="bevis-frivillig.pdf"'
        return answer


def proof_words(person: Volunteer, proof: Proof, today: str) -> dict[str, Any]:
    """Every word on the paper."""
    place = person.municipality
    rows = [
        [one.place, one.title, str(one.times), format_decimal(one.hours, 1)] for one in proof.helps
    ]
    times = ngettext("%(n)s gang", "%(n)s gange", proof.times) % {"n": proof.times}
    return {
        "colour": place.colour,
        "municipality": place.name,
        "heading": _("Bevis for frivilligt arbejde"),
        "lead": _("%(name)s har hjulpet som frivillig i %(place)s.")
        % {"name": person.full_name, "place": place.name},
        "period": _period(proof),
        "columns": [_("Sted"), _("Opgave"), _("Gange"), _("Timer")],
        "rows": rows,
        "total": _("I alt %(times)s og %(hours)s timer.")
        % {"times": times, "hours": format_decimal(proof.hours, 1)},
        "issued": _("Udskrevet %(day)s. Tallene er dem, stederne selv har noteret.")
        % {"day": today},
        "footer": f"{place.name} · {show_phone(place.phone)} · {place.email}",
    }


def _period(proof: Proof) -> str:
    if proof.first is None or proof.last is None:
        return _("Der er ikke noteret fremmøde endnu.")
    first, last = long_day(proof.first), long_day(proof.last)
    if first == last:
        return f"{capfirst(first)}."
    return _("Fra %(first)s til %(last)s.") % {"first": first, "last": last}
