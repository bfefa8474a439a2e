"""Addresses of what people share."""

from django.urls import path

from volunteers.web.sharing import (
    example_deeds,
    examples,
    initiatives,
    own_page,
    stories,
    story_public,
    suggestions,
    tools,
)

_EXAMPLE = "deling/eksempler/<uuid:example>/"
_TOOL = "deling/vaerktoej/<uuid:tool>/"
_STORY = "deling/historier/<uuid:story>/"
_PERSON = f"{_STORY}person/<uuid:story_person>/"
_SUGGESTION = "deling/forslag/<uuid:suggestion>/"

urlpatterns = [
    path("deling/eksempler/", examples.Library.as_view(), name="examples"),
    path("deling/eksempler/nyt/", examples.WriteExample.as_view(), name="write_example"),
    path(_EXAMPLE, examples.ExamplePage.as_view(), name="example"),
    path(f"{_EXAMPLE}ret/", examples.EditExample.as_view(), name="edit_example"),
    path(f"{_EXAMPLE}del/", example_deeds.ShareExample.as_view(), name="share_example"),
    path(f"{_EXAMPLE}tag-ned/", example_deeds.RetireExample.as_view(), name="retire_example"),
    path(f"{_EXAMPLE}brug/", example_deeds.UseExample.as_view(), name="use_example"),
    path(f"{_EXAMPLE}vaerktoej/", tools.AddTool.as_view(), name="add_tool"),
    path(_TOOL, tools.ToolFile.as_view(), name="tool_file"),
    path(f"{_TOOL}fjern/", tools.RemoveTool.as_view(), name="remove_tool"),
    path("deling/historier/", stories.Stories.as_view(), name="stories"),
    path("deling/historier/ny/", stories.WriteStory.as_view(), name="write_story"),
    path(_STORY, stories.StoryPage.as_view(), name="story"),
    path(f"{_STORY}ret/", stories.EditStory.as_view(), name="edit_story"),
    path(f"{_STORY}person/", stories.NamePerson.as_view(), name="name_person"),
    path(_PERSON, stories.StoryButton.as_view(), name="story_person"),
    path(f"{_PERSON}ja/", stories.NoteConsent.as_view(), name="note_consent"),
    path(f"{_STORY}tag-ned/", stories.TakeDown.as_view(), name="take_down_story"),
    path("deling/forslag/", suggestions.Suggest.as_view(), name="suggest"),
    path("deling/forslag/alle/", suggestions.SuggestionInbox.as_view(), name="suggestion_inbox"),
    path("deling/forslag/periode/", suggestions.PlanCampaign.as_view(), name="plan_campaign"),
    path(
        "deling/forslag/periode/<uuid:campaign>/luk/",
        suggestions.EndCampaign.as_view(),
        name="end_campaign",
    ),
    path(_SUGGESTION, suggestions.AnswerSuggestion.as_view(), name="suggestion"),
    path(f"{_SUGGESTION}ser-paa-det/", suggestions.LookAt.as_view(), name="look_at_suggestion"),
    path("deling/initiativer/", initiatives.Initiatives.as_view(), name="initiatives_list"),
    path("deling/initiativer/nyt/", initiatives.StartInitiative.as_view(), name="start_initiative"),
    path(
        "deling/initiativer/<uuid:initiative>/",
        initiatives.InitiativePage.as_view(),
        name="initiative",
    ),
    # For anybody.
    path("historier/", story_public.PublicStories.as_view(), name="public_stories"),
    path("historier/<uuid:story>/", story_public.PublicStory.as_view(), name="public_story"),
    # The secret in the address is the right.
    path("forslag/kvittering/<uuid:receipt>/", own_page.receipt, name="suggestion_receipt"),
    path(
        "s/<str:token>/mig/historie/<uuid:story_person>",
        own_page.MyStory.as_view(),
        name="my_story",
    ),
    path("s/<str:token>/mig/forslag", own_page.MySuggestion.as_view(), name="my_suggestion"),
    path("s/<str:token>/mig/samtale", own_page.MyExitTalk.as_view(), name="my_exit_talk"),
]
