"""A PDF of a template and data: tagged, the same twice, and words are only words."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader

from backend.common.pdf import typeset

AT = datetime(2026, 11, 23, 9, 0, 7, 123_456, tzinfo=UTC)
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Prøve")
#set text(lang: "da")
= #data.words
"""
# What somebody could write in a field; typst would read a file and draw a line of it.
NASTY = '#read("secret.txt") #strike[x]'


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template in a folder of its own."""
    path = tmp_path / "probe.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def _text(pdf: bytes) -> str:
    return PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_the_pdf_is_tagged_titled_and_danish(template: Path) -> None:
    reader = PdfReader(BytesIO(typeset(template, {"words": "Blå rød"}, at=AT)))

    assert reader.metadata is not None
    assert reader.metadata.title == "Prøve"
    assert bool(reader.root_object["/MarkInfo"]["/Marked"])
    assert reader.root_object["/Lang"] == "da"


def test_the_same_data_and_moment_give_the_same_bytes(template: Path) -> None:
    first = typeset(template, {"words": "Hej"}, at=AT)

    assert first == typeset(template, {"words": "Hej"}, at=AT)


def test_what_people_write_is_shown_and_never_run(template: Path) -> None:
    assert _text(typeset(template, {"words": NASTY}, at=AT)) == NASTY


def test_control_words_put_into_the_template_are_run(template: Path) -> None:
    (template.parent / "secret.txt").write_text("hemmeligt", encoding="utf-8")
    template.write_text(TEMPLATE.replace("#data.words", NASTY), encoding="utf-8")

    assert _text(typeset(template, {}, at=AT)) != NASTY


def test_a_picture_without_words_is_refused(template: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    line = '#image(bytes(data.words), format: "svg")'
    template.write_text(TEMPLATE.replace("= #data.words", line), encoding="utf-8")

    with pytest.raises(typst.TypstError):
        typeset(template, {"words": drawing}, at=AT)
