"""Who can be recognised in a story, and their yes: given, taken back, forgotten with the person."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.rules.help_calls import require_words
from volunteers.actions.sharing.stories import locked_story, require_teller, take_down_everywhere
from volunteers.models import Story, StoryPerson, Volunteer
from volunteers.queries.sharing.stories import people_of_story
from volunteers.rules.sharing import Channel

BY_LINK = "på egen side"
_LONGEST_NAME, _LONGEST_WAY = 120, 60


@transaction.atomic
def name_person(
    *, story: Story, volunteer: Volunteer | None = None, name: str = "", by: Actor, at: datetime
) -> StoryPerson:
    """Somebody who can be recognised. The story is told nowhere until they have said yes.

    Refuses neither of the two and both, and a volunteer who has not been at the place. The same
    volunteer twice is once.
    """
    kept = locked_story(story)
    require_teller(kept.institution, by)
    if (volunteer is None) == (not name.strip()):
        text = "Vælg en frivillig, eller skriv et navn."
        raise Invalid("who", text, {"name": [text]})
    if volunteer is not None and not people_of_story(kept).filter(pk=volunteer.pk).exists():
        raise Clash("not_of_the_place", "Den frivillige har ikke været der.")
    words = "" if volunteer else require_words("name", name, _LONGEST_NAME)
    if volunteer is None:
        person, is_new = StoryPerson.objects.get_or_create(story=kept, volunteer=None, name=words)
    else:
        person, is_new = StoryPerson.objects.get_or_create(story=kept, volunteer=volunteer)
    if is_new:
        Story.objects.filter(pk=kept.pk).update(nobody_named=False)
        down = take_down_everywhere(kept, at)
        record("name_person", kept, by=by, at=at, person=person.pk, taken_down=down)
    return person


@transaction.atomic
def unname_person(*, person: StoryPerson, by: Actor, at: datetime) -> None:
    """They cannot be recognised after all. Refuses one who took a yes back: the words must change.

    The story is told nowhere until somebody says again that it may be.
    """
    kept = locked_story(person.story)
    require_teller(kept.institution, by)
    now = kept.persons.filter(pk=person.pk).first()
    if now is None:
        return
    if now.withdrawn_at is not None:
        raise Clash("withdrawn", "Personen har sagt nej. Skriv historien om, så de ikke er i den.")
    down = take_down_everywhere(kept, at)
    record("unname_person", kept, by=by, at=at, person=now.pk, taken_down=down)
    now.delete()


@transaction.atomic
def give_consent(
    *, person: StoryPerson, channels: Collection[str], way: str = "", by: Actor, at: datetime
) -> StoryPerson:
    """A yes to these channels, with how it was given; a new one replaces the old.

    By the person's own link, or noted by those who tell the story; what is told in a channel the
    new yes leaves out is taken down. Refuses no channel, an unknown one, and nobody's word for it.
    """
    kept = locked_story(person.story)
    way = _require_hand(kept, person, way, by)
    chosen = [channel.value for channel in Channel if channel in channels]
    if not chosen or len(chosen) != len(set(channels)):
        text = "Vælg mindst ét sted, historien må deles."
        raise Invalid("channels", text, {"channels": [text]})
    now = kept.persons.get(pk=person.pk)
    now.channels, now.consent_way = chosen, way
    now.consented_at, now.withdrawn_at = at, None
    now.save()
    gone = kept.releases.filter(taken_down_at=None).exclude(channel__in=chosen)
    down = gone.update(taken_down_at=at)
    record("give_consent", kept, by=by, at=at, person=now.pk, channels=chosen, taken_down=down)
    return now


@transaction.atomic
def withdraw_consent(*, person: StoryPerson, by: Actor, at: datetime) -> StoryPerson:
    """Takes the yes back: the story is told nowhere from this moment. Twice is once.

    Also before any yes: it is a no.
    """
    kept = locked_story(person.story)
    _require_hand(kept, person, "nej", by)
    now = kept.persons.get(pk=person.pk)
    if now.withdrawn_at is None:
        now.withdrawn_at = at
        now.save(update_fields=["withdrawn_at"])
        down = take_down_everywhere(kept, at)
        record("withdraw_consent", kept, by=by, at=at, person=now.pk, taken_down=down)
    return now


def forget_stories_with(volunteer: Volunteer, at: datetime) -> int:
    """An erased person's stories lose their words and are told nowhere; that they were, stays.

    Inside the erasure's transaction.
    """
    ids = StoryPerson.objects.filter(volunteer=volunteer).values_list("story_id", flat=True)
    stories = Story.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(ids))
    count = 0
    for story in stories.order_by("pk"):
        story.title, story.body = "Slettet", ""
        story.save(update_fields=["title", "body"])
        story.persons.filter(withdrawn_at=None).update(withdrawn_at=at)
        take_down_everywhere(story, at)
        count += 1
    return count


def _require_hand(story: Story, person: StoryPerson, way: str, by: Actor) -> str:
    """Whose word it is: the person's own link, or those who tell the story, who say how."""
    if by.kind == ActorKind.LINK:
        if person.volunteer_id is None or by.volunteer_id != person.volunteer_id:
            raise NotAllowed("not_yours", "Linket gælder en anden.")
        return BY_LINK
    require_teller(story.institution, by)
    return require_words("way", way, _LONGEST_WAY)
