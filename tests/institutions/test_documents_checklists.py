"""The checklist's versions: from draft into force, and what stays closed."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.actions.documents_checklists import (
    approve_checklist,
    draft_checklist,
    drop_point,
    keep_point,
    move_checklist,
)
from institutions.models import ChecklistRun, ChecklistTemplate, Tick
from institutions.queries.checklists import institution_points, open_gates, task_points
from institutions.rules.states import DocumentState
from tests.cast import INSTITUTION_POINTS, NOW, Cast, draft_need

APPROVAL = {"approved_by": "Byrådet", "approved_on": "20-11-2026"}


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def draft(cast: Cast) -> ChecklistTemplate:
    """Version 2, with the points in force."""
    by = cast.actor(cast.coordinator)
    return draft_checklist(municipality=cast.municipality, by=by, at=NOW)


def to(name: str, *args: Any) -> str:
    return reverse(f"institutions:{name}", args=args)


def typed(**changes: Any) -> dict[str, Any]:
    """A point's form as the browser sends it."""
    return {
        "text": "Vi har vist den frivillige nødudgangen.",
        "evidence_hint": "dato",
        "level": "institution",
        "evidence": "date",
        "gates": "on",
        **changes,
    }


def fields(draft: ChecklistTemplate, code: str, **changes: Any) -> dict[str, Any]:
    item = draft.items.get(code=code)
    names = ("phase", "level", "text", "gates", "evidence", "evidence_hint", "reopened_by_rules")
    return {**{name: getattr(item, name) for name in names}, **changes}


def approve(cast: Cast, draft: ChecklistTemplate) -> int:
    by = cast.actor(cast.coordinator)
    move_checklist(template=draft, to=DocumentState.FOR_APPROVAL, by=by, at=NOW)
    return approve_checklist(
        template=draft, approved_by="Byrådet", approved_on=NOW.date(), by=by, at=NOW
    )


def test_a_version_walks_from_draft_into_force(cast: Cast, client: Client) -> None:
    client.force_login(cast.coordinator)
    client.post(to("new_checklist"))
    client.post(to("new_point", 2), typed(letter="F"))
    changed = typed(text="Vi ved, hvad borgerne får ud af det.", evidence="text")
    client.post(to("point", 2, "F01"), changed)
    client.post(to("drop_point", 2, "E05"))
    page = client.get(to("checklist_template", 2)).content.decode()
    assert page.count(to("point", 2, "F16")) == 2
    shown = client.get(to("checklist_differences", 2))
    assert [section.heading for section in shown.context["sections"]] == ["E05", "F01", "F16"]
    early = client.post(to("checklist_template", 2), APPROVAL)
    assert early.status_code == 409
    client.post(to("submit_checklist", 2))
    assert client.get(to("point", 2, "F01")).status_code == 404
    client.post(to("send_back_checklist", 2))
    client.post(to("submit_checklist", 2))
    done = client.post(to("checklist_template", 2), APPROVAL, follow=True).content.decode()
    assert done.count("1 punkt hos institutionerne skal svares igen.") == 1
    states = ChecklistTemplate.objects.order_by("number").values_list("state", "approved_by")
    assert list(states) == [("superseded", ""), ("approved", "Byrådet")]


def test_what_reads_as_before_stays_closed(cast: Cast, draft: ChecklistTemplate) -> None:
    task = draft_need(cast)
    lacking = [item.code for item in open_gates(task_points(task))]
    words = fields(draft, "F01", text="Andre ord.")
    by = cast.actor(cast.coordinator)
    keep_point(template=draft, code="F01", fields=words, by=by, at=NOW)
    keep_point(
        template=draft, code="F03", fields=fields(draft, "F03", evidence_hint="Kort"), by=by, at=NOW
    )

    assert approve(cast, draft) == 1

    points = institution_points(cast.here, NOW.date())
    opened = [(point.item.code, point.reopened_why) for point in points if not point.closed]
    assert opened == [("F01", "Tjeklisten, version 2, har nye ord her.")]
    assert [item.code for item in open_gates(task_points(task))] == lacking
    runs = ChecklistRun.objects.order_by("id").values_list("current", "valid_until")
    assert [current for current, _until in runs] == [False, True]
    assert len({until for _current, until in runs}) == 1
    assert Tick.objects.filter(run__current=False, reopened_at=None).count() == len(
        INSTITUTION_POINTS
    )


def test_control_without_carrying_over_everything_opens(
    cast: Cast, draft: ChecklistTemplate
) -> None:
    ChecklistTemplate.objects.filter(number=1).update(state="superseded")
    ChecklistTemplate.objects.filter(number=2).update(state="approved")

    points = institution_points(cast.here, NOW.date())

    assert [point.closed for point in points] == [False] * len(points)


def test_only_a_draft_is_changed_and_only_what_is_sent_on_is_approved(
    cast: Cast, draft: ChecklistTemplate
) -> None:
    by = cast.actor(cast.coordinator)
    with pytest.raises(Clash):
        draft_checklist(municipality=cast.municipality, by=by, at=NOW)
    with pytest.raises(Clash):
        approve_checklist(
            template=draft, approved_by="Byrådet", approved_on=NOW.date(), by=by, at=NOW
        )
    move_checklist(template=draft, to=DocumentState.FOR_APPROVAL, by=by, at=NOW)
    with pytest.raises(Clash):
        drop_point(template=draft, code="F01", by=by, at=NOW)
    with pytest.raises(Invalid):
        approve_checklist(template=draft, approved_by=" ", approved_on=NOW.date(), by=by, at=NOW)
    with pytest.raises(NotAllowed):
        move_checklist(template=draft, to=DocumentState.DRAFT, by=cast.actor(cast.leader), at=NOW)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"text": " "}, "text"), ({"evidence_hint": ""}, "evidence_hint"),
     ({"level": "task"}, "evidence"), ({"letter": ""}, "letter")],
)  # fmt: skip
def test_a_point_that_cannot_be_used_comes_back(
    cast: Cast, draft: ChecklistTemplate, client: Client, wrong: dict[str, str], field: str
) -> None:
    client.force_login(cast.coordinator)
    answer = client.post(to("new_point", 2), typed(letter="U") | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert draft.items.count() == 25


def test_a_draft_is_the_coordinators_alone(
    cast: Cast, draft: ChecklistTemplate, client: Client
) -> None:
    client.force_login(cast.leader)
    seen = [client.get(to("checklist_template", n)).status_code for n in (1, 2)]
    assert seen == [200, 404]
    assert client.post(to("new_checklist")).status_code == 404
