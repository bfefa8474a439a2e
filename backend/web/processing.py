"""The register of what is done with information about people (GDPR article 30), from data."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

_FALLBACK = "da"


@cache
def register() -> Sequence[Mapping[str, Any]]:
    """Each processing, with its words in Danish and English and the tables it keeps."""
    file = Path(__file__).with_name("processing.json")
    entries: Sequence[Mapping[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return entries


@require_safe
def processing(request: HttpRequest) -> HttpResponse:
    """What is done, with whom, on what ground, who gets it, how long it is kept. Names nobody."""
    language = get_language() or _FALLBACK
    entries = [{"code": one["code"], **one.get(language, one[_FALLBACK])} for one in register()]
    return render(request, "public/processing.html", {"entries": entries})
