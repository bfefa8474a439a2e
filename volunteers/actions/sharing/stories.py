"""Stories: written, told where everybody in them has said yes, taken down at the first no."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Invalid
from institutions.models import Institution, Slot
from institutions.rules.deeds import Deed
from institutions.rules.help_calls import require_words
from volunteers.actions.sharing.places import require_at
from volunteers.models import Story, StoryRelease
from volunteers.rules.sharing import Channel, require_consents

LONGEST = {"title": 120, "body": 4000}
_LINK_LENGTH = 300


@transaction.atomic
def write_story(
    *,
    institution: Institution | None,
    title: str,
    body: str,
    nobody_named: bool,
    planned_on: date | None = None,
    slot: Slot | None = None,
    by: Actor,
    at: datetime,
) -> Story:
    """A draft that is told nowhere yet. Refuses no words and a CPR number. Twice gives two.

    Without an institution it is the municipality's, and the coordinator's to write.
    """
    require_teller(institution, by)
    assert by.user_id is not None
    story = Story.objects.create(
        municipality_id=by.municipality_id,
        institution=institution,
        slot=slot,
        nobody_named=nobody_named,
        planned_on=planned_on,
        written_by_id=by.user_id,
        created_at=at,
        **_words(title, body),
    )
    record("write_story", story, by=by, at=at, nobody_named=nobody_named)
    return story


@transaction.atomic
def edit_story(*, story: Story, fields: Mapping[str, Any], by: Actor, at: datetime) -> Story:
    """Other words are another story: every yes is asked for again, and it is told nowhere.

    ``fields``: title, body, nobody_named, planned_on. The same words keep the yes. Refuses as
    ``write_story``.
    """
    kept = locked_story(story)
    require_teller(kept.institution, by)
    words = _words(fields["title"], fields["body"])
    anew = any(getattr(kept, name) != text for name, text in words.items())
    kept.title, kept.body = words["title"], words["body"]
    kept.nobody_named, kept.planned_on = fields["nobody_named"], fields["planned_on"]
    kept.save(update_fields=["title", "body", "nobody_named", "planned_on"])
    down = 0
    if anew:
        forget_consents(kept)
        down = take_down_everywhere(kept, at)
    elif not kept.nobody_named and not kept.persons.exists():
        down = take_down_everywhere(kept, at)
    record("edit_story", kept, by=by, at=at, new_words=anew, taken_down=down)
    return kept


@transaction.atomic
def publish_story(
    *, story: Story, channel: Channel, url: str = "", by: Actor, at: datetime
) -> StoryRelease:
    """Tells it in a channel, or notes that it was told there. The second time is the first.

    Refuses while anybody who can be recognised has not said yes to the channel, and where it is
    not declared that nobody can. The story's row is locked: a yes taken back at the same moment
    is either seen here, or takes this release down.
    """
    kept = locked_story(story)
    require_teller(kept.institution, by)
    require_consents(
        channel,
        [one.channels if one.agreed else None for one in kept.persons.all()],
        nobody_named=kept.nobody_named,
    )
    if url and not (url.startswith("https://") and len(url) <= _LINK_LENGTH):
        text = "Skriv hele adressen. Den begynder med https://."
        raise Invalid("url", text, {"url": [text]})
    told = kept.releases.filter(channel=channel, taken_down_at=None).first()
    if told is not None:
        return told
    assert by.user_id is not None
    release = StoryRelease.objects.create(
        story=kept, channel=channel, url=url, published_at=at, published_by_id=by.user_id
    )
    record("publish_story", kept, by=by, at=at, channel=channel)
    return release


@transaction.atomic
def take_down_story(*, story: Story, channel: Channel, by: Actor, at: datetime) -> None:
    """It is told there no longer; the second time changes nothing."""
    kept = locked_story(story)
    require_teller(kept.institution, by)
    if kept.releases.filter(channel=channel, taken_down_at=None).update(taken_down_at=at):
        record("take_down_story", kept, by=by, at=at, channel=channel)


def locked_story(story: Story) -> Story:
    """The row of the story, which every change of its yes and its telling waits for."""
    return (
        Story.objects.select_for_update(of=("self",), no_key=True)
        .select_related("institution", "municipality")
        .get(pk=story.pk)
    )


def take_down_everywhere(story: Story, at: datetime) -> int:
    """Ends every telling that stands; how many. Inside the caller's lock of the story."""
    return story.releases.filter(taken_down_at=None).update(taken_down_at=at)


def forget_consents(story: Story) -> None:
    """Nobody has said yes to these words. Inside the caller's lock of the story."""
    story.persons.update(channels=[], consented_at=None, consent_way="", withdrawn_at=None)


def require_teller(institution: Institution | None, by: Actor) -> None:
    """Refuses all but those who tell stories of the place; without a place, the coordinator."""
    require_at(institution, Deed.TELL_STORIES, by)


def _words(title: str, body: str) -> dict[str, str]:
    given = {"title": title, "body": body}
    return {name: require_words(name, text, LONGEST[name]) for name, text in given.items()}
