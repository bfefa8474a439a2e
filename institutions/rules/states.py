"""The states of each noun on this side and the moves between them, written once."""

from collections.abc import Mapping
from enum import StrEnum

from backend.common.states import require_move


class DocumentState(StrEnum):
    """A governing document's version."""

    DRAFT = "draft"
    FOR_APPROVAL = "for_approval"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class ChecklistLevel(StrEnum):
    """Whether a point is answered once a year by the institution, per task, or afterwards."""

    INSTITUTION = "institution"
    TASK = "task"
    VOLUNTEER = "volunteer"
    AFTERWARDS = "afterwards"


# The points one comes to while a task goes on and when it is over.
COURSE_LEVELS = (ChecklistLevel.VOLUNTEER, ChecklistLevel.AFTERWARDS)


class TaskState(StrEnum):
    """A task. Filled is derived, never stored."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class SlotState(StrEnum):
    """A time slot."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


DOCUMENT_MOVES: Mapping[DocumentState, frozenset[DocumentState]] = {
    DocumentState.DRAFT: frozenset({DocumentState.FOR_APPROVAL}),
    DocumentState.FOR_APPROVAL: frozenset({DocumentState.DRAFT, DocumentState.APPROVED}),
    DocumentState.APPROVED: frozenset({DocumentState.SUPERSEDED}),
    DocumentState.SUPERSEDED: frozenset(),
}
TASK_MOVES: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.DRAFT: frozenset({TaskState.IN_REVIEW, TaskState.OPEN, TaskState.CANCELLED}),
    TaskState.IN_REVIEW: frozenset({TaskState.DRAFT, TaskState.OPEN, TaskState.CANCELLED}),
    TaskState.OPEN: frozenset({TaskState.DONE, TaskState.CANCELLED}),
    TaskState.DONE: frozenset(),
    TaskState.CANCELLED: frozenset(),
}
SLOT_MOVES: Mapping[SlotState, frozenset[SlotState]] = {
    SlotState.OPEN: frozenset({SlotState.DONE, SlotState.CANCELLED}),
    SlotState.DONE: frozenset(),
    SlotState.CANCELLED: frozenset(),
}

_WORDS: Mapping[str, str] = {
    "draft": "kladde",
    "for_approval": "til godkendelse",
    "approved": "godkendt",
    "superseded": "afløst",
    "in_review": "til gennemsyn",
    "open": "åben",
    "done": "gennemført",
    "cancelled": "aflyst",
}


def state_word(state: str) -> str:
    """The Danish word of a state on this side."""
    return _WORDS[state]


def require_task_move(old: str, new: TaskState) -> None:
    """Refuses a move that the table does not have."""
    text = f"Opgaven er {state_word(old)}, så det kan ikke lade sig gøre."
    require_move(TASK_MOVES, TaskState(old), new, text)


def require_slot_move(old: str, new: SlotState) -> None:
    """Refuses a move that the table does not have."""
    text = f"Tidspunktet er {state_word(old)}, så det kan ikke lade sig gøre."
    require_move(SLOT_MOVES, SlotState(old), new, text)


def require_document_move(old: str, new: DocumentState) -> None:
    """Refuses a move that the table does not have."""
    text = f"Dokumentet er {state_word(old)}, så det kan ikke lade sig gøre."
    require_move(DOCUMENT_MOVES, DocumentState(old), new, text)
