"""The table of targets: claim, value, target, met or missed. Seconds only from a quiet machine."""

from collections.abc import Iterator

from tests.bench import page_targets
from tests.bench.row import Row
from tests.bench.scenarios import EVERYBODY, MENU, OURS, SIMPLE

_USUAL = "the usual month"


def rows_of(results: dict) -> list[Row]:
    """A row for each target whose suite was run."""
    found: list[Row] = []
    for tick in results.get("tick", []):
        found += _of_tick(tick)
    months = results.get("month", {})
    if _USUAL in months:
        found += _of_month(months[_USUAL])
        found += _against_simple(months[_USUAL])
    if "no fatigue" in months:
        found += _against_everybody(months["no fatigue"])
    for name, month in months.items():
        if name != _USUAL:
            found += _elsewhere(name, month)
    if "race" in results:
        found += _of_race(results["race"])
    if "pages" in results:
        found += page_targets.of_pages(results["pages"])
    if "dashboard" in results:
        found += page_targets.of_dashboard(results["dashboard"])
    return found


def as_text(rows: list[Row]) -> str:
    """The table, and how many were missed."""
    wide = max((len(row.claim) for row in rows), default=0)
    lines = [f"{'claim':<{wide}}  {'value':>22}  {'target':<10}  verdict"]
    lines += [f"{r.claim:<{wide}}  {r.value:>22}  {r.target:<10}  {r.verdict}" for r in rows]
    missed = sum(row.is_met is False for row in rows)
    lines.append(f"{len(rows)} rows, {missed} missed")
    return "\n".join(lines)


def _of_tick(tick: dict) -> Iterator[Row]:
    ours, place = tick["plans"]["ours"], f"{tick['scale']} {tick['seed']}"
    if ours["ratio"] and tick["target"]:
        yield Row(
            f"{place}: tick, objective / bound B2", f"{ours['ratio']:.2%}",
            f">= {tick['target']:.1%}", ours["ratio"] >= tick["target"],
        )  # fmt: skip
    yield Row(f"{place}: broken rules in a tick", f"{ours['faults']}", "0", ours["faults"] == 0)
    yield Row(
        f"{place}: pairs as the naive loop's", str(tick["same pairs as the naive loop"]), "True",
        tick["same pairs as the naive loop"],
    )  # fmt: skip
    if tick["scale"] != "municipality":
        most = {"region": 1.0, "nation": 30.0}[tick["scale"]]
        yield _seconds(f"{place}: candidates and plan, seconds", tick, most)
        times = tick["times faster than the naive loop"]
        yield Row(f"{place}: times the naive loop", f"{times:.0f}", ">= 50", times >= 50)
    if tick["scale"] == "nation":
        peak = tick["peak MB"]
        yield Row(f"{place}: most memory, MB", f"{peak:.0f}", "<= 2000", peak <= 2000)


def _seconds(claim: str, tick: dict, most: float) -> Row:
    cpu = f"{tick['candidates and plan_cpu']:.2f} CPU"
    if tick["seconds"] is None:
        return Row(claim, f"unmeasured ({cpu})", f"<= {most:g}", None)
    wall = tick["candidates and plan_s"]
    return Row(claim, f"{wall:.2f} ({cpu})", f"<= {most:g}", wall <= most)


def _of_month(month: dict) -> Iterator[Row]:
    most = month["fluid maximum"]
    for name, sms in ((OURS, 5.8), (MENU, 4.9)):
        if name not in month["means"]:
            continue
        mean = month["means"][name]
        say = f"{name}: "
        if name == OURS:
            share = mean["filled"] / most
            yield Row(say + "filled / fluid maximum", f"{share:.2%}", ">= 96.5 %", share >= 0.965)
        yield _at_most(say + "SMS per filled seat", mean["SMS per seat"], sms, 2)
        yield _at_most(say + "Gini of asks", mean["Gini of asks"], 0.40, 3)
        yield _share(say + "above 3 asks in 7 days", mean["above 3 asks in 7 days"], most=0.005)
        yield _share(say + "new people asked", mean["new people asked"], least=0.95)
        yield Row(say + "broken rules", f"{mean['faults']:.0f}", "0", mean["faults"] == 0)


def _against_simple(month: dict) -> Iterator[Row]:
    means = month["means"]
    simple = [name for name in SIMPLE if name in means]
    if not simple or OURS not in means:
        return
    least = min(simple, key=lambda name: means[name]["SMS per seat"])
    fewer = 1 - means[OURS]["SMS per seat"] / means[least]["SMS per seat"]
    yield Row(f"fewer SMS than {least}", f"{fewer:.1%}", ">= 15 %", fewer >= 0.15)
    for name in simple:
        rise, error = (month["differences"][name]["filled"][k] for k in (0, 1))
        value = f"{-rise:+.4f} (s.e. {error:.4f})"
        yield Row(f"filled, less {name}", value, ">= 0", rise <= 0)


def _against_everybody(month: dict) -> Iterator[Row]:
    means = month["means"]
    if {EVERYBODY, OURS} <= set(means):
        times = means[EVERYBODY]["SMS per seat"] / means[OURS]["SMS per seat"]
        yield Row(
            "no fatigue: times fewer SMS than everybody", f"{times:.0f}", ">= 60", times >= 60
        )


def _elsewhere(name: str, month: dict) -> Iterator[Row]:
    """Other months have no target of their own: fairness, rules and the simple ways hold there."""
    means = month["means"]
    for policy in (OURS, MENU):
        if policy in means:
            mean = means[policy]
            yield _at_most(f"{name}, {policy}: Gini of asks", mean["Gini of asks"], 0.40, 3)
            yield Row(
                f"{name}, {policy}: broken rules", f"{mean['faults']:.0f}", "0", not mean["faults"]
            )
    simple = [one for one in SIMPLE if one in means]
    if simple and OURS in means:
        fullest = max(simple, key=lambda one: means[one]["filled"])
        rise = means[OURS]["filled"] - means[fullest]["filled"]
        yield Row(f"{name}: filled, less {fullest}", f"{rise:+.4f}", ">= 0", rise >= 0)


def _of_race(race: dict) -> Iterator[Row]:
    yield Row(
        f"last place, {race['rounds']} rounds of {race['clients']}: faults",
        f"{len(race['faults'])}", "0", race["rounds"] >= 1 and not race["faults"],
    )  # fmt: skip
    killed = race["workers killed in a transaction"]
    yield Row("workers killed in a transaction", f"{killed}", ">= 1", killed > 0)
    naive = race["rounds overbooked by the control"]
    yield Row("control without a lock: rounds overbooked", f"{naive}", ">= 1", naive > 0)


def _at_most(claim: str, value: float, most: float, digits: int) -> Row:
    return Row(claim, f"{value:.{digits}f}", f"<= {most:.2f}", value <= most)


def _share(claim: str, value: float, *, least: float = 0.0, most: float = 1.0) -> Row:
    target = f">= {least:.0%}" if least else f"<= {most:.1%}"
    return Row(claim, f"{value:.2%}", target, least <= value <= most)
