"""The system owner at the command line: who acts, and in which municipality."""

from django.core.management import CommandError

from backend.accounts.models import Municipality
from backend.common.actors import Actor, ActorKind, Grant, RoleKind

# The actor that creates the first row of a municipality belongs to none yet.
NOWHERE = 0


def system_owner(municipality_id: int = NOWHERE) -> Actor:
    """The one with access to the machine: may do there what a coordinator may."""
    return Actor(
        kind=ActorKind.SYSTEM,
        municipality_id=municipality_id,
        name="Systemejeren",
        grants=(Grant(RoleKind.COORDINATOR),),
    )


def municipality_named(slug: str) -> Municipality:
    """The municipality with this slug; refuses an unknown one with those that exist."""
    found = Municipality.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Municipality.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(f"No municipality is called “{slug}”. Known: {known or 'none yet'}.")
    return found
