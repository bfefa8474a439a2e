"""Calls for help, handed points and visits, for tests that open every address."""

from typing import Any

from institutions.actions.checklists import untick_item
from institutions.actions.delegations import delegate_item
from institutions.actions.help_calls import ask_for_help
from tests.cast import NOW, Cast


def help_rows(cast: Cast) -> dict[str, Any]:
    """A value for each part of the addresses of help: the leader has point F14 in hand."""
    by = cast.actor(cast.coordinator)
    untick_item(institution=cast.here, code="F14", by=by, at=NOW)
    delegation = delegate_item(institution=cast.here, code="F14", to=cast.leader, by=by, at=NOW)
    call = ask_for_help(
        institution=cast.here,
        about="Hvad må en frivillig hos os?",
        by=cast.actor(cast.leader),
        at=NOW,
    )
    return {"delegation": delegation.pk, "call": call.uuid}
