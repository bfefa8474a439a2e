"""Who may decide: the coordinator and the project group, each in the own municipality."""

from backend.common.actors import Actor
from backend.common.refusals import NotAllowed
from institutions.rules.deeds import Deed, require_may


def require_keeper(municipality_id: int, by: Actor) -> None:
    """Refuses (NotAllowed) everybody else, and those of another municipality."""
    require_may(by, Deed.KEEP_CRITERIA)
    if by.municipality_id != municipality_id:
        raise NotAllowed("other_municipality", "Det hører til en anden kommune.")
