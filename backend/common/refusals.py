"""The ways an action says no. Raised, never returned; both doors translate them alike.

Anything else that is raised is a bug and answers 500.
"""

from collections.abc import Mapping


class Refusal(Exception):
    """A no with a stable ``code`` (for machines) and a Danish sentence that says what to do."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class NotAllowed(Refusal):
    """The person may see the row, but this deed is not theirs."""


class TooLate(Refusal):
    """The moment has passed: the slot has begun, the cut-off is over, the link has ended."""


class Clash(Refusal):
    """Something else stands in the way now: a full slot, another agreement, another state."""


class Invalid(Refusal):
    """The input cannot be used. ``fields`` gives the sentences per field name."""

    def __init__(self, code: str, text: str, fields: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(code, text)
        self.fields = dict(fields or {})
