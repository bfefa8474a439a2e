"""P11: every SMS is one segment with the longest real data, and none is UCS-2 by accident."""

import random

import pytest
from django.test import Client

from tests.cast import Cast, draft_need
from tests.heavy.figures import keep_figure
from volunteers.texts.gsm7 import Encoding, is_gsm7, normalise, segments
from volunteers.texts.lint import lint
from volunteers.texts.templates import (
    FIELD_LIMITS,
    LANGUAGES,
    TextTemplate,
    allowed_fields,
    render,
    shipped_templates,
)

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]
HOST = "frivillig.eksempel9"
FILLS = 1000
NAMES = ("Anne-Charlotte", "Zoë", "Bjørn-Åge", "Łukasz", "Søren", "María José", "Žan", "Çiğdem")
SIGNS = ("\u00a0", "\u2013", "\u2019", "\u201d", "\u2026", "\u200b")
PIECES = ("Plejehjem", "Søglimt", "Åhaven", "Café", "gåtur", "læsning", "Ældre", "é", "ü", "&", "-")


def pasted(chance: random.Random, limit: int) -> str:
    """Words as somebody pastes them from a document, as long as the field takes."""
    text = chance.choice(PIECES)
    while len(text) < limit:
        text += chance.choice([" ", *SIGNS[:1], "-"]) + chance.choice(PIECES)
    return text[:limit].strip("\u00a0 -") or "Åhaven"


def fields_of(chance: random.Random, kind: str) -> dict[str, str]:
    """The longest values of real data."""
    values = {
        "navn": chance.choice(NAMES),
        "kontakt": chance.choice(NAMES),
        "sted": pasted(chance, FIELD_LIMITS["sted"]),
        "opgave": pasted(chance, FIELD_LIMITS["opgave"]),
        "arrangement": pasted(chance, FIELD_LIMITS["arrangement"]),
        "dag": "tor 26/11",
        "frist": "tor 26/11 14.00",
        "tid": "14.00-15.30",
        "tlf": "12 34 56 78",
        "nr": "100",
        "kode": "482913",
        "antal": "12",
        "kommune": "Ringkøbing-Skjern Kommune",
        "link": f"https://{HOST}/s/{'x' * 22}",
    }
    return {name: value for name, value in values.items() if name in allowed_fields(kind)}


def test_one_segment_with_the_longest_data(cast: Cast, client: Client) -> None:
    chance = random.Random(20261124)
    long = odd = naive_odd = filled = 0
    for language in LANGUAGES:
        for kind, template in shipped_templates(language).items():
            long += bool(lint(template, HOST))
            for _ in range(FILLS):
                fields = fields_of(chance, kind)
                # The coordinator's own wording may carry a pasted sign as well.
                own = TextTemplate(kind, template.body.replace(". ", f".{chance.choice(SIGNS)}"))
                # What the linter refuses is never sent.
                used = template if lint(_kept(own), HOST) else _kept(own)
                cost = segments(render(used, **fields))
                long += cost.count > 1
                odd += cost.encoding is Encoding.UCS2
                naive_odd += not is_gsm7(own.body.format(**fields))
                filled += 1
    client.force_login(cast.leader)
    page = client.get(f"/behov/{draft_need(cast).pk}/tjek/").content.decode()
    shown = "1 sms pr. modtager" in page and "0,40 kr. pr. modtager" in page

    keep_figure(
        "P11",
        figure=long + odd,
        unit=f"of {filled} SMS longer than one segment or UCS-2; segments and kroner shown first",
        held=long == odd == 0 and shown,
        control_failed=naive_odd > 0,
    )


def _kept(written: TextTemplate) -> TextTemplate:
    """The wording as the action keeps it."""
    return TextTemplate(written.name, " ".join(normalise(written.body).split()))
