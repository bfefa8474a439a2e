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
    lines = [
        f"Tick, {result['scale']}, seed {result['seed']}: {result['people']} people, "
        f"{result['seats']} seats in {result['needs']} needs, {result['pairs']} pairs, "
        f"mean chance {result['mean chance']:.3f}",
        f"  same pairs as the naive loop: {result['same pairs as the naive loop']} "
        f"({result['looked at']}); "
        f"{result['times faster than the naive loop']:.0f} times faster than it",
        f"  candidates and plan: {result['candidates and plan_s']:.2f} s (medians), "
        f"peak {result['peak MB']:.0f} MB, numba {result['numba']}, "
        f"compiling {result['cold_s']:.1f} s not counted",
        f"  {'plan':<18}{'seconds':>9}{'objective':>12}{'of bound':>10}{'SMS':>8}{'faults':>8}"
        f"{'MC sigmas':>11}",
    ]
    for name, plan in result["plans"].items():
        ratio = f"{plan['ratio']:.2%}" if plan["ratio"] else "no bound"
        lines.append(
            f"  {name:<18}{result['seconds'][name]:>9.3f}{plan['objective']:>12.2f}{ratio:>10}"
            f"{plan['SMS']:>8}{plan['faults']:>8}{plan['sigmas away']:>11.1f}"
        )
    ours = result["plans"]["ours"]["ratio"]
    if ours:
        lines.append(
            _verdict(f"objective of bound >= {result['target']:.1%}", ours >= result["target"])
        )
    return "\n".join(lines)


def of_month(result: dict) -> str:
    lines = [
        f"Month, {result['seats']} seats, worlds {result['worlds']}, means",
        f"  {'policy':<22}" + "".join(f"{head:>9}" for _, head, _ in COLUMNS),
    ]
    for name, row in result["means"].items():
        cells = "".join(f"{form.format(row[key]):>9}" for key, _, form in COLUMNS)
        lines.append(f"  {name:<22}{cells}")
    for name, row in result["differences"].items():
        cells = ", ".join(f"{key} {mean:+.3f} ({error:.3f})" for key, (mean, error) in row.items())
        lines.append(f"  {name} less ours (standard error): {cells}")
    if result["fluid maximum"]:
        lines.append(
            "  no policy within the cap, with one need per SMS, fills "
            f"more than {result['fluid maximum']:.3f} (certified); "
            f"ours reaches {result.get('of the fluid maximum', 0):.1%} of it"
        )
    lines += _month_verdicts(result)
    lines.append("  " + result["assumed"])
    return "\n".join(lines)


def of_model(rows: list[dict]) -> str:
    lines = ["Model of Manshadi and Rodilitz, sizes ours: share of the bound on completions"]
    names = ("notify all", "best fixed number", "bid price")
    for row in rows:
        cells = ", ".join(f"{name} {row[name]:.3f}" for name in names)
        lines.append(f"  returns {row['returns']:<5} bound {row['bound']:6.1f} of 150: {cells}")
    return "\n".join(lines)


def _month_verdicts(result: dict) -> list[str]:
    means = result["means"]
    if "ours" not in means:
        return []
    ours = means["ours"]
    found = [
        _verdict("SMS per seat <= 5.8", ours["SMS per seat"] <= 5.8),
        _verdict("Gini <= .40", ours["Gini of asks"] <= 0.40),
        _verdict("above 3 asks in 7 days <= .5 %", ours["above 3 asks in 7 days"] <= 0.005),
        _verdict("new people asked >= 95 %", ours["new people asked"] >= 0.95),
        _verdict("no faults", ours["faults"] == 0),
    ]
    if result["fluid maximum"]:
        found.append(_verdict("of the maximum >= 96.5 %", result["of the fluid maximum"] >= 0.965))
    if "ours, menu of 3" in means:
        menu = means["ours, menu of 3"]["SMS per seat"]
        found.append(_verdict("menu: SMS per seat <= 4.9", menu <= 4.9))
    simple = [n for n in means if n.startswith(("keep", "greedy", "nearest"))]
    if simple:
        best = min(means[name]["SMS per seat"] for name in simple)
        fullest = max(means[name]["filled"] for name in simple)
        fewer = 1 - ours["SMS per seat"] / best
        found.append(
            _verdict(f"15 % fewer SMS than the best simple rule: {fewer:.1%}", fewer >= 0.15)
        )
        found.append(_verdict("filled not lower than any simple rule", ours["filled"] >= fullest))
    if "everybody" in means:
        times = means["everybody"]["SMS per seat"] / ours["SMS per seat"]
        found.append(
            _verdict(f"60 times fewer SMS than asking everybody: {times:.0f}", times >= 60)
        )
    return found


def _verdict(claim: str, is_met: bool) -> str:
    return f"  {'met' if is_met else 'NOT MET':<8}{claim}"
