"""Templates of needs: kept from a need that worked, begun from again and again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid
from institutions.actions.slots import add_slot, require_seats
from institutions.actions.tasks import WORD_FIELDS, draft_like
from institutions.models import Institution, NeedTemplate, Slot, Task
from institutions.models.tasks import NeedWords
from institutions.rules.deeds import Deed, require_may
from institutions.rules.need import require_need

_MINUTE = 60
_SKILLS = ("skills", "wished_skills")


@dataclass(frozen=True, slots=True)
class Usual:
    """The hours and seats a template proposes, on a Danish clock."""

    starts: time
    lasts_minutes: int
    seats: int

    @classmethod
    def of(cls, slot: Slot | None) -> "Usual":
        """As the time was; two hours from ten for one person when there is none."""
        if slot is None:
            return cls(time(10), 120, 1)
        minutes = int((slot.ends_at - slot.starts_at).total_seconds()) // _MINUTE
        return cls(local(slot.starts_at).time(), minutes, slot.seats)


@transaction.atomic
def keep_as_template(
    *, task: Task, everywhere: bool, title: str = "", by: Actor, at: datetime
) -> NeedTemplate:
    """A template with a need's words, skills, hours and seats. Twice gives two.

    ``everywhere`` makes it the municipality's, without contact, place and link, which are the
    coordinator's to give away; otherwise it is the institution's own.
    """
    institution = None if everywhere else task.institution
    _require_keeper(institution, by)
    usual = Usual.of(task.slots.order_by("starts_at").last())
    words = {name: getattr(task, name) for name in WORD_FIELDS}
    if everywhere:
        words |= {"meeting_place": "", "contact_name": "", "contact_phone": "", "online_link": ""}
    assert by.user_id is not None
    template = NeedTemplate.objects.create(
        municipality_id=task.municipality_id,
        institution=institution,
        starts=usual.starts,
        lasts_minutes=usual.lasts_minutes,
        seats=usual.seats,
        created_by_id=by.user_id,
        created_at=at,
        **{**words, "title": title.strip() or task.title},
    )
    _copy_skills(task, template)
    record("keep_as_template", template, by=by, at=at, task=task.pk)
    return template


@transaction.atomic
def change_template(
    *, template: NeedTemplate, fields: Mapping[str, Any], usual: Usual, by: Actor, at: datetime
) -> NeedTemplate:
    """Other words, skills, hours or seats; drafts made from it before stay as they are.

    Refuses as a need's own words are refused, but asks for nobody to call.
    """
    _require_keeper(template.institution, by)
    kept = NeedTemplate.objects.select_for_update().get(pk=template.pk)
    _require_in_use(kept)
    words = {name: value for name, value in fields.items() if name not in _SKILLS}
    require_need(words, contact=False)
    require_seats(usual.seats)
    for name in WORD_FIELDS:
        setattr(kept, name, words.get(name, getattr(kept, name)))
    kept.starts, kept.lasts_minutes, kept.seats = usual.starts, usual.lasts_minutes, usual.seats
    kept.save()
    for name in _SKILLS:
        if name in fields:
            getattr(kept, name).set(fields[name])
    record("change_template", kept, by=by, at=at)
    return kept


@transaction.atomic
def retire_template(*, template: NeedTemplate, by: Actor, at: datetime) -> None:
    """Nobody begins from it any more; the second time changes nothing."""
    _require_keeper(template.institution, by)
    kept = NeedTemplate.objects.select_for_update().get(pk=template.pk)
    if kept.retired_at is None:
        kept.retired_at = at
        kept.save(update_fields=["retired_at"])
        record("retire_template", kept, by=by, at=at)


@transaction.atomic
def draft_from_template(
    *,
    template: NeedTemplate,
    institution: Institution,
    span: tuple[datetime, datetime],
    seats: int,
    by: Actor,
    at: datetime,
) -> Task:
    """A draft with the template's words and one time: the second need in three inputs.

    Refuses a template of another place and one that is retired. Twice gives two drafts.
    """
    _require_in_use(template)
    foreign = template.institution_id not in (None, institution.pk)
    if foreign or template.municipality_id != institution.municipality_id:
        raise Clash("other_place", "Skabelonen hører til et andet sted.")
    task = draft_like(template, institution=institution, by=by, at=at)
    add_slot(task=task, starts_at=span[0], ends_at=span[1], seats=seats, by=by, at=at)
    return task


def _require_keeper(institution: Institution | None, by: Actor) -> None:
    if institution is None:
        require_may(by, Deed.KEEP_MUNICIPAL_TEMPLATES)
        return
    require_may(
        by,
        Deed.KEEP_TEMPLATES,
        department_id=institution.department_id,
        institution_id=institution.pk,
    )


def _require_in_use(template: NeedTemplate) -> None:
    if template.retired_at is not None:
        raise Invalid("template_retired", "Skabelonen er taget ud af brug. Vælg en anden.")


def _copy_skills(words: NeedWords, template: NeedTemplate) -> None:
    for name in _SKILLS:
        getattr(template, name).set(getattr(words, name).all())
