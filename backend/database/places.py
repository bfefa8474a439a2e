"""Which folders an embedded server uses, and as which user it runs."""

import hashlib
import os
import pwd
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from backend.database.refusal import USE_OWN_SERVER, DatabaseRefusedError

# PostgreSQL refuses to run as root. These users exist already; none is ever made.
UNPRIVILEGED_USERS = ("postgres", "nobody")
SOCKET_NAME = ".s.PGSQL.5432"
# sun_path holds 108 bytes on Linux and 104 on macOS, with the closing zero.
_LONGEST_SOCKET_PATH = 103
_PRIVATE = 0o700
# Outlives a restart of the machine. Each folder below it is refused unless it is our own.
_SHARED = Path("/var/tmp")  # noqa: S108


@dataclass(frozen=True)
class Runner:
    """The user PostgreSQL runs as. ``switch`` is true when we are root and must become it."""

    name: str
    uid: int
    gid: int
    switch: bool

    def run(self, command: list[str], *, text: str = "") -> "subprocess.CompletedProcess[str]":
        """Run a program of ours as this user, without root's groups, and wait for it."""
        return subprocess.run(  # noqa: S603 - only commands this package builds come here.
            command,
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=self.uid if self.switch else None,
            group=self.gid if self.switch else None,
            extra_groups=[] if self.switch else None,
        )

    def may_enter(self, folder: Path) -> bool:
        """Whether this user gets into the folder; the kernel decides, not our reading of rights."""
        try:
            return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]).returncode == 0
        except OSError:
            return False


@dataclass(frozen=True)
class Place:
    """One embedded server's folders. ``durable`` is false for tests: no fsync there."""

    folder: Path
    socket_folder: Path
    durable: bool
    runner: Runner

    @property
    def data_folder(self) -> Path:
        """PostgreSQL's own folder."""
        return self.folder / "data"

    @property
    def log_file(self) -> Path:
        """What the server said since its last start."""
        return self.folder / "server.log"

    @property
    def socket_path(self) -> Path:
        """The socket itself."""
        return self.socket_folder / SOCKET_NAME


def choose_runner() -> Runner:
    """Ourselves, or as root the first unprivileged user that exists.

    Refuses a uid without an entry in the user database (PostgreSQL does), and root where no
    unprivileged user exists.
    """
    uid = os.geteuid()
    if uid != 0:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError as error:
            raise DatabaseRefusedError(
                f"PostgreSQL cannot run as user id {uid}, which has no entry in the user database. "
                f"Run as a user with a name. {USE_OWN_SERVER}"
            ) from error
        return Runner(entry.pw_name, uid, entry.pw_gid, switch=False)
    for name in UNPRIVILEGED_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Runner(name, entry.pw_uid, entry.pw_gid, switch=True)
    raise DatabaseRefusedError(
        "PostgreSQL does not run as root, and neither 'postgres' nor 'nobody' exists here. "
        f"Run as an ordinary user. {USE_OWN_SERVER}"
    )


def choose_place(base_dir: Path, mode: str) -> Place:
    """The folders of this work tree's server of this mode; the same ones each time.

    ``.data/<mode>`` in the work tree. As root only when the unprivileged user can get there;
    else a folder of its own under /var/tmp, which outlives a restart, because widening the
    rights of a folder above us is not ours to do. Folders are made, never opened up.
    """
    runner = choose_runner()
    mark = hashlib.sha256(str(base_dir).encode()).hexdigest()[:12]
    parent = base_dir / ".data"
    if not _usable(parent, runner):
        parent = _SHARED / f"samspil-{os.geteuid()}-{mark}"
    return place_in(parent / mode, durable=mode != "test", runner=runner)


def place_in(folder: Path, *, durable: bool, runner: Runner | None = None) -> Place:
    """A place in this very folder. Its socket moves to a short private folder when need be.

    Refuses a folder that another user owns, and one whose socket path is too long everywhere.
    """
    runner = runner or choose_runner()
    _make_ours(folder.parent, open_to_runner=runner.switch)
    _make_ours(folder, open_to_runner=runner.switch)
    socket_folder = folder / "socket"
    if len(os.fsencode(socket_folder / SOCKET_NAME)) > _LONGEST_SOCKET_PATH:
        mark = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        socket_folder = Path(tempfile.gettempdir()) / f"samspil-{runner.uid}-{mark}"
    if len(os.fsencode(socket_folder / SOCKET_NAME)) > _LONGEST_SOCKET_PATH:
        raise DatabaseRefusedError(
            f"The path {socket_folder} is too long for a socket. Set TMPDIR to a shorter folder. "
            f"{USE_OWN_SERVER}"
        )
    return Place(folder, socket_folder, durable, runner)


def make_private(folder: Path, runner: Runner) -> None:
    """A folder only the runner may enter. Refuses one that exists and belongs to another."""
    folder.mkdir(mode=_PRIVATE, exist_ok=True)
    if runner.switch and folder.lstat().st_uid == 0 and not folder.is_symlink():
        os.chown(folder, runner.uid, runner.gid, follow_symlinks=False)
    _require_owner(folder, runner.uid)


def _make_ours(folder: Path, *, open_to_runner: bool) -> None:
    """A folder of ours; others may pass through it only where the server is another user.

    The rights are set when it is made, whatever the umask, and never changed afterwards.
    """
    try:
        folder.mkdir(mode=_PRIVATE)
    except FileExistsError:
        _require_owner(folder, os.geteuid())
    else:
        folder.chmod(0o711 if open_to_runner else _PRIVATE)


def _require_owner(folder: Path, uid: int) -> None:
    found = folder.lstat()
    if found.st_uid != uid or folder.is_symlink():
        raise DatabaseRefusedError(
            f"{folder} belongs to another user (id {found.st_uid}) or is a link; the embedded "
            f"database needs its own. Remove it or run as its owner. {USE_OWN_SERVER}"
        )


def _usable(folder: Path, runner: Runner) -> bool:
    """Whether we may write there and the runner may get there; made when it is missing."""
    try:
        _make_ours(folder, open_to_runner=runner.switch)
    except (DatabaseRefusedError, OSError):
        return False
    return os.access(folder, os.W_OK) and (not runner.switch or runner.may_enter(folder))
