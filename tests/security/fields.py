"""The fields of the API's shapes, as the code has them and as docs/fields.csv classifies them."""

import csv
import importlib
import pkgutil
from pathlib import Path
from typing import Any

from rest_framework.serializers import BaseSerializer, ListSerializer, Serializer

import api.shapes

LIST = Path(__file__).parents[2] / "docs" / "fields.csv"
# What a field can hold: nothing personal, names of staff, people, partners, a key, what is sent in.
KINDS = frozenset({"open", "staff", "person", "partner", "secret", "input"})
Field = tuple[str, str]


def shapes() -> list[type[Serializer[Any]]]:
    """Every shape of the API that can be shown or sent."""
    found = []
    for module in pkgutil.iter_modules(api.shapes.__path__):
        names = vars(importlib.import_module(f"api.shapes.{module.name}"))
        found += [
            shape
            for name, shape in names.items()
            if isinstance(shape, type)
            and issubclass(shape, Serializer)
            and shape.__module__ == f"api.shapes.{module.name}"
            and not name.startswith("_")
        ]
    return found


def fields() -> set[Field]:
    """(shape, field) of each of them."""
    return {(shape.__name__, name) for shape in shapes() for name in shape().fields}


def classified() -> dict[Field, tuple[str, frozenset[str]]]:
    """(shape, field): its kind, and the roles it may be shown to."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return {
            (row["shape"], row["field"]): (row["kind"], frozenset(row["roles"].split()))
            for row in csv.DictReader(file)
        }


def shown(shape: BaseSerializer[Any], data: Any) -> set[Field]:
    """The fields of an answer that hold something, those of shapes within shapes too."""
    if isinstance(shape, ListSerializer):
        return {one for row in data for one in shown(shape.child, row)}  # type: ignore[arg-type]
    found = set()
    for name, value in data.items() if isinstance(data, dict) else ():
        if value not in (None, "", [], {}):
            found.add((type(shape).__name__, name))
            inner = getattr(shape, "fields", {}).get(name)
            if isinstance(inner, BaseSerializer):
                found |= shown(inner, value)
    return found
