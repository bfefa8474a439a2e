"""The last page before anybody is asked, and the receipt."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from backend.common.danish_dates import local, moment_text
from backend.common.refusals import Invalid
from backend.messaging.quiet import first_moment
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.actions.proposals import propose_task, return_proposal
from institutions.actions.tasks import EDITABLE
from institutions.models import Slot, Task
from institutions.queries.checklists import open_gates, points_before
from institutions.queries.scope import drafts_for
from institutions.queries.words import word_hits
from institutions.rules.checklist import EvidenceKind
from institutions.rules.states import SlotState, TaskState
from institutions.web.need_forms import ReasonForm
from institutions.web.need_numbers import Sample, TimeNumbers, sample_sms
from institutions.web.need_steps import OfNeed
from institutions.web.need_task_form import language_words
from volunteers.actions.publishing import publish_need, try_need
from volunteers.queries.previews import plan_need
from volunteers.queries.tallies import tallies_of


class CheckPage(OfNeed, TemplateView):
    """Page 4: every answer, who would be asked when, and what the SMS says. Sends on POST."""

    template_name = "institutions/need_check.html"
    http_method_names = ["get", "head", "post", "options"]
    refusal: Invalid | None = None

    @cached_property
    def task(self) -> Task:
        """The need of the address, with all the matching asks of it."""
        within = drafts_for(self.actor).select_related(
            "kind", "created_by", "institution__department", "institution__municipality"
        )
        within = within.prefetch_related("skills", "wished_skills")
        return get_object_or_404(within, pk=self.kwargs["pk"])

    @cached_property
    def slots(self) -> list[Slot]:
        """The times of the draft."""
        return list(self.task.slots.filter(state=SlotState.OPEN))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The check, or the receipt of a need that is out."""
        if self.task.state not in EDITABLE:
            return redirect("institutions:need_receipt", self.task.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Publishes and asks, or proposes; with something missing the page names it, 422."""
        deed = publish_need if self.may_post else propose_task
        try:
            deed(task=self.task, by=self.actor, at=now())
        except Invalid as refusal:
            self.refusal = refusal
            context = self.get_context_data()
            return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return redirect("institutions:need_receipt", self.task.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the plan in numbers, the SMS, and what is missing; for a proposal none of it."""
        at = now()
        kwargs["languages"] = language_words(self.task.languages)
        if not self.may_post:
            return super().get_context_data(slots=self.slots, refusal=self.refusal, **kwargs)
        plans = plan_need(self.task, self.slots, at)
        numbers = [TimeNumbers(plan, at) for plan in plans]
        asked = sum(line.now for line in numbers)
        return super().get_context_data(
            slots=self.slots,
            numbers=numbers,
            asked=asked,
            sample=self._sample(asked),
            refusal=self.refusal,
            **self._obstacles(),
            **kwargs,
        )

    def _sample(self, asked: int) -> Sample | None:
        return sample_sms(self.task, self.slots[0], asked) if self.slots else None

    def _obstacles(self) -> dict[str, Any]:
        of_institution, of_task = points_before(self.task, local(now()).date())
        said = set(self.task.word_hits.exclude(reason="").values_list("word", flat=True))
        red = [hit.word for hit in word_hits(self.task) if hit.level == "red"]
        return {
            "missing_here": open_gates(of_institution),
            # The automatic ones close themselves when the need is published.
            "missing_task": [
                item for item in open_gates(of_task) if item.evidence != EvidenceKind.AUTOMATIC
            ],
            "unexplained": [word for word in red if word not in said],
            "review": bool(red) or self.task.institution.department.approval_needed,
            "red": red,
        }


class TryPage(OfNeed, View):
    """ "Prøv uden at sende": what would happen, and nothing of it stays or is sent."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Shows what would be sent to whom; with something missing, the check page says what."""
        try:
            trial = try_need(task=self.task, by=self.actor, at=now())
        except Invalid:
            return redirect("institutions:need_check", self.task.pk)
        context = {"task": self.task, "institution": self.task.institution, "trial": trial}
        return render(request, "institutions/need_tried.html", context)


class ReturnProposal(OfNeed, ActionFormView):
    """Gives an employee's proposal back with what to change."""

    template_name = "institutions/need_return.html"
    form_class = ReasonForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; not there for what is no proposal, nor for who proposed it."""
        if not self.may_post or self.task.proposed_at is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def act(self, form: ReasonForm) -> HttpResponse:
        """Gives it back."""
        reason = form.cleaned_data["reason"]
        return_proposal(task=self.task, reason=reason, by=self.actor, at=now())
        messages.success(self.request, _("Forslaget er givet tilbage."))
        return redirect("institutions:new_need", self.task.institution_id)


class Receipt(OfNeed, TemplateView):
    """What happened to the need, what happens next, and when."""

    template_name = "institutions/need_receipt.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The receipt; a draft has none yet, but a proposal has one for who made it."""
        if self.task.state == TaskState.DRAFT and (self.may_post or not self.task.proposed_at):
            return redirect("institutions:need_check", self.task.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds how many are asked, and the next look."""
        at = now()
        slots = list(self.task.slots.filter(state=SlotState.OPEN, starts_at__gt=at))
        tallies = tallies_of([slot.pk for slot in slots], at)
        asked = sum(tally.asked for tally in tallies.values())
        looks = [tally.next_look_at for tally in tallies.values() if tally.next_look_at]
        starts = first_moment(self.task.institution.municipality, at)
        return super().get_context_data(
            asked=asked,
            nobody=[slot for slot in slots if not tallies[slot.pk].fitted],
            sends=moment_text(starts, at) if starts > at else "",
            look=moment_text(min(looks), at) if looks else "",
            **kwargs,
        )
