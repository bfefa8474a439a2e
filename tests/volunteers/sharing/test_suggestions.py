"""Suggestions and initiatives: a day to answer, a day to follow up, and nobody forgotten."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from backend.audit.models import AuditEntry
from backend.common.refusals import Clash, Invalid, NotAllowed, TooLate
from backend.messaging.models import Message
from tests.cast import NOW, Cast, link_actor
from tests.volunteers.people_pages import own_page
from tests.volunteers.sharing.stage import DAY, a_suggestion, an_example, an_initiative
from volunteers.actions.erasure import erase_volunteer
from volunteers.actions.sharing.initiatives import Begun, register_result
from volunteers.actions.sharing.suggestions import (
    answer_suggestion,
    end_campaign,
    look_at_suggestion,
    plan_campaign,
)
from volunteers.models import Initiative, Suggestion, Theme
from volunteers.queries.overview import exceptions_for
from volunteers.queries.sharing.suggestions import gain_counts, theme_counts

Counting = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def answered(cast: Cast, suggestion: Suggestion, **how: Any) -> Suggestion:
    by = cast.actor(cast.coordinator)
    words = {"answer": "Nøglen hænger nu ved døren.", **how}
    return answer_suggestion(suggestion=suggestion, by=by, at=NOW, **words)


def test_ten_working_days_pass_over_weekends_and_holidays(cast: Cast) -> None:
    plain = a_suggestion(cast)
    december = NOW.replace(month=12, day=21)
    christmas = a_suggestion(cast, hassle="Sne på stien.", at=december)

    # Christmas Day, Boxing Day (a Saturday) and New Year's Day are no working days.
    assert [plain.due_on, christmas.due_on] == [date(2026, 12, 7), date(2027, 1, 6)]


def test_the_sender_is_told_and_the_second_answer_changes_nothing(cast: Cast) -> None:
    colleague = a_suggestion(cast)
    volunteer = a_suggestion(cast, by=link_actor(cast.helper))

    look_at_suggestion(suggestion=colleague, by=cast.actor(cast.coordinator), at=NOW)
    for suggestion in (colleague, volunteer, colleague):
        answered(cast, suggestion, gains=["staff", "citizen"])

    told = Message.objects.filter(kind="svar_forslag").order_by("channel")
    assert [(one.channel, one.to) for one in told] == [
        ("email", cast.leader.email),
        ("sms", cast.helper.phone),
    ]
    assert dict(gain_counts(cast.actor(cast.coordinator))) == {
        "Borgere": 2,
        "Frivillige": 0,
        "Medarbejdere": 2,
    }
    with pytest.raises(Clash):
        answered(cast, colleague, answer="Noget andet.")


def test_without_a_name_nobody_can_tell_who_sent_it(cast: Cast, client: Client) -> None:
    suggestion = a_suggestion(cast, anonymous=True)
    answered(cast, suggestion)
    receipt = client.get(reverse("volunteers:suggestion_receipt", args=[suggestion.receipt]))

    entry = AuditEntry.objects.get(deed="send_suggestion")
    assert (suggestion.sent_by, entry.user_id, entry.actor_name) == (None, None, "Uden navn")
    assert "Nøglen hænger nu ved døren." in receipt.content.decode()
    assert Message.objects.filter(kind="svar_forslag").count() == 0


def test_closed_outside_the_periods_with_the_day_it_opens(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    a_suggestion(cast)
    coming = plan_campaign(
        municipality=cast.municipality,
        name="Væk med bøvlet",
        opens_on=(NOW + 7 * DAY).date(),
        closes_on=None,
        by=by,
        at=NOW,
    )

    with pytest.raises(TooLate, match="30-11-2026"):
        a_suggestion(cast, hassle="Døren binder.")
    inside = a_suggestion(cast, hassle="Døren binder.", at=NOW + 8 * DAY)
    end_campaign(campaign=coming, on=(NOW + 9 * DAY).date(), by=by, at=NOW)
    with pytest.raises(TooLate, match="Ring til os"):
        a_suggestion(cast, hassle="Lyset er gået.", at=NOW + 10 * DAY)

    assert inside.campaign == coming


def test_words_are_needed_and_the_same_again_is_one(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        a_suggestion(cast, hassle=" ", proposal="")
    with pytest.raises(Invalid):
        a_suggestion(cast, hassle="Hun har 010190-1234.")

    assert list(refused.value.fields) == ["hassle"]
    assert a_suggestion(cast) == a_suggestion(cast)


def test_only_the_coordinator_answers_and_sees(cast: Cast, client: Client) -> None:
    suggestion = a_suggestion(cast)
    client.force_login(cast.leader)

    assert client.get(reverse("volunteers:suggestion_inbox")).status_code == 404
    with pytest.raises(NotAllowed):
        answer_suggestion(suggestion=suggestion, answer="Ja.", by=cast.actor(cast.leader), at=NOW)


def test_from_the_own_page_to_the_answer(cast: Cast, client: Client) -> None:
    page = f"{own_page(cast.helper)}/forslag"

    empty = client.post(page, {"theme": "it"})
    sent = client.post(page, {"theme": "it", "hassle": "Koden virker ikke."})
    suggestion = Suggestion.objects.get(volunteer=cast.helper)
    answered(cast, suggestion)

    assert (empty.status_code, sent.status_code) == (422, 302)
    assert "Nøglen hænger nu" in client.get(f"{own_page(cast.helper)}/forslag").content.decode()
    assert [(one.theme, one.answered) for one in theme_counts(cast.actor(cast.coordinator))] == [
        (str(Theme.IT.label), 1)
    ]
    erase_volunteer(volunteer=cast.helper, by=cast.actor(cast.coordinator), at=NOW)
    suggestion.refresh_from_db()
    assert (suggestion.volunteer, suggestion.hassle) == (None, "")


def test_the_coordinator_hears_before_and_after_the_day(cast: Cast) -> None:
    a_suggestion(cast)
    an_initiative(cast, follow_up_on=(NOW + 2 * DAY).date())
    by = cast.actor(cast.coordinator)

    seen = [
        [(one.status, one.late) for one in exceptions_for(by, NOW + days * DAY).waiting]
        for days in (1, 12, 15)
    ]

    assert seen == [
        [],
        [("Opfølgning", True), ("Frist", False)],
        [("Over fristen", True), ("Opfølgning", True)],
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_at_most_ten_queries(
    cast: Cast, client: Client, count: int, django_assert_max_num_queries: Counting
) -> None:
    for n in range(count):
        a_suggestion(cast, hassle=f"Bøvl {n}", institution=cast.here)
    client.force_login(cast.coordinator)

    with django_assert_max_num_queries(10):
        client.get(reverse("volunteers:suggestion_inbox"))


def test_an_initiative_has_a_day_to_come(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    page = client.post(reverse("volunteers:start_initiative"), {"title": "Ture"})

    for day in (None, NOW.date(), NOW.date() - timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            an_initiative(cast, follow_up_on=day)
        assert list(refused.value.fields) == ["follow_up_on"]

    assert (page.status_code, "Hvornår følger I op" in page.content.decode()) == (422, True)


def test_control_the_database_refuses_it_too(cast: Cast) -> None:
    initiative = an_initiative(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Initiative.objects.filter(pk=initiative.pk).update(follow_up_on=None)


def test_the_result_is_written_once_with_its_source(cast: Cast) -> None:
    initiative, by = an_initiative(cast), cast.actor(cast.leader)
    words = {"result": "Fire ture om ugen.", "known_by": "Optalt."}

    with pytest.raises(Invalid):
        register_result(initiative=initiative, result="Fire.", known_by="", by=by, at=NOW)
    with pytest.raises(NotAllowed):
        register_result(
            initiative=initiative, by=cast.actor(cast.leader_elsewhere), at=NOW, **words
        )
    done = register_result(initiative=initiative, by=by, at=NOW, **words)
    again = register_result(initiative=initiative, by=by, at=NOW + DAY, **words)

    assert (done.waits, again.result_at) == (False, NOW)


def test_the_coordinator_too_is_asked_for_the_result(cast: Cast, client: Client) -> None:
    page = reverse("volunteers:initiative", args=[an_initiative(cast).uuid])
    ends = []
    for user in (cast.leader, cast.coordinator, cast.leader_elsewhere):
        client.force_login(user)
        ends.append(client.get(page).context["ends"])

    client.force_login(cast.coordinator)
    client.post(page, {"result": "Fire ture om ugen.", "known_by": "Optalt."})

    assert (ends, Initiative.objects.get().result) == ([True, True, False], "Fire ture om ugen.")


def test_begun_from_an_example_it_counts_there(cast: Cast) -> None:
    example = an_example(cast)

    initiative = an_initiative(cast, begun=Begun(example=example))

    assert example.uses.get().initiative == initiative
