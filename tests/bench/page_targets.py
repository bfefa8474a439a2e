"""The targets of the suites "pages" and "dashboard"; seconds only from a quiet machine."""

from collections.abc import Iterator

from tests.bench.row import Row

MONTH = "seconds to count one month anew, largest municipality"

_MOST_QUERIES, _P95_MS, _MONTH_SECONDS = 10, 300.0, 60.0
_LISTS = ("list page", "API list")
_COUNTS = ("fewest queries", "most queries")


def of_pages(found: dict) -> Iterator[Row]:
    """More rows may not mean more queries; a list takes ten at most."""
    sizes = list(found)
    for name in found[sizes[0]]["pages"]:
        counts = [found[size]["pages"][name]["queries"] for size in sizes]
        value = ", ".join(map(str, counts))
        claim = f"{name}: queries at {', '.join(sizes)}"
        yield Row(claim, value, "the same", len(set(counts)) == 1)
        if name in _LISTS:
            most = f"<= {_MOST_QUERIES}"
            yield Row(f"{name}: most queries", f"{max(counts)}", most, max(counts) <= _MOST_QUERIES)


def of_dashboard(found: list[dict]) -> Iterator[Row]:
    """Of the largest share that was measured."""
    largest, is_whole = found[-1], found[-1]["share"] >= 1
    quiet = is_whole and not largest["busy"]
    for name, page in largest["pages"].items():
        counts = {one["pages"][name][key] for one in found for key in _COUNTS}
        yield Row(
            f"{name}: queries", ", ".join(map(str, sorted(counts))), "one number", len(counts) == 1
        )
        p95 = page["p95 ms"]
        met = p95 <= _P95_MS if quiet else None
        yield Row(f"{name}: p95, ms", f"{p95:.0f}", f"<= {_P95_MS:.0f}", met)
    month = largest[MONTH]
    met = month <= _MONTH_SECONDS if quiet else None
    yield Row("one month counted anew, seconds", f"{month:.1f}", f"<= {_MONTH_SECONDS:.0f}", met)
