"""Questions about the ground rules: asked by staff, answered once, shown beside the rule."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.common.actors import RoleKind
from backend.common.refusals import Invalid, NotAllowed
from backend.messaging.models import Message
from institutions.actions.roles import create_user, give_role
from institutions.actions.rule_questions import answer_question, ask_about_rule
from institutions.models import RuleQuestion, RulesVersion
from tests.cast import NOW, Cast, link_actor, make_cast, put_rules_in_force

QUESTION = "Må en frivillig bage med beboerne?"


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


def to(name: str, *args: Any) -> str:
    return reverse(f"institutions:{name}", args=args)


def asked(cast: Cast, question: str = QUESTION) -> RuleQuestion:
    version = RulesVersion.objects.get(municipality=cast.municipality, state="approved")
    return ask_about_rule(
        version=version, code="R02", question=question, by=cast.actor(cast.leader), at=NOW
    )


def answered(cast: Cast, **how: Any) -> RuleQuestion:
    return answer_question(
        question=asked(cast), answer="Ja, gerne.", by=cast.actor(cast.coordinator), at=NOW, **how
    )


def rules_page(client: Client, user: Any) -> str:
    client.force_login(user)
    return client.get(to("documents")).content.decode()


def test_a_question_is_answered_and_stands_beside_the_rule(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    client.post(to("ask_about_rule", 1, "R02"), {"question": QUESTION})
    assert rules_page(client, cast.leader_elsewhere).count(QUESTION) == 0
    assert rules_page(client, cast.coordinator).count("1 venter på svar") == 1
    question = RuleQuestion.objects.get()
    client.post(to("answer_question", question.uuid), {"answer": "Ja, gerne."})
    page = rules_page(client, cast.ambassador)
    assert [page.count(one) for one in (QUESTION, "Ja, gerne.", cast.leader.name)] == [1, 1, 0]
    (mail,) = Message.objects.filter(kind="regelsvar")
    assert mail.to == cast.leader.email


def test_the_answer_follows_the_rule_into_a_new_version(cast: Cast, client: Client) -> None:
    answered(cast)
    put_rules_in_force(cast, NOW)
    page = rules_page(client, cast.leader)
    assert [page.count(one) for one in (QUESTION, "version 1</p>")] == [1, 1]


def test_an_answer_for_one_is_shown_to_that_one_alone(cast: Cast, client: Client) -> None:
    answered(cast, set_aside=True)
    seen = {}
    for user in (cast.leader, cast.leader_elsewhere, cast.coordinator):
        client.force_login(user)
        seen[user.name] = client.get(to("rule_questions")).content.decode().count(QUESTION)
    assert list(seen.values()) == [1, 0, 1]
    assert rules_page(client, cast.leader).count(QUESTION) == 0


def test_asking_and_answering_twice_is_once_and_an_answer_is_corrected(cast: Cast) -> None:
    assert asked(cast) == asked(cast)
    answered(cast)
    answered(cast)
    answer_question(
        question=asked(cast), answer="Ja, hver dag.", by=cast.actor(cast.coordinator), at=NOW
    )
    assert RuleQuestion.objects.get().answer == "Ja, hver dag."
    assert Message.objects.filter(kind="regelsvar").count() == 1


def test_the_union_asks_and_sees_no_name(cast: Cast, client: Client) -> None:
    by = cast.actor(cast.coordinator)
    union = create_user(
        municipality=cast.municipality, email="u@test.invalid", name="Fagets", by=by, at=NOW
    )
    give_role(user=union, kind=RoleKind.UNION, valid_from=NOW.date(), by=by, at=NOW)
    answered(cast)
    client.force_login(union)
    page = client.get(to("rule_questions")).content.decode()
    assert [page.count(one) for one in (QUESTION, cast.leader.name)] == [1, 0]
    client.post(to("ask_about_rule", 1, "R02"), {"question": "Hvad med weekenden?"})
    assert RuleQuestion.objects.count() == 2
    assert client.get(to("answer_question", asked(cast).uuid)).status_code == 404


@pytest.mark.parametrize("question", ["", "Hvad med fru Hansen?", "010190-1234", "x" * 301])
def test_no_words_and_words_about_citizens_are_refused(
    cast: Cast, client: Client, question: str
) -> None:
    client.force_login(cast.leader)
    answer = client.post(to("ask_about_rule", 1, "R02"), {"question": question})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["question"])


def test_others_do_not_ask_and_do_not_answer(cast: Cast) -> None:
    version = RulesVersion.objects.get()
    other = make_cast("Nordby", 2)
    for by in (link_actor(cast.helper), other.actor(other.leader)):
        with pytest.raises(NotAllowed):
            ask_about_rule(version=version, code="R02", question="Må jeg?", by=by, at=NOW)
    with pytest.raises(Invalid):
        ask_about_rule(
            version=version, code="R99", question="Må jeg?", by=cast.actor(cast.leader), at=NOW
        )
    for by in (cast.actor(cast.leader), other.actor(other.coordinator)):
        with pytest.raises(NotAllowed):
            answer_question(question=asked(cast), answer="Ja.", by=by, at=NOW)
