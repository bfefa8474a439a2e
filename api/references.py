"""From ids in a body to rows the actor may see."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from rest_framework.exceptions import ValidationError

from api.texts import text
from backend.common.actors import Actor
from institutions.models import Skill
from institutions.queries.scope import skills_for, task_kinds_for

Row = TypeVar("Row", bound=Model)
SKILLS = ("skills", "wished_skills")


def one(rows: QuerySet[Row], field: str, pk: int) -> Row:
    """The row; refuses (400) an id that is not among them, as if it did not exist."""
    return many(rows, field, [pk])[0]


def by_uuid(rows: QuerySet[Row], field: str, external_uuid: UUID) -> Row:
    """The row with the UUID others know it by; refuses (400) one that is not among them."""
    found = rows.filter(external_uuid=external_uuid).first()
    if found is None:
        raise ValidationError({field: [text("unknown_reference")]})
    return found


def many(rows: QuerySet[Row], field: str, pks: Sequence[int]) -> list[Row]:
    """The rows in the order asked for, each once; refuses (400) when one is not among them."""
    found: dict[Any, Row] = rows.in_bulk(list(pks))
    if len(found) != len(set(pks)):
        raise ValidationError({field: [text("unknown_reference")]})
    return [found[pk] for pk in dict.fromkeys(pks)]


def need_words(
    values: Mapping[str, Any], by: Actor
) -> tuple[dict[str, Any], dict[str, list[Skill]]]:
    """The words with the kind's row in place of its id, and the skills' rows by field."""
    words = {name: value for name, value in values.items() if name not in SKILLS}
    words["kind"] = one(task_kinds_for(by), "kind", values["kind"])
    return words, {name: many(skills_for(by), name, values[name]) for name in SKILLS}
