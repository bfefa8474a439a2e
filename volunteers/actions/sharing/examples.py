"""Good examples: written, shared, used again, taken down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from institutions.actions.tasks import WORD_FIELDS, draft_task
from institutions.models import Institution, Task
from institutions.rules.deeds import Deed
from institutions.rules.help_calls import require_words
from institutions.rules.need import require_need
from volunteers.actions.sharing.places import require_at
from volunteers.models import Example, ExampleUse, TargetGroup
from volunteers.models.sharing.examples import LONGEST_ANSWER
from volunteers.rules.sharing import require_three_answers

# The need's own words that an example has too.
NEED_WORDS = ("kind", "title", "sms_title", "description", "not_to_do")
CONTACT = ("contact_name", "contact_phone")
THREE_ANSWERS = ("is_new", "is_useful", "is_used")
OWN_WORDS = ("field", "target_group", "problem", "result", "trial", *THREE_ANSWERS)
EXAMPLE_FIELDS = (*NEED_WORDS, *CONTACT, *OWN_WORDS)
# What belongs to the place the example comes from, and not to the one that uses it again.
_OF_THE_PLACE = frozenset(
    {*CONTACT, "meeting_place", "online_link", "insurance_text", "expenses_text", "practical"}
)
_LONGEST = {"problem": 1000, "result": 1000, "field": 40}


@transaction.atomic
def write_example(
    *,
    institution: Institution | None,
    fields: Mapping[str, Any],
    task: Task | None = None,
    by: Actor,
    at: datetime,
) -> Example:
    """A draft that nobody else sees yet. Twice gives two.

    ``task`` is the need it rests on: age, certificate, skills and conditions are taken from there.
    Without an institution it is the municipality's, and the coordinator's to write. Refuses what
    a need is refused for, names of citizens in the problem and the result too.
    """
    require_at(institution, Deed.SHARE_EXAMPLES, by)
    if task is not None and (institution is None or task.institution_id != institution.pk):
        raise Clash("other_place", "Behovet hører til et andet sted.")
    words = {} if task is None else {name: getattr(task, name) for name in WORD_FIELDS}
    values = _checked({**words, "meeting_place": "", "online_link": "", **fields})
    assert by.user_id is not None
    example = Example.objects.create(
        municipality_id=by.municipality_id,
        institution=institution,
        written_by_id=by.user_id,
        created_at=at,
        **values,
    )
    if task is not None:
        example.skills.set(task.skills.all())
        example.wished_skills.set(task.wished_skills.all())
    record("write_example", example, by=by, at=at, task=task.pk if task else None)
    return example


@transaction.atomic
def edit_example(
    *, example: Example, fields: Mapping[str, Any], by: Actor, at: datetime
) -> Example:
    """Other words; needs begun from it stay as they are. Refuses as ``write_example``, one that is
    taken down, and a shared one without its three answers."""
    kept = _locked(example, by)
    values = _checked({**{name: getattr(kept, name) for name in EXAMPLE_FIELDS}, **fields})
    if kept.is_shared:
        require_three_answers(values["is_new"], values["is_useful"], values["is_used"])
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save()
    record("edit_example", kept, by=by, at=at)
    return kept


@transaction.atomic
def share_example(*, example: Example, by: Actor, at: datetime) -> Example:
    """Colleagues everywhere in the municipality see it from now on; the second time is the first.

    Refuses one that does not say what is new, useful and put to use.
    """
    kept = _locked(example, by)
    require_three_answers(kept.is_new, kept.is_useful, kept.is_used)
    if kept.published_at is None:
        kept.published_at = at
        kept.save(update_fields=["published_at"])
        record("share_example", kept, by=by, at=at)
    return kept


@transaction.atomic
def retire_example(*, example: Example, by: Actor, at: datetime) -> None:
    """Nobody sees it any more; what was begun from it keeps its source. Twice is once."""
    require_at(example.institution, Deed.SHARE_EXAMPLES, by)
    kept = Example.objects.select_for_update(of=("self",)).get(pk=example.pk)
    if kept.retired_at is None:
        kept.retired_at = at
        kept.save(update_fields=["retired_at"])
        record("retire_example", kept, by=by, at=at)


@transaction.atomic
def use_example(*, example: Example, institution: Institution, by: Actor, at: datetime) -> Task:
    """ "Brug igen": a draft need at the institution with the example's words, its source noted.

    Contact and practical things are the institution's own. It is counted (K25). Refuses one that
    is not shared, and who may neither post nor propose there. Twice gives two drafts.
    """
    kept = Example.objects.get(pk=example.pk)
    require_shared(kept, institution.municipality_id)
    task = draft_task(
        institution=institution,
        fields={name: getattr(kept, name) for name in WORD_FIELDS if name not in _OF_THE_PLACE},
        skills=list(kept.skills.all()),
        wished_skills=list(kept.wished_skills.all()),
        by=by,
        at=at,
    )
    assert by.user_id is not None
    use = ExampleUse.objects.create(
        municipality_id=task.municipality_id,
        example=kept,
        task=task,
        used_by_id=by.user_id,
        used_at=at,
    )
    record("use_example", use, by=by, at=at, example=kept.pk, task=task.pk)
    return task


def require_shared(example: Example, municipality_id: int) -> None:
    """Refuses a draft, one that is taken down, and another municipality's."""
    if not example.is_shared or example.municipality_id != municipality_id:
        raise Clash("not_shared", "Eksemplet er ikke delt længere. Vælg et andet.")


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    require_need(values)
    for name, longest in _LONGEST.items():
        values[name] = require_words(name, values[name], longest)
    if values["target_group"] not in TargetGroup.values:
        raise Invalid("target_group", "Vælg, hvem det er for.", {"target_group": ["Vælg."]})
    for name in THREE_ANSWERS:
        values[name] = values.get(name, "").strip()
        if len(values[name]) > LONGEST_ANSWER:
            text = f"Skriv højst {LONGEST_ANSWER} tegn."
            raise Invalid("too_long", text, {name: [text]})
    return values


def _locked(example: Example, by: Actor) -> Example:
    require_at(example.institution, Deed.SHARE_EXAMPLES, by)
    kept = Example.objects.select_for_update(of=("self",)).get(pk=example.pk)
    if kept.retired_at is not None:
        raise Clash("retired", "Eksemplet er taget ned.")
    return kept
