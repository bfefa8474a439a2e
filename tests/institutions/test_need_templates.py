"""Templates: the municipality's and an institution's, kept and begun from."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.actions.need_templates import (
    Usual,
    change_template,
    draft_from_template,
    keep_as_template,
    retire_template,
)
from institutions.models import Skill, Task
from institutions.queries.need_templates import templates_at, templates_for
from tests.cast import NOW, Cast, draft_need, make_cast, task_fields

pytestmark = pytest.mark.django_db
SPAN = (NOW + timedelta(days=4), NOW + timedelta(days=4, hours=2))


def test_a_need_kept_and_begun_from_has_the_same_words_and_skills(cast: Cast) -> None:
    by = cast.actor(cast.leader)
    skill = Skill.objects.create(municipality=cast.municipality, name="Kørekort")
    task = draft_need(cast, seats=3, languages=["en"], conditions=["stairs"])
    task.wished_skills.add(skill)

    template = keep_as_template(task=task, everywhere=False, by=by, at=NOW)
    made = draft_from_template(
        template=template, institution=cast.here, span=SPAN, seats=2, by=by, at=NOW
    )

    assert (template.starts.hour, template.lasts_minutes, template.seats) == (13, 120, 3)
    assert (made.title, made.languages, made.conditions) == (task.title, ["en"], ["stairs"])
    assert list(made.wished_skills.all()) == [skill]
    assert [slot.seats for slot in made.slots.all()] == [2]


def test_the_municipalitys_template_takes_the_contact_of_the_place(cast: Cast) -> None:
    task = draft_need(cast, meeting_place="hovedindgangen", contact_name="Lis")
    with pytest.raises(NotAllowed):
        keep_as_template(task=task, everywhere=True, by=cast.actor(cast.leader), at=NOW)

    template = keep_as_template(task=task, everywhere=True, by=cast.actor(cast.coordinator), at=NOW)
    elsewhere = draft_from_template(
        template=template,
        institution=cast.elsewhere,
        span=SPAN,
        seats=1,
        by=cast.actor(cast.leader_elsewhere),
        at=NOW,
    )

    assert (template.contact_name, template.meeting_place) == ("", "")
    assert elsewhere.contact_name == cast.elsewhere.contact_name


def test_another_places_template_is_not_there(cast: Cast) -> None:
    template = keep_as_template(
        task=draft_need(cast), everywhere=False, by=cast.actor(cast.leader), at=NOW
    )
    other = make_cast("Nordby", 2)

    with pytest.raises(Clash):
        draft_from_template(
            template=template,
            institution=cast.elsewhere,
            span=SPAN,
            seats=1,
            by=cast.actor(cast.leader_elsewhere),
            at=NOW,
        )

    assert list(templates_at(cast.here)) == [template]
    assert list(templates_at(cast.elsewhere)) == []
    assert list(templates_for(cast.actor(cast.leader_elsewhere))) == []
    assert list(templates_for(other.actor(other.coordinator))) == []


def test_changed_words_keep_the_needs_rules_and_retired_is_out_of_use(cast: Cast) -> None:
    by = cast.actor(cast.leader)
    template = keep_as_template(task=draft_need(cast), everywhere=False, by=by, at=NOW)
    usual = Usual(template.starts, 60, 1)

    with pytest.raises(Invalid) as refusal:
        change_template(
            template=template,
            fields=task_fields(cast, description="Gå tur med fru Hansen."),
            usual=usual,
            by=by,
            at=NOW,
        )
    changed = change_template(
        template=template, fields=task_fields(cast, title="Gåtur"), usual=usual, by=by, at=NOW
    )
    for _ in range(2):
        retire_template(template=template, by=by, at=NOW)
    changed.refresh_from_db()
    with pytest.raises(Invalid):
        draft_from_template(
            template=changed, institution=cast.here, span=SPAN, seats=1, by=by, at=NOW
        )

    assert list(refusal.value.fields) == ["description"]
    assert (changed.title, changed.lasts_minutes) == ("Gåtur", 60)
    assert list(templates_at(cast.here)) == []


def test_the_pages_keep_list_change_and_begin(cast: Cast, client: Client) -> None:
    task = draft_need(cast)
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.leader)
        kept = client.post(
            reverse("institutions:keep_template", args=[task.pk]), {"title": "Koncerttur"}
        )
        template = templates_at(cast.here).get()
        listed = client.get(kept.headers["Location"]).content.decode()
        page = client.get(reverse("institutions:template", args=[template.uuid]))
        begin = reverse("institutions:use_template", args=[template.uuid, cast.here.pk])
        form = client.get(begin).context["form"]
        made = client.post(begin, {"day": "3.12.2026", "starts": "14", "seats": "2"})

    # In the list, for those who hear the button, and in the receipt.
    assert listed.count("Koncerttur") == 3
    assert page.context["form"].initial["lasts_minutes"] == 120
    assert list(form.fields) == ["day", "starts", "seats"]
    new = Task.objects.latest("pk")
    assert made.headers["Location"] == reverse("institutions:need_points", args=[new.pk])
    assert (new.title, new.slots.get().seats) == ("Koncerttur", 2)
