"""What a municipality can try in some departments before it is for all."""

from enum import StrEnum


class Feature(StrEnum):
    """Something that can be on everywhere, in pilot departments, or nowhere."""

    PROJECTS = "projects"
    LEADERS_GIVE_ROLES = "leaders_give_roles"


FEATURE_WORDS = {
    Feature.PROJECTS: "Projekter på tværs af afdelinger",
    Feature.LEADERS_GIVE_ROLES: "Ledere giver selv roller til stedfortrædere",
}
