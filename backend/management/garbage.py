"""Python's search for garbage, made seldom where many objects are made and most are kept."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Python's own is 700 new objects; looking through all old ones each time was a tenth of the work.
_NEW_OBJECTS = 100_000


@contextmanager
def collected_seldom() -> Iterator[None]:
    """For a migration of every table or the loading of a demo; afterwards all is as before."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
