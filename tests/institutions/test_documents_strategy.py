"""The strategy's versions, and differences word by word."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from backend.common.refusals import Clash
from institutions.actions.documents import approve_rules, draft_rules, submit_rules
from institutions.actions.strategies import approve_strategy, draft_strategy, edit_strategy
from institutions.models import RulesVersion, Strategy
from institutions.rules.differences import word_differences
from tests.cast import CONTENT, NOW, Cast


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


def to(name: str, *args: Any) -> str:
    return reverse(f"institutions:{name}", args=args)


def test_a_strategy_walks_from_draft_into_force(cast: Cast, client: Client) -> None:
    client.force_login(cast.coordinator)
    assert client.get(to("strategies")).content.decode().count("Ikke godkendt endnu.") == 1
    approval = {"approved_by": "Byrådet", "approved_on": "20-11-2026"}
    for number, text in ((1, "Et plus."), (2, "Et godt plus.")):
        client.post(to("new_strategy"), {"title": "Frivilligstrategi", "text": "Kladde."})
        client.post(to("edit_strategy", number), {"title": "Frivilligstrategi", "text": text})
        early = client.post(to("strategy", number), approval)
        assert early.status_code == 409
        client.post(to("submit_strategy", number))
        client.post(to("send_back_strategy", number))
        client.post(to("submit_strategy", number))
        assert client.post(to("strategy", number), approval).status_code == 302
    states = Strategy.objects.values_list("number", "state", "valid_until")
    assert list(states) == [(2, "approved", None), (1, "superseded", date(2026, 11, 20))]
    page = client.get(to("strategy", 2)).content.decode()
    assert page.count("<ins> godt</ins>") == 1
    assert client.get(to("edit_strategy", 2)).status_code == 404
    client.force_login(cast.leader)
    assert client.get(to("strategy", 1)).status_code == 200
    assert client.post(to("submit_strategy", 1)).status_code == 403


def test_a_strategy_without_words_is_refused_and_kept_typed(cast: Cast, client: Client) -> None:
    client.force_login(cast.coordinator)
    answer = client.post(to("new_strategy"), {"title": "Strategi", "text": " "})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["text"]
    assert answer.context["form"]["title"].value() == "Strategi"


def test_only_a_draft_is_edited_and_only_what_is_sent_on_is_approved(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    strategy = draft_strategy(
        municipality=cast.municipality, title="Strategi", text="Ord", by=by, at=NOW
    )
    with pytest.raises(Clash):
        approve_strategy(
            strategy=strategy, approved_by="Byrådet", approved_on=NOW.date(), by=by, at=NOW
        )
    Strategy.objects.update(state="for_approval")
    with pytest.raises(Clash):
        edit_strategy(strategy=strategy, title="Strategi", text="Andre ord", by=by, at=NOW)


def test_rules_point_back_to_the_strategy_in_force(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    strategy = draft_strategy(
        municipality=cast.municipality, title="Strategi", text="Ord", by=by, at=NOW
    )
    Strategy.objects.update(state="approved", approved_on=NOW.date())
    version = draft_rules(
        municipality=cast.municipality, content=CONTENT, parties="Byråd", by=by, at=NOW
    )
    submit_rules(version=version, by=by, at=NOW)
    approve_rules(version=version, approved_by="Byrådet", approved_on=NOW.date(), by=by, at=NOW)
    pointed = RulesVersion.objects.order_by("number").values_list("strategy_id", flat=True)
    assert list(pointed) == [None, strategy.pk]


_TEXTS = st.text(alphabet="aæ bå.,\n", max_size=30)


@given(_TEXTS, _TEXTS)
def test_differences_hold_both_texts_word_for_word(old: str, new: str) -> None:
    pieces = word_differences(old, new)
    whole = {
        kind: "".join(piece.text for piece in pieces if piece.kind in ("same", kind))
        for kind in ("added", "removed")
    }
    assert whole == {"added": new, "removed": old}
