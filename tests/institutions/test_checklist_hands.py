"""Several people over several days: points handed over, confirmed for a new year, and after."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.common.actors import RoleKind
from backend.common.refusals import Clash, Invalid, NotAllowed, TooLate
from backend.messaging.models import Message
from institutions.actions.checklist_renewal import confirm_item
from institutions.actions.checklists import tick_item, tick_task_item, untick_item
from institutions.actions.delegations import delegate_item, take_back_item
from institutions.actions.invitations import invite_person
from institutions.actions.parties import note_med
from institutions.models import ChecklistRun, Delegation, MedEntry, MedKind, TaskTick, Tick
from tests.cast import INSTITUTION_POINTS, NOW, Cast, draft_need, open_slot
from tests.institutions.pages import words

BOARD = reverse("institutions:board")
GATES = [item["code"] for item in INSTITUTION_POINTS if item["gates"]]


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def colleague(cast: Cast) -> User:
    """A trusted colleague at the place here, who does not fill its checklist."""
    role = invite_person(
        municipality=cast.municipality,
        email="bo@test.invalid",
        name="Bo Betroet",
        phone="",
        kind=RoleKind.DELEGATE,
        department=None,
        institution=cast.here,
        valid_from=NOW.date(),
        valid_until=None,
        by=cast.actor(cast.coordinator),
        at=NOW,
    )
    return role.user


def _hand(cast: Cast, to: User, code: str = "F12") -> Delegation:
    by = cast.actor(cast.leader)
    untick_item(institution=cast.here, code=code, by=by, at=NOW)
    return delegate_item(
        institution=cast.here, code=code, to=to, note="Du kender huset", by=by, at=NOW
    )


def test_a_colleague_is_told_sees_it_on_the_board_and_closes_it_in_the_own_name(
    cast: Cast, client: Client, colleague: User
) -> None:
    delegation = _hand(cast, colleague)
    client.force_login(colleague)
    page = reverse("institutions:delegated_point", args=[delegation.pk])

    assert Message.objects.get(kind="overdraget_punkt").to == "bo@test.invalid"
    assert client.get(BOARD).content.decode().count(f'href="{page}"') == 1
    refused = client.post(page, {"F12-evidence": " "})
    assert refused.status_code == 422
    assert client.post(page, {"F12-evidence": "Gået igennem"}).headers["Location"] == BOARD
    tick = Tick.objects.get(run__institution=cast.here, item__code="F12", reopened_at=None)
    assert (tick.ticked_by, tick.evidence) == (colleague, "Gået igennem")
    assert client.get(page).status_code == 404
    assert client.get(BOARD).content.decode().count(f'href="{page}"') == 0


def test_only_the_one_point_is_the_colleagues(cast: Cast, colleague: User) -> None:
    _hand(cast, colleague)
    by = cast.actor(colleague)
    untick_item(institution=cast.here, code="F01", by=cast.actor(cast.leader), at=NOW)

    with pytest.raises(NotAllowed):
        tick_item(institution=cast.here, code="F01", evidence="Ja, ja", by=by, at=NOW)


def test_a_point_has_one_colleague_and_is_handed_once(cast: Cast, colleague: User) -> None:
    by = cast.actor(cast.leader)
    first = _hand(cast, colleague)
    again = delegate_item(institution=cast.here, code="F12", to=colleague, by=by, at=NOW)
    moved = delegate_item(institution=cast.here, code="F12", to=cast.leader, by=by, at=NOW)
    take_back_item(institution=cast.here, code="F12", by=by, at=NOW)

    first.refresh_from_db()
    assert (again, first.ended_at) == (first, NOW)
    assert Delegation.objects.filter(ended_at=None).count() == 0
    assert Delegation.objects.count() == 2
    assert moved.to == cast.leader
    assert Message.objects.filter(kind="overdraget_punkt").count() == 2


def test_a_stranger_and_a_closed_point_are_refused(cast: Cast, colleague: User) -> None:
    by = cast.actor(cast.leader)
    with pytest.raises(Invalid):
        delegate_item(institution=cast.here, code="F12", to=cast.leader_elsewhere, by=by, at=NOW)
    with pytest.raises(Clash):
        delegate_item(institution=cast.here, code="F12", to=colleague, by=by, at=NOW)


def test_the_form_names_its_field_and_keeps_the_words(cast: Cast, client: Client) -> None:
    untick_item(institution=cast.here, code="F12", by=cast.actor(cast.leader), at=NOW)
    client.force_login(cast.leader)
    page = reverse("institutions:delegate_point", args=[cast.here.pk, "F12"])

    answer = client.post(page, {"to": "", "note": "Se på det"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["to"]
    assert "Se på det" in answer.content.decode()


def test_a_point_rests_on_an_entry_of_the_med_log(cast: Cast, client: Client) -> None:
    entry = note_med(
        institution=None,
        committee="HovedMED",
        held_on=date(2026, 10, 1),
        kind=MedKind.AGREED,
        note="",
        by=cast.actor(cast.coordinator),
        at=NOW,
    )
    before = MedEntry.objects.count()
    client.force_login(cast.leader)

    client.post(
        reverse("institutions:tick", args=[cast.here.pk, "F03"]), {"F03-entry": str(entry.pk)}
    )

    tick = Tick.objects.get(run__institution=cast.here, item__code="F03", reopened_at=None)
    assert (tick.med_entry, tick.evidence) == (entry, "HovedMED · 01-10-2026")
    assert MedEntry.objects.count() == before


def test_a_year_is_renewed_when_every_gate_is_confirmed(cast: Cast) -> None:
    run = ChecklistRun.objects.get(institution=cast.here)
    at = NOW.replace(year=2027, month=9)
    by = cast.actor(cast.leader, at)
    with pytest.raises(TooLate):
        confirm_item(institution=cast.here, code="F01", by=by, at=NOW)

    for code in GATES[:-1]:
        confirm_item(institution=cast.here, code=code, by=by, at=at)
    standing = ChecklistRun.objects.get(institution=cast.here, current=True)
    confirm_item(institution=cast.here, code=GATES[-1], by=by, at=at + timedelta(days=3))

    assert standing == run
    renewed = ChecklistRun.objects.get(institution=cast.here, current=True)
    assert renewed.valid_until == date(2028, 9, 25)
    assert renewed.ticks.count() == len(INSTITUTION_POINTS)
    assert renewed.ticks.get(item__code="F14").ticked_at < at
    assert Tick.objects.filter(run=run, item__code="F01").count() == 2


def test_during_and_after_are_ticked_by_those_who_record_who_came(
    cast: Cast, client: Client, colleague: User
) -> None:
    slot = open_slot(cast)
    client.force_login(colleague)
    page = reverse("institutions:course", args=[slot.task_id])
    tick = reverse("institutions:course_tick", args=[slot.task_id, "U01"])

    assert "0 af 10 punkter har hak" in words(client.get(page))
    assert client.post(tick, {"U01-held_on": "i morgen"}).status_code == 422
    for code in ("U01", "E01"):
        client.post(tick.replace("U01", code), {f"{code}-held_on": "23-11-2026"})

    shown = client.get(page)
    assert list(shown.context["phases"]) == ["Under", "Efter"]
    assert "2 af 10 punkter har hak" in words(shown)
    assert TaskTick.objects.get(task=slot.task, item__code="E01").ticked_by == colleague
    client.post(reverse("institutions:course_untick", args=[slot.task_id, "U01"]))
    assert "1 af 10 punkter har hak" in words(client.get(page))


def test_during_and_after_come_after_publishing(cast: Cast) -> None:
    task = draft_need(cast)

    with pytest.raises(Clash):
        tick_task_item(
            task=task,
            code="U01",
            evidence="",
            held_on=NOW.date(),
            by=cast.actor(cast.leader),
            at=NOW,
        )
