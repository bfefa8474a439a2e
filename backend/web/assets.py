"""Static files: which of the packages' files are served, and under which names."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Of 17 MB we need the neutral theme, its letters in the one format every browser reads, its
# icons, and one build of htmx.
SERVED = (
    "dkfds/css/dkfds.min.css",
    "dkfds/fonts/IBMPlexSans/complete/woff2/*.woff2",
    # The theme names the older format first for this one.
    "dkfds/fonts/IBMPlexSans/complete/woff/IBMPlexSans-Regular.woff",
    "dkfds/img/all-svg-icons.svg",
    "dkfds/img/svg-icons/*.svg",
    "htmx/htmx.esm.min.js",
)
_THIRD_PARTY = ("dkfds/", "htmx/")


def is_served(path: str) -> bool:
    """Whether a file of the packages is one of those we serve; our own files always are."""
    return not path.startswith(_THIRD_PARTY) or any(fnmatch(path, one) for one in SERVED)


class AssetFinder(FileSystemFinder):
    """Finds only what is served, in development as after collectstatic."""

    def find(self, path: str, *args: Any, **kwargs: Any) -> Any:
        """The file, or nothing when it is not among those we serve."""
        return super().find(path, *args, **kwargs) if is_served(path) else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Only the files we serve."""
        for path, storage in super().list(ignore_patterns):
            prefix = getattr(storage, "prefix", None)
            if is_served(f"{prefix}/{path}" if prefix else path):
                yield path, storage


class AssetStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names, compressed, cached for ever.

    ``manifest_strict`` stays on: a template that names a file which does not exist is a bug and
    fails. But the packages' style sheets name source maps and older font formats that we do not
    serve; such a name inside a package is left as it stands instead of stopping the start.
    """

    manifest_strict = True

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """The hashed name; a package's own reference to a file we do not serve stays as it is."""
        try:
            return str(super().hashed_name(name, content, filename))
        except ValueError:
            if name.startswith(_THIRD_PARTY):
                return name
            raise
