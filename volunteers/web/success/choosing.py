"""The group's criteria, the catalogue to choose from, and one criterion as it was decided."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from backend.common.danish_dates import local
from backend.common.refusals import Invalid
from backend.web.clock import now
from volunteers.actions.success.criteria import choose_starter_set
from volunteers.models import Criterion, ManualValue
from volunteers.queries.closing import measurements_of
from volunteers.queries.criteria import criteria_by_state, criteria_for, standing_of, target_words
from volunteers.queries.follow_ups import follow_ups_for
from volunteers.queries.meetings import decisions_for
from volunteers.success.aims import require_whole
from volunteers.success.calendar import RHYTHM_WORDS, Rhythm, last_ended
from volunteers.success.catalogue import catalogue
from volunteers.success.conclusions import value_words
from volunteers.success.criteria import STARTER_SET, CriterionState
from volunteers.web.success.base import KeepsCriteria, OfCriterion, SeesCriteria


class Criteria(SeesCriteria, TemplateView):
    """Those in use with the last quarter's figures, drafts, and those ended."""

    template_name = "volunteers/steering/criteria.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the three lists."""
        at = now()
        period = last_ended(Rhythm.QUARTER, local(at).date())
        return super().get_context_data(
            chosen=criteria_by_state(self.actor, period, at),
            period=period,
            keeps=self.keeps,
            **kwargs,
        )


class Catalogue(KeepsCriteria, TemplateView):
    """The 33 to choose from, with the suggested set to begin with."""

    template_name = "volunteers/steering/catalogue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds which are chosen already."""
        chosen = set(
            criteria_for(self.actor)
            .exclude(state=CriterionState.ENDED)
            .values_list("code", flat=True)
        )
        return super().get_context_data(
            indicators=list(catalogue().values()),
            chosen=chosen,
            starter=STARTER_SET,
            left=[code for code in STARTER_SET if code not in chosen],
            **kwargs,
        )


class TakeStarterSet(KeepsCriteria, View):
    """The suggested 14 as drafts in one click."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Says how many are new; the second time none."""
        found = choose_starter_set(municipality=self.municipality, by=self.actor, at=now())
        words = ngettext("%s kladde er lavet.", "%s kladder er lavet.", len(found)) % len(found)
        todo = _("Giv hver en ejer og en dato, og tag dem i brug.")
        messages.success(request, f"{words} {todo}")
        return redirect("volunteers:criteria")


class CriterionPage(OfCriterion, TemplateView):
    """One criterion: what was decided, what it lacks, and all that has been measured and agreed."""

    template_name = "volunteers/steering/criterion.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the figure of the last period and the history."""
        at, row = now(), self.criterion
        period = last_ended(Rhythm(row.rhythm), local(at).date())
        standing = standing_of(row, self.actor, period, at)
        return super().get_context_data(
            **{
                **kwargs,
                "criterion": row,
                "keeps": self.keeps,
                "period": period,
                "standing": standing,
                "decided": decided_words(row),
                "values": entered_words(row, keeps=self.keeps),
                "rhythm": RHYTHM_WORDS[Rhythm(row.rhythm)],
                "missing": missing_of(row, has_owner=standing.has_owner, today=local(at).date()),
                "history": measurements_of(row, self.actor),
                "follow_ups": list(follow_ups_for(self.actor).filter(criterion=row)),
                "decisions": list(decisions_for(self.actor).filter(criterion=row)),
            }
        )


def decided_words(row: Criterion) -> dict[str, str]:
    """The target, how close to it is good too, and the baseline, each with its unit."""
    start = row.baseline_value
    margin = value_words(row.indicator, row.amber_margin) if row.amber_margin else ""
    return {
        "target": target_words(row.indicator, row.target_value),
        "baseline": value_words(row.indicator, start) if start is not None else "",
        "margin": margin.replace(" %", " procentpoint"),
    }


def entered_words(row: Criterion, *, keeps: bool) -> list[tuple[ManualValue, str]]:
    """The values that were typed in, the newest period first; those who only read see none."""
    if not keeps:
        return []
    values = row.values.select_related("entered_by").order_by("-first", "-entered_at")
    return [(one, value_words(row.indicator, one.value)) for one in values]


def missing_of(row: Criterion, *, has_owner: bool, today: date) -> list[str]:
    """What a draft lacks before it can be put to use, each in a sentence."""
    if row.state != CriterionState.DRAFT:
        return []
    try:
        require_whole(row.indicator, row.aim, has_owner=has_owner, today=today)
    except Invalid as refusal:
        return [sentence for found in refusal.fields.values() for sentence in found]
    return []
