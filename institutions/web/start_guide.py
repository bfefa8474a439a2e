"""The start guide: a new institution's way to its first published need, step by step."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backend.common.danish_dates import local
from backend.web.clock import now
from institutions.queries.start_guide import StartGuide, start_guide
from institutions.rules.deeds import Deed, grants_for, may
from institutions.rules.start_guide import StartStep, StepKey
from institutions.web.wall_posters import OfPlace

# Each step's heading and why it is there.
WORDS: dict[StepKey, tuple[Any, Any]] = {
    StepKey.RULES: (
        gettext_lazy("Læs spillereglerne, og sig ja"),
        gettext_lazy("De er aftalt med de faglige organisationer. Lederen siger ja for stedet."),
    ),
    StepKey.COLLEAGUE: (
        gettext_lazy("Få en kollega med"),
        gettext_lazy("En stedfortræder eller betroet medarbejder kan overtage, når du er væk."),
    ),
    StepKey.MED: (
        gettext_lazy("Tal det igennem i lokalMED"),
        gettext_lazy("Skriv mødet i MED-loggen, når ledelse og medarbejdere er enige."),
    ),
    StepKey.CHECKLIST: (
        gettext_lazy("Gå tjeklisten igennem"),
        gettext_lazy("Flere kan hjælpes ad over flere dage. Den gælder i 12 måneder."),
    ),
    StepKey.DRAFT: (
        gettext_lazy("Beskriv den første opgave"),
        gettext_lazy("Hvad, hvor, hvornår, og hvad man ikke skal gøre."),
    ),
    StepKey.PUBLISHED: (
        gettext_lazy("Læg opgaven ud"),
        gettext_lazy("Du ser, hvor mange der passer, før nogen får en sms."),
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A step with its words, and the page where one takes it; "" where the person may not."""

    step: StartStep
    heading: str
    why: str
    url: str


class StartGuidePage(OfPlace, TemplateView):
    """The steps with state and link. An ambassador sees where the institution stands."""

    template_name = "institutions/start_guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the steps."""
        guide = start_guide(self.place, local(now()).date())
        fills = self._may(Deed.FILL_CHECKLIST)
        helps = bool(grants_for(self.actor, Deed.HELP_LEADERS))
        lines = [
            Line(
                step,
                str(WORDS[step.key][0]),
                str(WORDS[step.key][1]),
                _address(step.key, guide) if fills else "",
            )
            for step in guide.steps
        ]
        return {
            **super().get_context_data(**kwargs),
            "place": self.place,
            "guide": guide,
            "lines": lines,
            "helps": helps,
            "asks": self._may(Deed.ASK_FOR_HELP),
            "back_url": reverse("institutions:ambassador" if helps else "institutions:board"),
            "back_words": _("Min afdeling") if helps else _("Tidspunkter"),
            "heading": _("Kom godt i gang"),
        }

    def _may(self, deed: Deed) -> bool:
        place = self.place
        return may(self.actor, deed, department_id=place.department_id, institution_id=place.pk)


def _address(key: StepKey, guide: StartGuide) -> str:
    """Where the step is taken; the rules can be accepted when some are in force."""
    place = guide.institution
    if key is StepKey.RULES:
        if guide.rules_number is None:
            return reverse("institutions:documents")
        return reverse("institutions:accept_rules", args=[guide.rules_number, place.external_uuid])
    if key is StepKey.PUBLISHED and guide.draft is not None:
        return reverse("institutions:need_task", args=[guide.draft.pk])
    return {
        StepKey.COLLEAGUE: reverse("institutions:roles"),
        StepKey.MED: reverse("institutions:med_log"),
        StepKey.CHECKLIST: reverse("institutions:checklist", args=[place.pk]),
    }.get(key, reverse("institutions:new_need", args=[place.pk]))
