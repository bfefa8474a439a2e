"""The disagreement log: what a place and somebody see differently, and the three talks."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.addresses import uuid_in
from backend.web.clock import now
from institutions.models import Institution
from institutions.queries.scope import institutions_for
from institutions.rules.deeds import MAY, Deed
from institutions.web.disagreement_forms import CloseForm, OpenForm, TalkForm
from institutions.web.organisation import BackPage
from volunteers.actions.disagreements import close_disagreement, note_talk, open_disagreement
from volunteers.models import Disagreement, OtherSide, Volunteer
from volunteers.queries.disagreements import (
    case_of,
    cases_for,
    disagreements_for,
    helpers_of,
    moment_to_note,
)
from volunteers.rules.disagreements import MOMENT_WORDS, Moment, Way


class OfDisagreements(SignedIn):
    """The leader of the place and the coordinator; nobody else."""

    roles = tuple(MAY[Deed.KEEP_DISAGREEMENTS])

    @cached_property
    def row(self) -> Disagreement:
        """The disagreement of the address; one out of reach is not found."""
        return get_object_or_404(disagreements_for(self.actor), uuid=self.kwargs["case"])


class Disagreements(OfDisagreements, TemplateView):
    """The open ones; ``?afsluttede`` shows the closed."""

    template_name = "institutions/disagreements.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the cases."""
        closed = "afsluttede" in self.request.GET
        cases = cases_for(self.actor, now(), closed=closed)
        return super().get_context_data(cases=cases, closed=closed, **kwargs)


class OpenDisagreement(OfDisagreements, BackPage):
    """A disagreement more; who has several places says which one first (``?sted=``)."""

    template_name = "institutions/disagreement_open.html"
    form_class = OpenForm
    heading = gettext_lazy("Notér en uenighed")  # type: ignore[assignment]
    intro = gettext_lazy("Ring først. Så er det meste ofte løst.")
    back = "institutions:disagreements"
    back_words = gettext_lazy("Uenigheder")

    @cached_property
    def places(self) -> QuerySet[Institution]:
        """The person's own, or the one of them that the address names."""
        within = institutions_for(self.actor, Deed.KEEP_DISAGREEMENTS)
        named = within.filter(external_uuid=uuid_in(self.request, "sted"))
        return named if named.exists() else within

    def get_form(self, form_class: Any = None) -> Form:
        """The form with the places, and those who have helped at the only one."""
        form = super().get_form(form_class)
        form.fields["institution"].queryset = self.places  # type: ignore[attr-defined]
        field: Any = form.fields["volunteer"]
        field.queryset = _helpers_of(self.places)
        field.label_from_instance = _short_name
        return form

    def get_initial(self) -> dict[str, Any]:
        """The only place there is to choose."""
        places = list(self.places[:2])
        return {"institution": places[0]} if len(places) == 1 else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the places to choose among first, where there are several."""
        several = self.places if len(self.places) > 1 else []
        return super().get_context_data(several=several, **kwargs)

    def act(self, form: OpenForm) -> HttpResponse:
        """Keeps it, and leads to the first step."""
        given = dict(form.cleaned_data)
        given["party"] = OtherSide(given["party"])
        case = open_disagreement(by=self.actor, at=now(), **given)
        return redirect("institutions:disagreement", case.uuid)


class OneDisagreement(OfDisagreements, BackPage):
    """What the forms about one disagreement share; the way back is its page."""

    back_words = gettext_lazy("Uenigheden")

    @property
    def back_url(self) -> str:
        """The disagreement."""
        return reverse("institutions:disagreement", args=[self.row.uuid])


class DisagreementPage(OfDisagreements, TemplateView):
    """One disagreement and its three steps."""

    template_name = "institutions/disagreement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the steps."""
        return super().get_context_data(**{**kwargs, "case": case_of(self.row, now())})


class NoteTalk(OneDisagreement):
    """Ticks a talk with its date."""

    form_class = TalkForm

    @cached_property
    def moment(self) -> Moment:
        """The talk of ``?samtale=``, to correct one; otherwise the next."""
        wanted = self.request.GET.get("samtale", "")
        if not wanted:
            return moment_to_note(self.row)
        if wanted not in list(Moment):
            raise Http404
        return Moment(wanted)

    def get_initial(self) -> dict[str, Any]:
        """Today; the first talk is a call."""
        way = Way.CALL if self.moment is Moment.BEFORE else None
        return {"held_on": local(now()).date(), "way": way}

    def act(self, form: TalkForm) -> HttpResponse:
        """Keeps it."""
        note_talk(
            case=self.row,
            moment=self.moment,
            way=Way(form.cleaned_data["way"]),
            held_on=form.cleaned_data["held_on"],
            by=self.actor,
            at=now(),
        )
        return self.done(_("Samtalen er noteret."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the talk is for as heading."""
        return {**super().get_context_data(**kwargs), "heading": MOMENT_WORDS[self.moment]}


class CloseDisagreement(OneDisagreement):
    """Closes it with what came of it."""

    form_class = CloseForm
    heading = gettext_lazy("Afslut uenigheden")  # type: ignore[assignment]
    button = gettext_lazy("Afslut")  # type: ignore[assignment]

    def get_form(self, form_class: Any = None) -> Form:
        """The reason is asked for only where the talk afterwards is missing."""
        form = super().get_form(form_class)
        if self.row.talks.filter(moment=Moment.AFTER).exists():
            del form.fields["no_after_reason"]
        return form

    def act(self, form: CloseForm) -> HttpResponse:
        """Keeps it."""
        close_disagreement(case=self.row, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("Uenigheden er afsluttet."))


def _helpers_of(places: Any) -> Any:
    """By first name and initial, of one place: who has several chooses the place first."""
    some = list(places[:2])
    return helpers_of(some[0].pk) if len(some) == 1 else Volunteer.objects.none()


def _short_name(person: Volunteer) -> str:
    return person.short_name
