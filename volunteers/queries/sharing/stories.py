"""Stories: for those who tell them, for anybody, and for who is in them."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from backend.common.actors import Actor
from institutions.queries.scope import reach
from institutions.rules.deeds import Deed
from volunteers.models import Story, StoryPerson, StoryRelease, Volunteer
from volunteers.rules.sharing import Channel
from volunteers.rules.states import HOLDS_A_SEAT


def stories_for(by: Actor) -> QuerySet[Story]:
    """Those the person tells: of the own places; the coordinator the municipality's too.

    The newest first, each with its people and where it is told (``told``).
    """
    within = reach(
        by,
        Deed.TELL_STORIES,
        institution="institution_id",
        department="institution__department_id",
    )
    told = StoryRelease.objects.filter(taken_down_at=None)
    return (
        Story.objects.filter(within, municipality_id=by.municipality_id)
        .select_related("institution", "municipality", "written_by")
        .prefetch_related(Prefetch("releases", queryset=told, to_attr="told"), "persons__volunteer")
    )


def told_stories(municipality_id: int) -> QuerySet[Story]:
    """What anybody may read: told on the web now, by the live yes of everybody in it.

    Looked for here as well as when it is told: a yes that is gone closes the page whatever else
    went wrong.
    """
    on_web = StoryRelease.objects.filter(
        story=OuterRef("pk"), channel=Channel.WEB, taken_down_at=None
    )
    no_yes = StoryPerson.objects.filter(story=OuterRef("pk")).exclude(
        consented_at__isnull=False, withdrawn_at=None, channels__contains=[Channel.WEB]
    )
    anybody = StoryPerson.objects.filter(story=OuterRef("pk"))
    shown = StoryRelease.objects.filter(channel=Channel.WEB, taken_down_at=None)
    return (
        Story.objects.filter(Exists(on_web), ~Exists(no_yes), municipality_id=municipality_id)
        .filter(Q(nobody_named=True) | Exists(anybody))
        .select_related("institution")
        .prefetch_related(Prefetch("releases", queryset=shown, to_attr="told"))
        .order_by("-created_at", "-id")
    )


def people_of_story(story: Story) -> QuerySet[Volunteer]:
    """Whom one can choose: those who have had a seat at its place; without a place, nobody."""
    return (
        Volunteer.objects.filter(
            municipality_id=story.municipality_id,
            anonymised_at__isnull=True,
            assignments__slot__task__institution=story.institution_id,
            assignments__state__in=sorted(HOLDS_A_SEAT),
        )
        .distinct()
        .order_by("sort_key", "id")
    )


def parts_of(person: Volunteer) -> QuerySet[StoryPerson]:
    """The stories a volunteer is in, the newest first, with where each is told."""
    told = StoryRelease.objects.filter(taken_down_at=None)
    return (
        StoryPerson.objects.filter(volunteer=person)
        .exclude(story__body="")
        .select_related("story__institution")
        .prefetch_related(Prefetch("story__releases", queryset=told, to_attr="told"))
        .order_by("-story__created_at", "-id")
    )
