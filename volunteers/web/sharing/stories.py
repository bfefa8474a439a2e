"""Stories as those who tell them see them: words, who is in them, their yes, and where told."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.action_forms import BackPage
from backend.web.clock import now
from institutions.queries.scope import institutions_for
from institutions.rules.deeds import MAY, Deed
from volunteers.actions.sharing.consents import (
    give_consent,
    name_person,
    unname_person,
    withdraw_consent,
)
from volunteers.actions.sharing.stories import (
    edit_story,
    publish_story,
    take_down_story,
    write_story,
)
from volunteers.models import Story, StoryPerson
from volunteers.queries.sharing.stories import people_of_story, stories_for
from volunteers.rules.sharing import Channel
from volunteers.web.sharing.forms import offer_places
from volunteers.web.sharing.story_forms import (
    ConsentForm,
    PublishForm,
    StoryForm,
    StoryPersonForm,
)

_WORDS = ("title", "body", "nobody_named", "planned_on")


class TellsStories(SignedIn):
    """Those who tell stories of their places; another place's is not found."""

    roles = tuple(MAY[Deed.TELL_STORIES])

    @cached_property
    def story(self) -> Story:
        """The story of the address."""
        return get_object_or_404(stories_for(self.actor), uuid=self.kwargs["story"])


class Stories(TellsStories, TemplateView):
    """The newest first, with what each waits for."""

    template_name = "volunteers/sharing/stories.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds them; three queries."""
        return super().get_context_data(stories=list(stories_for(self.actor)[:100]), **kwargs)


class StoryFormPage(TellsStories, BackPage):
    """What writing and changing a story share."""

    form_class = StoryForm
    back = "volunteers:stories"
    back_words = gettext_lazy("Historier")


class WriteStory(StoryFormPage):
    """A story more."""

    heading = gettext_lazy("Skriv en historie")  # type: ignore[assignment]
    intro = gettext_lazy("Historien deles først, når alle i den har sagt ja.")
    button = gettext_lazy("Gem kladden")  # type: ignore[assignment]

    def get_form(self, form_class: Any = None) -> Form:
        """The form with the person's own places."""
        form = super().get_form(form_class)
        places = institutions_for(self.actor, Deed.TELL_STORIES)
        offer_places(form, places, whole_town=self.actor.has(RoleKind.COORDINATOR))
        return form

    def act(self, form: Any) -> HttpResponse:
        """Keeps it, and on to who is in it."""
        story = write_story(by=self.actor, at=now(), **form.cleaned_data)
        return redirect("volunteers:story", story.uuid)


class EditStory(StoryFormPage):
    """Other words ask for every yes again."""

    heading = gettext_lazy("Ret historien")  # type: ignore[assignment]
    intro = gettext_lazy("Retter du ordene, skal alle i historien sige ja igen.")

    @property
    def back_url(self) -> str:
        """The story."""
        return reverse("volunteers:story", args=[self.story.uuid])

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.story, name) for name in _WORDS}

    def get_form(self, form_class: Any = None) -> Form:
        """Without the place, which stays."""
        form = super().get_form(form_class)
        del form.fields["institution"]
        return form

    def act(self, form: Any) -> HttpResponse:
        """Keeps it."""
        edit_story(story=self.story, fields=form.cleaned_data, by=self.actor, at=now())
        return self.done(_("Historien er gemt."))


class StoryPage(TellsStories, BackPage):
    """One story with its people; the form tells it in a channel."""

    template_name = "volunteers/sharing/story.html"
    form_class = PublishForm
    button = gettext_lazy("Del historien")  # type: ignore[assignment]
    back = "volunteers:stories"
    back_words = gettext_lazy("Historier")

    def act(self, form: Any) -> HttpResponse:
        """Tells it."""
        given = form.cleaned_data
        publish_story(
            story=self.story,
            channel=Channel(given["channel"]),
            url=given["url"],
            by=self.actor,
            at=now(),
        )
        messages.success(self.request, _("Historien er delt."))
        return redirect("volunteers:story", self.story.uuid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the story, its people and everywhere it was told."""
        kwargs["story"] = story = self.story
        context = super().get_context_data(
            persons=list(story.persons.all()),
            history=story.releases.select_related("published_by"),
            **kwargs,
        )
        return {**context, "heading": story.title}


class NamePerson(TellsStories, BackPage):
    """Somebody who can be recognised."""

    form_class = StoryPersonForm
    heading = gettext_lazy("Hvem kan genkendes?")  # type: ignore[assignment]
    intro = gettext_lazy(
        "En frivillig siger selv ja på sin egen side. Du kan også skrive et ja på."
    )
    back_words = gettext_lazy("Historien")

    @property
    def back_url(self) -> str:
        """The story."""
        return reverse("volunteers:story", args=[self.story.uuid])

    def get_form(self, form_class: Any = None) -> Form:
        """Those who have been at the place, by first name and initial."""
        form = super().get_form(form_class)
        field: Any = form.fields["volunteer"]
        field.queryset = people_of_story(self.story)
        field.label_from_instance = lambda person: person.short_name
        return form

    def act(self, form: Any) -> HttpResponse:
        """Keeps the person."""
        name_person(story=self.story, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("Personen er skrevet på."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Looks the story up before anything is shown."""
        kwargs["story"] = self.story
        return super().get_context_data(**kwargs)


class OfPerson(TellsStories):
    """Something about one person in a story."""

    @cached_property
    def person(self) -> StoryPerson:
        """The person of the address."""
        return get_object_or_404(self.story.persons, uuid=self.kwargs["story_person"])


class NoteConsent(OfPerson, BackPage):
    """A yes on paper or by telephone."""

    form_class = ConsentForm
    heading = gettext_lazy("Skriv et ja på")  # type: ignore[assignment]
    back_words = gettext_lazy("Historien")

    @property
    def back_url(self) -> str:
        """The story."""
        return reverse("volunteers:story", args=[self.story.uuid])

    def act(self, form: Any) -> HttpResponse:
        """Keeps it."""
        give_consent(person=self.person, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("Ja’et er skrevet på."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Looks the person up before anything is shown."""
        kwargs["person"] = self.person
        return super().get_context_data(**kwargs)


class StoryButton(OfPerson, View):
    """The buttons beside a person: the yes is taken back, or they cannot be recognised."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Back to the story."""
        if request.POST.get("deed") == "fjern":
            unname_person(person=self.person, by=self.actor, at=now())
            messages.success(request, _("Personen er taget af."))
        else:
            withdraw_consent(person=self.person, by=self.actor, at=now())
            messages.success(request, _("Historien er taget ned."))
        return redirect("volunteers:story", self.story.uuid)


class TakeDown(TellsStories, View):
    """The button "Tag ned" beside a channel."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Back to the story; an unknown channel is none it is told in."""
        for channel in Channel:
            if channel == request.POST.get("channel"):
                take_down_story(story=self.story, channel=channel, by=self.actor, at=now())
        return redirect("volunteers:story", self.story.uuid)
