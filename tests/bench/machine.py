"""Where and with what a figure was measured; stands beside every result."""

import os
import platform
import resource
import subprocess
from importlib.metadata import PackageNotFoundError, version


def conditions() -> dict[str, object]:
    """Machine, load, versions and commit."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "load": round(os.getloadavg()[0], 2),
        "commit": commit.stdout.strip() or "unknown",
        **{name: _version(name) for name in ("numpy", "numba", "scipy")},
    }


def is_busy() -> bool:
    """More work waits than there are cores: times then say little."""
    return os.getloadavg()[0] > (os.cpu_count() or 1)


def peak_mb() -> float:
    """The most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
