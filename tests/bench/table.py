"""The results as text, with what was assumed beside the figures."""

COLUMNS = (
    ("filled", "filled", "{:.3f}"),
    ("urgent filled", "urgent", "{:.3f}"),
    ("needs full", "full", "{:.3f}"),
    ("SMS per seat", "SMS/seat", "{:.2f}"),
    ("hours to fill, median", "h med", "{:.1f}"),
    ("hours to fill, 90 %", "h 90%", "{:.0f}"),
    ("late yes per seat", "late", "{:.2f}"),
    ("Gini of asks", "Gini", "{:.3f}"),
    ("above 3 asks in 7 days", ">3/7d", "{:.4f}"),
    ("new people asked", "new", "{:.2f}"),
    ("opted out", "left", "{:.3f}"),
    ("faults", "faults", "{:.0f}"),
    ("ms per tick", "ms/tick", "{:.1f}"),
)


def of_tick(result: dict) -> str:
    wall = result["seconds"]
    lines = [
        f"Tick, {result['scale']}, seed {result['seed']}: {result['people']} people, "
        f"{result['seats']} seats in {result['needs']} needs, {result['pairs']} pairs, "
        f"mean chance {result['mean chance']:.3f}",
        f"  same pairs as the naive loop: {result['same pairs as the naive loop']} "
        f"({result['looked at']}); "
        f"{result['times faster than the naive loop']:.0f} times faster than it",
        f"  candidates and plan: {_seconds(result)} (medians of {result['rounds']}), "
        f"peak {result['peak MB']:.0f} MB, numba {result['numba']}, compiling not counted",
        f"  {'plan':<18}{'wall s':>11}{'CPU s':>9}{'objective':>12}{'of bound':>10}{'SMS':>8}"
        f"{'faults':>8}{'MC sigmas':>11}",
    ]
    for name, plan in result["plans"].items():
        ratio = f"{plan['ratio']:.2%}" if plan["ratio"] else "no bound"
        clock = f"{wall[name]:.3f}" if wall else "unmeasured"
        lines.append(
            f"  {name:<18}{clock:>11}{result['cpu'][name]:>9.3f}{plan['objective']:>12.2f}"
            f"{ratio:>10}{plan['SMS']:>8}{plan['faults']:>8}{plan['sigmas away']:>11.1f}"
        )
    return "\n".join(lines)


def _seconds(result: dict) -> str:
    cpu = f"{result['candidates and plan_cpu']:.2f} s CPU"
    if result["seconds"] is None:
        return f"unmeasured on the wall (busy machine), {cpu}"
    return f"{result['candidates and plan_s']:.2f} s, {cpu}"


def of_month(result: dict) -> str:
    lines = [
        f"Month, {result['name']}: {result['seats']} seats, worlds {result['worlds']}, means",
        f"  {'policy':<22}" + "".join(f"{head:>9}" for _, head, _ in COLUMNS),
    ]
    for name, row in result["means"].items():
        cells = "".join(f"{form.format(row[key]):>9}" for key, _, form in COLUMNS)
        lines.append(f"  {name:<22}{cells}")
    for name, row in result["differences"].items():
        cells = ", ".join(f"{key} {mean:+.3f} ({error:.3f})" for key, (mean, error) in row.items())
        lines.append(f"  {name} less ours (standard error): {cells}")
    if result["fluid maximum"]:
        lines.append(_of_bounds(result))
    lines.append("  " + result["assumed"])
    lines.append(f"  Behaviour: {result['behaviour']}")
    return "\n".join(lines)


def _of_bounds(result: dict) -> str:
    filled = result["means"].get("ours", {}).get("filled", 0.0)
    plain, sharper = result["fluid maximum"], result["sharper maximum"]
    return (
        f"  no policy within the cap, with one need per SMS, fills more than {plain:.3f}, or, by "
        f"the sharper bound, {sharper:.3f} (both certified): ours {filled / plain:.2%} and "
        f"{filled / sharper:.2%}; a fullest fluid plan takes {result['fluid SMS per seat']:.2f} "
        "SMS per seat"
    )


def of_race(result: dict) -> str:
    return (
        f"Race: {result['rounds']} rounds, {result['posts']} POSTs by {result['clients']} clients "
        f"({result['tapped twice']} of them the same tap again), "
        f"{result['workers killed in a transaction']} workers killed in a transaction; "
        f"faults {result['faults'] or 'none'}; the control overbooked in "
        f"{result['rounds overbooked by the control']} of {result['control rounds']} rounds"
    )


def of_model(rows: list[dict]) -> str:
    lines = ["Model of Manshadi and Rodilitz, sizes ours: share of the bound on completions"]
    names = ("notify all", "best fixed number", "bid price")
    for row in rows:
        cells = ", ".join(f"{name} {row[name]:.3f}" for name in names)
        lines.append(f"  returns {row['returns']:<5} bound {row['bound']:6.1f} of 150: {cells}")
    return "\n".join(lines)
