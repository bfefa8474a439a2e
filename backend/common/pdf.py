"""A PDF from a template and data, typeset by typst: posters, proofs, reports."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst


def typeset(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF of a ``.typ`` template; the same data and ``at`` (aware) give the same bytes.

    The template reads ``json(bytes(sys.inputs.data))``: what people wrote is never part of the
    template's own text, so it is shown and never run. Only files beside the template can be read,
    and only typst's own fonts are used. The result is PDF/UA-1, tagged for those who have a page
    read aloud: a template without a title, or with a picture without words, raises TypstError.
    """
    pdf = typst.compile(
        template,
        root=template.parent,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        timestamp=at.replace(microsecond=0),
    )
    assert isinstance(pdf, bytes)
    return pdf
