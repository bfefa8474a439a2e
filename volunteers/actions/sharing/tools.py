"""What hangs on an example: links, and small files that are only ever sent as downloads."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from institutions.rules.deeds import Deed
from institutions.rules.help_calls import require_words
from volunteers.actions.sharing.places import require_at
from volunteers.models import Example, ExampleTool

MOST_TOOLS = 6
LARGEST = 2_000_000
_LINK = re.compile(r"https://[!-~]{4,280}")
# How a file of each kind begins; anything else is refused, whatever it calls itself.
_BEGINS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04", ".xlsx": b"PK\x03\x04", ".png": b"\x89PNG"}
_PACKED = {".docx": "word/", ".xlsx": "xl/"}
_MACROS = "vbaProject.bin"


@transaction.atomic
def add_link(*, example: Example, title: str, url: str, by: Actor, at: datetime) -> ExampleTool:
    """A link more. Refuses other than https, and a seventh tool. Twice gives two."""
    title = require_words("title", title, 80)
    if not _LINK.fullmatch(url.strip()):
        text = "Skriv hele adressen. Den begynder med https://."
        raise Invalid("url", text, {"url": [text]})
    return _added(example, ExampleTool(title=title, url=url.strip()), by, at)


@transaction.atomic
def add_file(
    *, example: Example, title: str, name: str, content: bytes, by: Actor, at: datetime
) -> ExampleTool:
    """A file more. Refuses other than PDF, Word, Excel and PNG, macros, 2 MB, a seventh tool."""
    title = require_words("title", title, 80)
    fault = _fault_of(name, content)
    if fault:
        raise Invalid("file", fault, {"file": [fault]})
    tool = ExampleTool(title=title, file_name=PurePath(name).name[-100:], content=content)
    return _added(example, tool, by, at)


@transaction.atomic
def remove_tool(*, tool: ExampleTool, by: Actor, at: datetime) -> None:
    """Takes it off for good; the second time changes nothing."""
    require_at(tool.example.institution, Deed.SHARE_EXAMPLES, by)
    if ExampleTool.objects.filter(pk=tool.pk).delete()[0]:
        record("remove_tool", tool.example, by=by, at=at, tool=tool.pk)


def _added(example: Example, tool: ExampleTool, by: Actor, at: datetime) -> ExampleTool:
    require_at(example.institution, Deed.SHARE_EXAMPLES, by)
    kept = Example.objects.select_for_update(of=("self",)).get(pk=example.pk)
    if kept.tools.count() >= MOST_TOOLS:
        raise Clash("too_many", f"Højst {MOST_TOOLS} værktøjer. Fjern et af de andre først.")
    assert by.user_id is not None
    tool.example, tool.added_by_id, tool.added_at = kept, by.user_id, at
    tool.save()
    record("add_tool", kept, by=by, at=at, tool=tool.pk, file=bool(tool.file_name))
    return tool


def _fault_of(name: str, content: bytes) -> str:
    """What is wrong with the file, in words; "" for one we keep."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in _BEGINS or not content.startswith(_BEGINS[suffix]):
        return "Vælg en PDF, et Word-dokument (.docx), et regneark (.xlsx) eller et billede (.png)."
    if len(content) > LARGEST:
        return "Filen er over 2 MB. Gør den mindre, eller indsæt et link i stedet."
    if suffix in _PACKED:
        return _fault_inside(content, _PACKED[suffix])
    return ""


def _fault_inside(content: bytes, drawer: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
    except zipfile.BadZipFile:
        return "Filen kan ikke læses. Gem den igen, og vælg den på ny."
    if any(name.endswith(_MACROS) for name in names):
        return "Filen har makroer i sig. Gem den uden makroer, og vælg den på ny."
    if not any(name.startswith(drawer) for name in names):
        return "Filen er ikke det, den hedder. Gem den igen, og vælg den på ny."
    return ""
