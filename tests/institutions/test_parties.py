"""The agreement: parties, signatures, hearings, leaders' yes, MED log, and the union's view."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.common.actors import RoleKind
from backend.common.refusals import Clash, NotAllowed
from institutions.actions.documents import (
    approve_rules,
    draft_rules,
    edit_rules,
    send_back_rules,
    submit_rules,
)
from institutions.actions.parties import accept_as_leader, keep_party, sign_version
from institutions.actions.roles import create_user, give_role
from institutions.models import (
    GroundRule,
    Hearing,
    LeaderAcceptance,
    MedEntry,
    RulesVersion,
    Signature,
    WordHit,
)
from institutions.queries.agreements import places_of_board
from tests.architecture.routes import routes
from tests.architecture.test_routes import address, make_stage
from tests.cast import CONTENT, NOW, PASSWORD, Cast, draft_need, make_cast
from tests.institutions.pages import words

Counting = Callable[[int], AbstractContextManager[Any]]
CHANGED = {**CONTENT, "leader_text": CONTENT["leader_text"] + " Også om natten."}


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    """The coordinator, signed in."""
    client.force_login(cast.coordinator)
    return client


def to(name: str, *args: Any) -> str:
    return reverse(f"institutions:{name}", args=args)


def draft(cast: Cast, content: dict[str, Any] = CONTENT) -> RulesVersion:
    by = cast.actor(cast.coordinator)
    return draft_rules(
        municipality=cast.municipality, content=content, parties="Byråd", by=by, at=NOW
    )


def in_force(cast: Cast, content: dict[str, Any]) -> RulesVersion:
    """A new version all the way into force."""
    by = cast.actor(cast.coordinator)
    version = draft(cast, content)
    submit_rules(version=version, by=by, at=NOW)
    approve_rules(
        version=version, approved_by="Byrådet", approved_on=date(2026, 11, 20), by=by, at=NOW
    )
    return RulesVersion.objects.get(pk=version.pk)


def union(cast: Cast) -> User:
    by = cast.actor(cast.coordinator)
    user = create_user(
        municipality=cast.municipality,
        email="tr@test.invalid",
        name="Tillid",
        password=PASSWORD,
        by=by,
        at=NOW,
    )
    give_role(user=user, kind=RoleKind.UNION, valid_from=NOW.date(), by=by, at=NOW)
    return user


def test_a_draft_is_edited_rule_by_rule(cast: Cast, coordinator: Client) -> None:
    version = draft(cast)
    page = coordinator.get(to("edit_document", version.number))
    typed = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    typed |= {"R01_text": "Nye ord.", "R02_title": "", "R02_text": ""}
    typed |= {"R15_title": "Pauser", "R15_text": "Alle holder pause."}
    assert coordinator.post(to("edit_document", version.number), typed).status_code == 302
    rules = dict(version.rules.values_list("code", "text"))
    assert rules["R01"] == "Nye ord."
    assert "R02" not in rules
    assert rules["R15"] == "Alle holder pause."
    half = typed | {"R03_text": ""}
    refused = coordinator.post(to("edit_document", version.number), half)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["R03_text"]


def test_words_that_were_sent_on_never_change(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    version = in_force(cast, CHANGED)
    before = list(version.rules.values_list("code", "text"))
    with pytest.raises(Clash) as refused:
        edit_rules(version=version, content=CONTENT, parties="Andre", by=by, at=NOW)
    assert refused.value.code == "not_a_draft"
    kept = RulesVersion.objects.get(pk=version.pk)
    assert (kept.leader_text, list(kept.rules.values_list("code", "text"))) == (
        CHANGED["leader_text"],
        before,
    )


def test_control_without_the_state_the_accepted_words_would_change(cast: Cast) -> None:
    """The naive edit: it rewrites what people said yes to."""
    version = in_force(cast, CHANGED)
    GroundRule.objects.filter(version=version, code="R01").update(text="Noget andet.")
    assert version.rules.get(code="R01").text == "Noget andet."


def test_back_to_draft_takes_the_signatures_along(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    version = draft(cast)
    party = keep_party(municipality=cast.municipality, name="FOA", by=by, at=NOW)
    how = {"party": party, "signed_on": NOW.date(), "signed_by": "Bo", "by": by, "at": NOW}
    with pytest.raises(Clash):
        sign_version(version=version, **how)
    submit_rules(version=version, by=by, at=NOW)
    for _ in range(2):
        sign_version(version=version, **how)
    assert Signature.objects.count() == 1
    send_back_rules(version=version, by=by, at=NOW)
    assert (RulesVersion.objects.get(pk=version.pk).state, Signature.objects.count()) == (
        "draft",
        0,
    )
    with pytest.raises(Clash):
        send_back_rules(version=version, by=by, at=NOW)


def test_parties_signatures_and_hearings_are_noted_on_pages(
    cast: Cast, coordinator: Client
) -> None:
    coordinator.post(to("parties"), {"name": "3F", "contact_name": "Bo Ask"})
    party = cast.municipality.parties.get()
    typed = {"party": party.pk, "signed_on": "01-10-2026", "signed_by": "Bo Ask"}
    coordinator.post(to("sign_document", 1), typed)
    late = coordinator.post(to("sign_document", 1), typed | {"signed_on": "24-11-2026"})
    assert late.status_code == 422
    assert late.context["form"].errors == {"signed_on": ["Datoen ligger i fremtiden."]}
    hearing = {"heard": "HovedMED", "held_on": "01-09-2026", "note": "De bakker op."}
    coordinator.post(to("hear_document", 1), hearing)
    page = words(coordinator.get(to("document", 1)))
    assert page.count("torsdag den 1. oktober 2026, Bo Ask") == 1
    assert page.count("HovedMED") == 1
    assert Hearing.objects.get().noted_by == cast.coordinator


def test_differences_are_shown_word_by_word(cast: Cast, coordinator: Client) -> None:
    in_force(cast, CHANGED)
    page = coordinator.get(to("document_differences", 2))
    assert [section.heading for section in page.context["sections"]] == [
        "Aftalt mellem",
        "Det siger lederen ja til",
    ]
    assert page.content.decode().count("<ins> Også om natten.</ins>") == 1
    assert coordinator.get(to("document_differences", 1)).status_code == 404


def test_leaders_are_asked_again_when_it_concerns_them(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    asked = []
    for content in (CONTENT, {**CONTENT, "volunteer_text": "Nyt."}, CHANGED):
        in_force(cast, content)
        asked.append([place.asked_number for place in places_of_board(cast.actor(cast.leader))])
    assert asked == [[None], [None], [4]]
    assert words(client.get(to("board"))).count("Se dem, og sig ja for Solgården") == 1
    where = to("accept_rules", 4, cast.here.external_uuid)
    for _ in range(2):
        assert client.post(where).status_code == 302
    acceptance = LeaderAcceptance.objects.get()
    assert (acceptance.user, acceptance.version.number) == (cast.leader, 4)
    assert words(client.get(to("board"))).count("Spillereglerne er ændret") == 0


def test_what_was_accepted_can_be_read_for_ever(cast: Cast, client: Client) -> None:
    version = in_force(cast, CHANGED)
    by = cast.actor(cast.leader)
    accept_as_leader(version=version, institution=cast.here, by=by, at=NOW)
    in_force(cast, {**CHANGED, "leader_text": "Helt andre ord."})
    client.force_login(cast.leader)
    page = words(client.get(to("document", version.number)))
    assert page.count("Også om natten.") == 1
    assert page.count("Leader, Solgården, mandag den 23. november 2026") == 1
    with pytest.raises(Clash):
        accept_as_leader(version=version, institution=cast.here, by=by, at=NOW)


def test_nobody_says_yes_for_a_leader(cast: Cast, client: Client) -> None:
    version = in_force(cast, CHANGED)
    for user in (cast.coordinator, cast.leader_elsewhere, cast.ambassador):
        with pytest.raises(NotAllowed):
            accept_as_leader(version=version, institution=cast.here, by=cast.actor(user), at=NOW)
        client.force_login(user)
        where = to("accept_rules", version.number, cast.here.external_uuid)
        assert client.post(where).status_code == 404


def test_the_med_log_is_noted_and_read_within_reach(cast: Cast, client: Client) -> None:
    typed = {"committee": "LokalMED", "held_on": "01-11-2026", "kind": "discussed"}
    client.force_login(cast.leader)
    refused = client.post(to("note_med"), typed)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["institution"]
    client.post(to("note_med"), typed | {"institution": cast.here.pk, "note": "Vagter drøftet"})
    elsewhere = client.post(to("note_med"), typed | {"institution": cast.elsewhere.pk})
    assert elsewhere.status_code == 422
    client.force_login(cast.coordinator)
    client.post(to("note_med"), typed | {"committee": "HovedMED", "kind": "agreed"})
    seen = []
    for user in (cast.leader, cast.leader_elsewhere, cast.coordinator, union(cast)):
        client.force_login(user)
        rows = client.get(to("med_log")).context["entries"]
        seen.append(sorted(row.committee for row in rows if row.note or row.institution is None))
    both = ["HovedMED", "LokalMED"]
    assert seen == [both, ["HovedMED"], both, both]
    assert MedEntry.objects.get(committee="HovedMED").kind == "agreed"


def test_boundary_cases_are_counted_without_names(cast: Cast, client: Client) -> None:
    task = draft_need(cast)
    for word, decision in (("rengøring", "sent_back"), ("bade", "")):
        WordHit.objects.create(
            task=task, word=word, level="red", reason="Kun hygge", decision=decision
        )
    client.force_login(union(cast))
    page = words(client.get(to("boundary_cases")))
    assert page.count("2 ord i behov lød som de ansattes arbejde. 1 blev sendt tilbage.") == 1
    assert page.count(cast.leader.name) == 0
    client.force_login(cast.leader)
    assert client.get(to("boundary_cases")).status_code == 404
    other = make_cast("Nordby", 2)
    client.force_login(other.coordinator)
    assert len(client.get(to("boundary_cases")).context["cases"]) == 0


# Rules, MED log and boundary cases; the checklists' chooser has no institution to show.
UNIONS_PAGES = {
    "all_pages",
    "volunteers:events",
    "institutions:checklist_templates",
    "institutions:ask_about_rule",
    "institutions:rule_questions",
    "institutions:documents",
    "institutions:document",
    "institutions:document_differences",
    "institutions:strategies",
    "institutions:med_log",
    "institutions:boundary_cases",
    "institutions:checklist",
    "institutions:new_need",
    "institutions:projects",
    # What the municipality shares, and suggestions of one's own.
    "volunteers:example",
    "volunteers:examples",
    "volunteers:initiative",
    "volunteers:initiatives_list",
    "volunteers:suggest",
    "volunteers:tool_file",
    "volunteers:use_example",
    # What the project group decides, and closed figures.
    "volunteers:criteria",
    "volunteers:criterion",
    "volunteers:fields",
    "volunteers:figures",
    "volunteers:follow_up",
    "volunteers:follow_ups",
    "volunteers:meeting",
    "volunteers:meetings",
    "volunteers:period",
    "volunteers:periods",
    "volunteers:project_group",
    "volunteers:report_csv",
    "volunteers:report_pdf",
    "volunteers:report_xlsx",
}


def test_the_union_sees_no_people(client: Client, db: None) -> None:
    cast, _, rows = make_stage()
    client.force_login(union(cast))
    opened = {}
    for route in routes():
        if route.staff and route.name != "home":
            answer = client.get(address(route, rows))
            if answer.status_code not in (404, 405):
                opened[route.name] = answer
    assert set(opened) <= UNIONS_PAGES
    people = [cast.helper.full_name, cast.helper.phone, "Prøve", "Betroet Medarbejder"]
    told = [
        (name, one)
        for name, answer in opened.items()
        for one in people
        if one.encode() in answer.content
    ]
    assert told == []
    # Control: the coordinator's answer to the same address does name them.
    client.force_login(cast.coordinator)
    listed = client.get(reverse("volunteers:people")).content.decode()
    assert listed.count(cast.helper.full_name) == 1


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "page", [("med_log", 5), ("boundary_cases", 5), ("strategies", 5), ("parties", 6)]
)
def test_lists_cost_the_same_whatever_the_number_of_rows(
    cast: Cast,
    coordinator: Client,
    rows: int,
    page: tuple[str, int],
    django_assert_num_queries: Counting,
) -> None:
    task = draft_need(cast)
    for n in range(rows):
        coordinator.post(to("parties"), {"name": f"Part {n}"})
        coordinator.post(to("new_strategy"), {"title": "Strategi", "text": "Ord"})
        WordHit.objects.create(task=task, word=f"ord{n}", level="red")
        typed = {"committee": f"M{n}", "held_on": "01-11-2026", "kind": "agreed"}
        coordinator.post(to("note_med"), typed | {"institution": cast.here.pk})
    coordinator.get(to("documents"))
    name, queries = page
    with django_assert_num_queries(queries):
        coordinator.get(to(name))
