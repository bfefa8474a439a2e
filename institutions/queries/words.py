"""The word check on a task's text, with the municipality's own words."""

from institutions.models import Task, WatchWord
from institutions.rules.words import Hit, check


def word_hits(task: Task) -> list[Hit]:
    """Red and amber words in the title, the description and what is practical.

    What volunteers must not do is left out: those words belong there.
    """
    rows = WatchWord.objects.filter(municipality_id=task.municipality_id).order_by("id")
    lists: dict[str, list[str]] = {"red": [], "amber": []}
    for row in rows:
        lists[row.level].append(row.word)
    text = f"{task.title}\n{task.sms_title}\n{task.description}\n{task.practical}"
    return check(text, lists["red"], lists["amber"])


def unexplained(task: Task) -> list[str]:
    """Red words the leader has not given a reason for."""
    explained = set(task.word_hits.exclude(reason="").values_list("word", flat=True))
    return [hit.word for hit in word_hits(task) if hit.level == "red" and hit.word not in explained]
