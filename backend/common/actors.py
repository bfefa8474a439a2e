"""Who acts: a signed-in user, a volunteer by link, another system, or the clock."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What sort of hand did it."""

    USER = "user"
    LINK = "link"
    SYSTEM = "system"
    CLOCK = "clock"


class RoleKind(StrEnum):
    """The roles of the product; the glossary has the Danish words."""

    LEADER = "leader"
    DEPUTY = "deputy"
    # Posts and follows up in the leader's name.
    DELEGATE = "delegate"
    # Proposes needs; the leader decides.
    EMPLOYEE = "employee"
    SHARED_ADMINISTRATION = "shared_administration"
    AMBASSADOR = "ambassador"
    COORDINATOR = "coordinator"
    PROJECT_GROUP = "project_group"
    FOLLOW_UP_GROUP = "follow_up_group"
    UNION = "union"
    VOLUNTEER_CENTRE = "volunteer_centre"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role and the place it reaches: the whole municipality when both ids are None.

    ``on_behalf_of`` is the leader of the institution, where the role acts for somebody else.
    """

    role: RoleKind
    department_id: int | None = None
    institution_id: int | None = None
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which municipality, with which grants at this moment.

    A link's actor has no grants: what it may do is decided by the object of its link.
    """

    kind: ActorKind
    municipality_id: int
    name: str
    user_id: int | None = None
    volunteer_id: int | None = None
    grants: tuple[Grant, ...] = ()

    def has(self, *roles: RoleKind) -> bool:
        """Whether any grant is one of the roles, wherever it reaches."""
        return any(grant.role in roles for grant in self.grants)

    def speaks_for(self, institution_id: int | None) -> str:
        """Whose name the actor's deeds at the institution are done in; "" for the own name."""
        at_place = [grant for grant in self.grants if grant.institution_id == institution_id]
        if institution_id is None or not at_place:
            return ""
        # Who has a role of the place itself too acts in the own name.
        return min((grant.on_behalf_of for grant in at_place), default="")


def clock(municipality_id: int) -> Actor:
    """The actor of scheduled work."""
    return Actor(kind=ActorKind.CLOCK, municipality_id=municipality_id, name="Uret")
