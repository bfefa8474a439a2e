"""What has changed since: every list can be asked, and no way of writing a row is missed."""

from collections.abc import Callable
from typing import Any

from django.db import connection

from api.doors import Listing
from api.urls import urlpatterns
from backend.audit.stamps import set_stamps
from institutions.models import Skill, Slot, Task
from tests.api.conftest import Caller
from tests.api.test_lists import QUERIES, fill
from tests.cast import Cast, open_slot
from volunteers.models import Association

LISTS = [one for one in urlpatterns if issubclass(one.callback.view_class, Listing)]
# The database itself refuses every change of a closed figure.
FROZEN = {"measurements"}


def database_clock() -> str:
    """The moment by the clock that stamps rows: the tests' own stands still."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return str(cursor.fetchone()[0].isoformat())


def test_every_list_tells_what_was_written_since(cast: Cast, coordinator: Caller) -> None:
    fill(cast, 1)
    lists = {str(one.pattern): one.callback.view_class.filterset_class for one in LISTS}
    paths = set(lists) - {"webhooks", "messages", "webhook-calls"}
    before = database_clock()
    still = {path: coordinator.rows(path, updated_since=before) for path in paths}

    for path in paths - FROZEN:
        # By hand, past every action: the database writes the stamp.
        lists[path]._meta.model.objects.update(changed_at=None)
    found = {path: len(coordinator.rows(path, updated_since=before)) for path in paths - FROZEN}

    assert still == {path: [] for path in paths}
    assert found == {path: len(coordinator.rows(path)) for path in paths - FROZEN}
    assert set(lists) == set(QUERIES)


def test_a_row_has_changed_when_what_it_is_shown_with_has(cast: Cast, coordinator: Caller) -> None:
    fill(cast, 1)
    task, group = Task.objects.earliest("pk"), Association.objects.earliest("pk")
    skill = Skill.objects.earliest("pk")
    deeds: list[tuple[str, Callable[[], Any]]] = [
        ("tasks", lambda: task.slots.update(seats_taken=0)),
        ("tasks", task.skills.clear),
        ("tasks", lambda: task.wished_skills.add(skill)),
        ("volunteers", lambda: cast.helper.kinds.add(cast.kind)),
        ("associations", lambda: group.contacts.update(name="Bo")),
    ]
    found = []

    for path, deed in deeds:
        before = database_clock()
        quiet = coordinator.rows(path, updated_since=before)
        deed()
        found.append((len(quiet), len(coordinator.rows(path, updated_since=before))))

    assert found == [(0, 1)] * len(deeds)


def test_control_without_its_trigger_a_row_written_past_the_code_is_missed(
    cast: Cast, leader: Caller
) -> None:
    open_slot(cast)
    before = database_clock()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER stamp ON institutions_slot")

    Slot.objects.update(seats=3)
    missed = leader.rows("slots", updated_since=before)
    set_stamps()
    Slot.objects.update(seats=4)

    assert (missed, len(leader.rows("slots", updated_since=before))) == ([], 1)
