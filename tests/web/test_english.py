"""What volunteers, citizens and associations' contacts read is in English when they ask for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.base import Node, Template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import gettext, override

ROOT = Path(settings.BASE_DIR)
THEIRS = [
    "backend/templates/public/*.html",
    "backend/templates/includes/*.html",
    "backend/templates/link_base.html",
    "volunteers/templates/volunteers/situations/*.html",
    *(
        f"volunteers/templates/volunteers/{name}.html"
        for name in (
            "afterwards/*",
            "answer",
            "contact_*",
            "dialogue*",
            "event_answer",
            "event_facts",
            "event_join*",
            "event_my_page",
            "event_openings",
            "feed_link",
            "group*",
            "link_gone",
            "lost_link*",
            "my_page*",
            "public_*",
            "sign_up*",
        )
    ),
]
# The same in both languages.
SAME = {"E-mail", "Institution", "Online"}


def names() -> Iterator[str]:
    """The templates' names."""
    for pattern in THEIRS:
        for path in sorted(ROOT.glob(pattern)):
            yield path.as_posix().partition("/templates/")[2]


def danish_only(template: Template) -> list[str]:
    """The sentences of the template that the English catalogue lacks."""
    with override("en"):
        return [text for text in _sentences(template) if gettext(text) == text and text not in SAME]


def _sentences(template: Template) -> Iterator[str]:
    found: list[Node] = []
    for kind in (TranslateNode, BlockTranslateNode):
        found += template.nodelist.get_nodes_by_type(kind)
    for node in found:
        if isinstance(node, BlockTranslateNode):
            yield node.render_token_list(node.singular)[0]
        elif isinstance(node.filter_expression.var.literal, str):
            yield str(node.filter_expression.var.literal)


@pytest.mark.parametrize("name", sorted(set(names())))
def test_nothing_is_left_in_danish(name: str) -> None:
    template = engines["django"].get_template(name).template  # type: ignore[attr-defined]

    assert danish_only(template) == []


def test_control_an_untranslated_sentence_is_found() -> None:
    planted = (
        "{% load i18n %}{% translate 'Månen er af ost' %}{% translate 'Nej, ikke denne gang' %}"
    )
    template = engines["django"].from_string(planted).template  # type: ignore[attr-defined]

    assert danish_only(template) == ["Månen er af ost"]
