"""Who acts: a signed-in user, a volunteer by link, another system, or the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
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


def _nobody(_institution_id: int) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which municipality, with which grants at this moment.

    A link's actor has no grants: what it may do is decided by the object of its link.
    ``leader_of`` names an institution's leader of today, asked only when the coordinator does
    what is the leader's to do.
    """

    kind: ActorKind
    municipality_id: int
    name: str
    user_id: int | None = None
    volunteer_id: int | None = None
    grants: tuple[Grant, ...] = ()
    leader_of: Callable[[int], str] = field(default=_nobody, compare=False, repr=False)

    def has(self, *roles: RoleKind) -> bool:
        """Whether any grant is one of the roles, wherever it reaches."""
        return any(grant.role in roles for grant in self.grants)

    def speaks_for(self, institution_id: int | None) -> str:
        """Whose name the actor's deeds at the institution are done in; "" for the own name."""
        if institution_id is None:
            return ""
        at_place = [grant for grant in self.grants if grant.institution_id == institution_id]
        if at_place:
            # Who has a role of the place itself too acts in the own name.
            return min(grant.on_behalf_of for grant in at_place)
        return self.leader_of(institution_id) if self.has(RoleKind.COORDINATOR) else ""


def clock(municipality_id: int) -> Actor:
    """The actor of scheduled work."""
    return Actor(kind=ActorKind.CLOCK, municipality_id=municipality_id, name="Uret")
