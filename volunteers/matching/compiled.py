"""Compiles a loop with numba where that is installed; else runs it as it stands, on lists."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Loop = TypeVar("Loop", bound=Callable[..., Any])

try:
    from numba import njit
except ImportError:
    IS_FAST = False
else:
    IS_FAST = True


def compiled(loop: Loop) -> Loop:
    """The loop in machine code, kept on disk between processes; unchanged without numba."""
    return cast("Loop", njit(cache=True)(loop)) if IS_FAST else loop


def column(values: NDArray[Any]) -> Any:
    """What a compiled loop reads and writes: the array, or a list, which Python indexes faster."""
    return np.ascontiguousarray(values) if IS_FAST else values.tolist()
