"""A page as it is read."""

import re

from django.utils.html import strip_tags


def words(answer: object) -> str:
    """The text of an answer's main part in one line, without tags."""
    html = getattr(answer, "content", b"").decode()
    body = re.sub(r"\s+", " ", strip_tags(html[html.index("<main") :]))
    return body.replace("&amp;", "&").strip()
