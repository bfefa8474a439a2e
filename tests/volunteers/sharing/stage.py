"""Examples, stories, suggestions, initiatives and a nomination, by the real actions."""

from datetime import timedelta
from typing import Any

from tests.cast import (
    NOW,
    Cast,
    link_actor,
    make_volunteers,
    offer_to,
    open_slot,
    task_fields,
)
from volunteers.actions.afterwards.nominations import Nominee, nominate
from volunteers.actions.answers import accept_offer
from volunteers.actions.sharing.consents import give_consent, name_person
from volunteers.actions.sharing.examples import share_example, write_example
from volunteers.actions.sharing.initiatives import start_initiative
from volunteers.actions.sharing.stories import publish_story, write_story
from volunteers.actions.sharing.suggestions import plan_campaign, send_suggestion
from volunteers.actions.sharing.tools import add_file
from volunteers.models import (
    Example,
    Initiative,
    Nomination,
    Story,
    StoryPerson,
    Suggestion,
    TargetGroup,
    Theme,
    Volunteer,
)
from volunteers.rules.sharing import Channel

PDF = b"%PDF-1.7\n"
DAY = timedelta(days=1)


def example_fields(cast: Cast, **changes: Any) -> dict[str, Any]:
    """A walk with residents, told in the fixed form."""
    return {
        **task_fields(cast),
        "field": "Plejehjem",
        "target_group": TargetGroup.ELDERLY,
        "problem": "Ingen kom ud om vinteren.",
        "result": "Fire ture om ugen.",
        "trial": False,
        "is_new": "Turene går i mørke.",
        "is_useful": "Man sover bedre.",
        "is_used": "To andre huse er begyndt.",
        "contact_name": "Lone",
        "contact_phone": "+4512345678",
        **changes,
    }


def an_example(cast: Cast, *, shared: bool = True, **changes: Any) -> Example:
    """Written by the leader here, and shared."""
    by = cast.actor(cast.leader)
    fields = example_fields(cast, **changes)
    example = write_example(institution=cast.here, fields=fields, by=by, at=NOW)
    return share_example(example=example, by=by, at=NOW) if shared else example


def a_helper(cast: Cast) -> Volunteer:
    """Somebody with a seat at the institution here."""
    person = make_volunteers(cast, 1)[0]
    slot = open_slot(cast)
    accept_offer(offer=offer_to(slot, person), accepts_rules=True, by=link_actor(person), at=NOW)
    return person


def a_story(cast: Cast, *people: Volunteer, **changes: Any) -> Story:
    """Written by the leader here, with these volunteers in it."""
    by = cast.actor(cast.leader)
    words = {"title": "En tur i regnen", "body": "Vi gik ud, og alle grinede.", **changes}
    nobody = words.pop("nobody_named", not people)
    story = write_story(institution=cast.here, nobody_named=nobody, by=by, at=NOW, **words)
    for person in people:
        name_person(story=story, volunteer=person, by=by, at=NOW)
    return story


def part_of(story: Story, person: Volunteer) -> StoryPerson:
    """The person's part in the story."""
    return story.persons.get(volunteer=person)


def agree(story: Story, person: Volunteer, *channels: Channel) -> StoryPerson:
    """The person says yes by link; without channels to the web."""
    return give_consent(
        person=part_of(story, person),
        channels=channels or [Channel.WEB],
        by=link_actor(person),
        at=NOW,
    )


def a_told_story(cast: Cast, person: Volunteer) -> Story:
    """On the web, with the person's yes."""
    story = a_story(cast, person)
    agree(story, person)
    publish_story(story=story, channel=Channel.WEB, by=cast.actor(cast.leader), at=NOW)
    return story


def a_suggestion(cast: Cast, **changes: Any) -> Suggestion:
    """From the leader here."""
    how = {"hassle": "Nøglen er altid væk.", "proposal": "Hæng den op.", "theme": Theme.PRACTICAL}
    how |= {"by": cast.actor(cast.leader), "at": NOW, **changes}
    return send_suggestion(municipality=cast.municipality, **how)


def an_initiative(cast: Cast, **changes: Any) -> Initiative:
    """Begun by the leader here, followed up in thirty days."""
    fields = {
        "title": "Ture i mørke",
        "hypothesis": "Flere kommer ud.",
        "measure": "Vi tæller ture.",
        "for_citizens": "De sover bedre.",
        "for_resources": "To timer om ugen.",
        "for_staff": "Roligere aftener.",
    }
    how: dict[str, Any] = {
        "institution": cast.here,
        "owner": cast.leader,
        "follow_up_on": (NOW + 30 * DAY).date(),
        "by": cast.actor(cast.leader),
        "at": NOW,
        **changes,
    }
    return start_initiative(fields=fields | how.pop("words", {}), **how)


def a_nomination(cast: Cast, person: Volunteer, prize: str = "Frivilligprisen") -> Nomination:
    """By the leader here."""
    return nominate(
        year=2026,
        prize=prize,
        nominee=Nominee(volunteer=person),
        reason="Altid et smil.",
        by=cast.actor(cast.leader),
        at=NOW,
    )


def sharing_rows(cast: Cast, person: Volunteer) -> dict[str, Any]:
    """A value for each part of the addresses of what is shared."""
    example, story = an_example(cast), a_told_story(cast, person)
    by = cast.actor(cast.leader)
    tool = add_file(example=example, title="Seddel", name="s.pdf", content=PDF, by=by, at=NOW)
    campaign = plan_campaign(
        municipality=cast.municipality,
        name="Væk med bøvlet",
        opens_on=(NOW - DAY).date(),
        closes_on=None,
        by=cast.actor(cast.coordinator),
        at=NOW,
    )
    return {
        "example": example.uuid,
        "tool": tool.uuid,
        "story": story.uuid,
        "story_person": part_of(story, person).uuid,
        "suggestion": a_suggestion(cast).uuid,
        "campaign": campaign.uuid,
        "initiative": an_initiative(cast).uuid,
        "nomination": a_nomination(cast, person).uuid,
    }
