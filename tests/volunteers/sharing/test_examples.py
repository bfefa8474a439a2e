"""Examples: found by field, used again with their source, tools that cannot hurt."""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.models import Task
from tests.cast import NOW, Cast
from tests.volunteers.sharing.stage import PDF, an_example, example_fields
from volunteers.actions.sharing.examples import (
    edit_example,
    retire_example,
    share_example,
    use_example,
    write_example,
)
from volunteers.actions.sharing.tools import add_file, add_link
from volunteers.models import ExampleUse, TargetGroup
from volunteers.queries.sharing.examples import Sought, library

Counting = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


def found(cast: Cast, **sought: str) -> list[str]:
    rows = library(cast.actor(cast.leader_elsewhere), Sought(**sought))
    return [one.title for one in rows]


def test_found_by_field_target_group_and_word(cast: Cast) -> None:
    an_example(cast, title="Gåtur")
    an_example(cast, title="Lektier", field="Skole", target_group=TargetGroup.CHILDREN)
    an_example(cast, title="Kladde", shared=False)

    assert found(cast, field="Skole") == ["Lektier"]
    assert found(cast, target_group="elderly") == ["Gåtur"]
    assert found(cast, words="fire TURE") == ["Lektier", "Gåtur"]


def test_used_again_it_is_a_draft_with_its_source_and_counted(cast: Cast) -> None:
    example = an_example(cast, meeting_place="Hos Lone", online_link="")
    by = cast.actor(cast.coordinator)

    task = use_example(example=example, institution=cast.elsewhere, by=by, at=NOW)

    assert (task.state, task.title, task.institution) == ("draft", example.title, cast.elsewhere)
    assert (task.contact_name, task.meeting_place) == (cast.elsewhere.contact_name, "")
    assert task.example_use.example == example
    assert [one.used for one in library(by, Sought())] == [1]


def test_a_draft_and_one_taken_down_cannot_be_used(cast: Cast) -> None:
    draft, gone = an_example(cast, shared=False), an_example(cast)
    by = cast.actor(cast.leader)
    retire_example(example=gone, by=by, at=NOW)

    for example in (draft, gone):
        with pytest.raises(Clash):
            use_example(example=example, institution=cast.here, by=by, at=NOW)

    assert ExampleUse.objects.count() == 0


def test_shared_only_with_its_three_answers(cast: Cast) -> None:
    by = cast.actor(cast.leader)
    draft = an_example(cast, shared=False, is_new="", is_used="")

    with pytest.raises(Invalid) as refused:
        share_example(example=draft, by=by, at=NOW)
    edit_example(example=draft, fields={"is_new": "Nyt.", "is_used": "To steder."}, by=by, at=NOW)
    shared = share_example(example=draft, by=by, at=NOW)

    assert (sorted(refused.value.fields), shared.is_shared) == (["is_new", "is_used"], True)


def test_a_draft_is_seen_by_those_who_write_there(cast: Cast, client: Client) -> None:
    draft = an_example(cast, shared=False)
    page = reverse("volunteers:example", args=[draft.uuid])
    seen = {}
    for user in (cast.leader, cast.coordinator, cast.ambassador, cast.leader_elsewhere):
        client.force_login(user)
        seen[user.name] = client.get(page).status_code

    assert list(seen.values()) == [200, 200, 200, 404]


def test_another_places_leader_reads_and_does_not_write(cast: Cast, client: Client) -> None:
    example = an_example(cast)
    client.force_login(cast.leader_elsewhere)

    read = client.get(reverse("volunteers:example", args=[example.uuid]))
    taken = client.post(reverse("volunteers:retire_example", args=[example.uuid]))

    assert (read.status_code, taken.status_code) == (200, 404)
    with pytest.raises(NotAllowed):
        write_example(
            institution=cast.here,
            fields=example_fields(cast),
            by=cast.actor(cast.leader_elsewhere),
            at=NOW,
        )


def packed(*names: str) -> bytes:
    """A packed file with these parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("side.html", b"<script>alert(1)</script>"),
        ("seddel.pdf", b"<html>"),
        ("program.exe", b"MZ"),
        ("stor.pdf", PDF + b"0" * 2_000_001),
        ("makro.docx", packed("word/document.xml", "word/vbaProject.bin")),
        ("falsk.docx", packed("xl/workbook.xml")),
    ],
)
def test_a_file_that_may_hurt_is_refused(cast: Cast, name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        add_file(
            example=an_example(cast),
            title="Seddel",
            name=name,
            content=content,
            by=cast.actor(cast.leader),
            at=NOW,
        )

    assert list(refused.value.fields) == ["file"]


def test_a_file_is_only_ever_a_download(cast: Cast, client: Client) -> None:
    example = an_example(cast)
    client.force_login(cast.leader)
    upload = SimpleUploadedFile("../../Huskeliste å.pdf", PDF, "application/pdf")
    client.post(
        reverse("volunteers:add_tool", args=[example.uuid]), {"title": "Liste", "file": upload}
    )
    tool = example.tools.get()

    answer = client.get(reverse("volunteers:tool_file", args=[tool.uuid]))

    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "/" not in tool.file_name


@pytest.mark.parametrize("url", ["http://test.invalid", "javascript:alert(1)", ""])
def test_a_link_is_https(cast: Cast, url: str) -> None:
    with pytest.raises(Invalid):
        add_link(
            example=an_example(cast), title="Side", url=url, by=cast.actor(cast.leader), at=NOW
        )


def test_from_the_form_to_the_draft(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    fields = {**example_fields(cast), "institution": cast.here.pk, "kind": cast.kind.pk}
    fields["contact_phone"] = "12 34 56 78"
    del fields["trial"]

    empty = client.post(reverse("volunteers:write_example"), {})
    written = client.post(reverse("volunteers:write_example"), fields)
    page = written.headers["Location"]
    client.post(f"{page}del/")
    used = client.post(f"{page}brug/", {"institution": cast.here.pk})

    task = Task.objects.get(title=fields["title"])
    assert (empty.status_code, written.status_code) == (422, 302)
    assert used.headers["Location"] == reverse("institutions:need_task", args=[task.pk])
    assert "Fra eksemplet" in client.get(used.headers["Location"]).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_library_at_most_ten_queries(
    cast: Cast, client: Client, count: int, django_assert_max_num_queries: Counting
) -> None:
    for _ in range(count):
        an_example(cast)
    client.force_login(cast.leader)

    with django_assert_max_num_queries(10):
        client.get(reverse("volunteers:examples"))
