"""A story is told only with everybody's live yes, whatever happens at the same moment."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from backend.common.refusals import Clash, Invalid, NotAllowed, Refusal
from tests.cast import NOW, Cast, link_actor, make_cast
from tests.volunteers.people_pages import own_page
from tests.volunteers.races import at_once
from tests.volunteers.sharing.stage import a_helper, a_story, a_told_story, agree, part_of
from volunteers.actions.erasure import erase_volunteer
from volunteers.actions.sharing.consents import (
    give_consent,
    name_person,
    unname_person,
    withdraw_consent,
)
from volunteers.actions.sharing.stories import edit_story, publish_story
from volunteers.models import Story, StoryPerson, StoryRelease
from volunteers.queries.own_data import own_data
from volunteers.queries.sharing.stories import told_stories
from volunteers.rules.sharing import Channel


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


def tell(cast: Cast, story: Story, channel: Channel = Channel.WEB) -> StoryRelease:
    return publish_story(story=story, channel=channel, by=cast.actor(cast.leader), at=NOW)


def told_in(story: Story) -> list[str]:
    return sorted(story.releases.filter(taken_down_at=None).values_list("channel", flat=True))


def test_it_waits_for_the_yes_of_everybody_in_it(cast: Cast) -> None:
    first, second = a_helper(cast), a_helper(cast)
    story = a_story(cast, first, second)
    agree(story, first)

    with pytest.raises(Clash, match="1 person"):
        tell(cast, story)
    agree(story, second, Channel.INTRANET)
    with pytest.raises(Clash, match="1 person"):
        tell(cast, story)
    agree(story, second, Channel.INTRANET, Channel.WEB)
    release = tell(cast, story)

    assert (tell(cast, story), told_in(story)) == (release, ["web"])


def test_without_people_somebody_must_have_said_so(cast: Cast) -> None:
    unsaid = a_story(cast, nobody_named=False)
    said = a_story(cast)

    with pytest.raises(Clash, match="hvem der kan genkendes"):
        tell(cast, unsaid)

    assert tell(cast, said).channel == Channel.WEB


def test_a_yes_taken_back_takes_the_story_down_everywhere(cast: Cast, client: Client) -> None:
    person = a_helper(cast)
    story = a_story(cast, person)
    agree(story, person, Channel.WEB, Channel.NEWSPAPER)
    tell(cast, story)
    tell(cast, story, Channel.NEWSPAPER)
    page = reverse("volunteers:public_story", args=[story.uuid])
    before = client.get(page).status_code

    withdraw_consent(person=part_of(story, person), by=link_actor(person), at=NOW)

    assert (before, client.get(page).status_code, told_in(story)) == (200, 404, [])
    with pytest.raises(Clash):
        tell(cast, story)


def test_other_words_ask_everybody_again(cast: Cast) -> None:
    person = a_helper(cast)
    story = a_told_story(cast, person)
    same = {"title": story.title, "body": story.body, "nobody_named": False, "planned_on": None}
    by = cast.actor(cast.leader)

    edit_story(story=story, fields=same, by=by, at=NOW)
    kept = told_in(story)
    edit_story(story=story, fields={**same, "body": "Noget helt andet."}, by=by, at=NOW)

    assert (kept, told_in(story), part_of(story, person).agreed) == (["web"], [], False)


def test_somebody_more_in_it_takes_it_down(cast: Cast) -> None:
    story = a_told_story(cast, a_helper(cast))

    name_person(story=story, name="Ole fra køkkenet", by=cast.actor(cast.leader), at=NOW)

    assert told_in(story) == []


def test_who_said_no_is_not_just_taken_off_the_list(cast: Cast) -> None:
    person = a_helper(cast)
    story = a_story(cast, person)
    withdraw_consent(person=part_of(story, person), by=link_actor(person), at=NOW)

    with pytest.raises(Clash, match="Skriv historien om"):
        unname_person(person=part_of(story, person), by=cast.actor(cast.leader), at=NOW)

    assert story.persons.count() == 1


def test_only_the_own_link_and_those_who_tell_answer(cast: Cast) -> None:
    person, other = a_helper(cast), a_helper(cast)
    part = part_of(a_story(cast, person), person)
    elsewhere = cast.actor(cast.leader_elsewhere)

    with pytest.raises(NotAllowed):
        give_consent(person=part, channels=["web"], by=link_actor(other), at=NOW)
    with pytest.raises(NotAllowed):
        give_consent(person=part, channels=["web"], way="telefon", by=elsewhere, at=NOW)
    with pytest.raises(Invalid):
        give_consent(person=part, channels=["web"], by=cast.actor(cast.leader), at=NOW)
    with pytest.raises(Invalid):
        give_consent(person=part, channels=["tv"], by=link_actor(person), at=NOW)
    noted = give_consent(
        person=part, channels=["web"], way="i telefonen", by=cast.actor(cast.leader), at=NOW
    )

    assert (noted.agreed, noted.consent_way) == (True, "i telefonen")


def test_the_person_reads_it_and_answers_on_the_own_page(cast: Cast, client: Client) -> None:
    person = a_helper(cast)
    story = a_story(cast, person)
    home = own_page(person)
    page = f"{home}/historie/{part_of(story, person).uuid}"

    shown = client.get(page).content.decode()
    empty = client.post(page, {}).status_code
    client.post(page, {"channels": ["web"]})
    agreed = part_of(story, person).agreed
    client.post(page, {"deed": "nej"})

    assert (story.body in shown, empty, agreed) == (True, 422, True)
    assert part_of(story, person).agreed is False
    assert client.get(f"{own_page(a_helper(cast))}/historie/{part_of(story, person).uuid}").content


def test_an_erased_person_is_in_no_story(cast: Cast) -> None:
    person = a_helper(cast)
    story = a_told_story(cast, person)
    rows = own_data(person)["Historier, forslag og priser"]

    erase_volunteer(volunteer=person, by=cast.actor(cast.coordinator), at=NOW)

    story.refresh_from_db()
    assert rows[0]["Historien"] == "Vi gik ud, og alle grinede."
    assert (story.body, told_in(story), story.releases.count()) == ("", [], 1)


def naive_publish(story: Story) -> None:
    """What must fail: looks at the yes, then tells it, without holding the story."""
    kept = Story.objects.get(pk=story.pk)
    if all(one.agreed for one in kept.persons.all()):
        withdrawn_meanwhile(kept)
        StoryRelease.objects.create(
            story=kept, channel=Channel.WEB, published_at=NOW, published_by_id=kept.written_by_id
        )


def withdrawn_meanwhile(story: Story) -> None:
    part = StoryPerson.objects.select_related("volunteer").get(story=story)
    assert part.volunteer is not None
    withdraw_consent(person=part, by=link_actor(part.volunteer), at=NOW)


def test_control_telling_without_the_lock_outlives_the_yes(cast: Cast) -> None:
    """And the public page, which looks for itself, is still closed."""
    person = a_helper(cast)
    story = a_story(cast, person)
    agree(story, person)

    naive_publish(story)

    assert told_in(story) == ["web"]
    assert not told_stories(cast.municipality.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_told_and_taken_back_at_once_never_leaves_it_told() -> None:
    cast = make_cast()
    person, by = a_helper(cast), cast.actor(cast.leader)
    for _ in range(5):
        story = a_story(cast, person)
        part = agree(story, person)

        def telling(story: Story = story) -> object:
            return publish_story(story=story, channel=Channel.WEB, by=by, at=NOW)

        def taking_back(part: StoryPerson = part) -> object:
            return withdraw_consent(person=part, by=link_actor(person), at=NOW)

        deeds: list[Callable[[], object]] = [telling, taking_back]
        raised = at_once(*deeds)

        assert all(one is None or isinstance(one, Refusal) for one in raised)
        assert told_in(story) == []
    connection.close()
