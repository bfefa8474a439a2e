"""What is shared: good examples, stories, suggestions, and initiatives that are followed up."""

from volunteers.models.sharing.examples import Example, ExampleTool, ExampleUse, TargetGroup
from volunteers.models.sharing.initiatives import Initiative
from volunteers.models.sharing.stories import Story, StoryPerson, StoryRelease
from volunteers.models.sharing.suggestions import Campaign, Suggestion, Theme

__all__ = [
    "Campaign",
    "Example",
    "ExampleTool",
    "ExampleUse",
    "Initiative",
    "Story",
    "StoryPerson",
    "StoryRelease",
    "Suggestion",
    "TargetGroup",
    "Theme",
]
