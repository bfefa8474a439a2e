"""What a month came to."""

import numpy as np

from tests.bench.nature import AWAKE

CAP = 2


def measures_of(month) -> dict[str, float]:
    """The figures of the table; Gini over people who fit at least one need."""
    seats, urgent = month.world.instance.seats, month.world.urgent
    fitted = np.unique(month.edges.person)
    filled = int(month.filled.sum())
    new = month.world.is_new & np.isin(np.arange(len(month.asks)), fitted)
    times = np.array(month.filled_at) if month.filled_at else np.zeros(1)
    return {
        "filled": filled / seats.sum(),
        "urgent filled": month.filled[urgent].sum() / max(1, seats[urgent].sum()),
        "needs full": float((month.filled >= seats).mean()),
        "SMS per seat": month.sms / max(1, filled),
        "hours to fill, median": float(np.median(times)),
        "hours to fill, 90 %": float(np.quantile(times, 0.9)),
        "late yes per seat": month.late / max(1, filled),
        "Gini of asks": gini(month.asks[fitted]),
        "above 3 asks in 7 days": float((month.most_7d[fitted] > 3).mean()),
        "above the cap": float((month.most_7d[fitted] > CAP).mean()),
        "new people asked": float(month.ever_asked[new].mean()),
        "new people who said yes": float(month.said_yes[new].mean()),
        "opted out": float(month.opted_out.mean()),
        "faults": sum(month.faults.values()),
        "ms per tick": 1000 * float(np.mean(month.seconds)) if month.seconds else 0.0,
        "waking hours a day": AWAKE,
    }


def gini(counts: np.ndarray) -> float:
    """0: all asked equally often; 1: one person gets everything."""
    values = np.sort(counts.astype(float))
    total = values.sum()
    if not total:
        return 0.0
    ranks = np.arange(1, len(values) + 1)
    return float((2 * ranks - len(values) - 1) @ values / (len(values) * total))
