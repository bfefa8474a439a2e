"""Every change leaves a row: the action's own, or that of the database's witness."""

import pytest
from django.db import ProgrammingError, connection, transaction

from backend.accounts.fence import fenced
from backend.accounts.models import User
from backend.accounts.walls import fenced_models
from backend.audit.log import record
from backend.audit.models import AuditEntry, Change
from backend.audit.witness import UNWATCHED, set_witnesses, watched_models
from institutions.actions.tasks import WORD_FIELDS, edit_task
from institutions.models import Skill
from tests.cast import NOW, Cast, draft_need, make_cast, open_slot
from volunteers.models import AskingPolicy, Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
# Whose apps keep a history of their own: every message has its receipts, every session its list.
_OTHERS = {"messaging", "admin", "account", "mfa", "usersessions", "socialaccount"}


@pytest.fixture
def told() -> Cast:
    """A municipality with a published need; what was written to make it is no matter."""
    cast = make_cast()
    open_slot(cast)
    Change.objects.all().delete()
    return cast


def by_hand(sentence: str, *values: int) -> None:
    """SQL as somebody types it."""
    with connection.cursor() as cursor:
        cursor.execute(sentence, values)


def left() -> list[tuple[int | None, str, str, list[int]]]:
    """What no deed explains."""
    rows = Change.objects.order_by("id")
    return list(rows.values_list("municipality_id", "table", "operation", "rows"))


def test_sql_by_hand_leaves_a_row(told: Cast) -> None:
    person, here = told.helper.pk, told.municipality.pk

    by_hand("UPDATE volunteers_volunteer SET postcode = '0000' WHERE id = %s", person)
    Volunteer.objects.filter(pk=person).update(postcode="8600")
    User.objects.filter(pk=told.leader.pk).update(name="Nyt Navn")

    assert left() == [
        (here, "volunteers_volunteer", "update", [person]),
        (here, "volunteers_volunteer", "update", [person]),
        (here, "accounts_user", "update", [told.leader.pk]),
    ]


def test_a_row_below_another_is_told_with_its_municipality(told: Cast) -> None:
    by_hand("DELETE FROM institutions_wordhit")
    by_hand("UPDATE institutions_checklistitem SET code = code")

    assert {row[:3] for row in left()} == {
        (told.municipality.pk, "institutions_checklistitem", "update")
    }


def test_a_row_without_a_number_of_its_own_is_told_by_its_municipalitys(told: Cast) -> None:
    here = told.municipality.pk

    AskingPolicy.objects.filter(pk=here).delete()
    AskingPolicy.objects.create(municipality=told.municipality)

    assert left()[-1] == (here, "volunteers_askingpolicy", "insert", [here])


def test_the_record_itself_is_watched(told: Cast) -> None:
    entry = AuditEntry.objects.earliest("pk")

    by_hand("UPDATE audit_auditentry SET actor_name = 'En anden' WHERE id = %s", entry.pk)
    by_hand("DELETE FROM audit_auditentry WHERE id = %s", entry.pk)

    assert [row[1:] for row in left()] == [
        ("audit_auditentry", "update", [entry.pk]),
        ("audit_auditentry", "delete", [entry.pk]),
    ]


def test_a_fenced_request_cannot_take_a_line_out_of_the_record(told: Cast) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")

    for table in ("audit_auditentry", "audit_change", "audit_look"):
        with fenced(told.municipality.pk), refused:
            by_hand(f"DELETE FROM {table}")


def test_what_a_deed_tells_is_not_told_twice(told: Cast) -> None:
    by = told.actor(told.coordinator)
    with transaction.atomic():
        Volunteer.objects.filter(pk=told.helper.pk).update(postcode="8600")
        record("keep_wishes", told.helper, by=by, at=NOW)
        Volunteer.objects.filter(pk=told.helper.pk).update(postcode="8620")

    assert left() == []


def test_other_skills_alone_are_told_by_their_deed(told: Cast) -> None:
    task, by = draft_need(told), told.actor(told.leader)
    words = {name: getattr(task, name) for name in WORD_FIELDS}
    skill = Skill.objects.create(municipality=told.municipality, name="Kørekort")
    Change.objects.all().delete()

    for _ in range(2):
        edit_task(task=task, fields=words, skills=[skill], by=by, at=NOW)

    assert left() == []
    assert AuditEntry.objects.filter(deed="edit_task").count() == 1


def test_signing_in_is_no_change(told: Cast) -> None:
    User.objects.filter(pk=told.leader.pk).update(last_login=NOW)

    assert left() == []


def test_every_table_is_watched_or_named_with_its_reason() -> None:
    watched = {model._meta.db_table for model in watched_models()}
    rest = {model for model in fenced_models() if model._meta.db_table not in watched}

    assert {m._meta.db_table for m in rest if m._meta.app_label not in _OTHERS} == set(UNWATCHED)
    assert len(watched) >= 65


def test_control_a_table_whose_witness_is_gone_is_silent_until_it_is_set_again(told: Cast) -> None:
    by_hand("DROP FUNCTION witness_volunteers_volunteer() CASCADE")

    Volunteer.objects.filter(pk=told.helper.pk).update(postcode="8600")
    silent = left()
    set_witnesses()
    Volunteer.objects.filter(pk=told.helper.pk).update(postcode="8620")

    assert (silent, len(left())) == ([], 1)
