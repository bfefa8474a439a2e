"""Our own modules as the architecture tests see them: by file, never imported."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("backend", "institutions", "volunteers", "api")


def source_files() -> Iterator[Path]:
    """Every Python file of the product but generated migrations."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def module_name(path: Path) -> str:
    """backend/common/danish.py → backend.common.danish."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def tree(path: Path) -> ast.Module:
    """The file's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"))


def layers() -> list[str]:
    """The names in the spine's contract, doors and optional ones included."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    spine = next(contract for contract in contracts if contract["id"] == "spine")
    return [name.strip(" ()") for line in spine["layers"] for name in line.split("|")]
