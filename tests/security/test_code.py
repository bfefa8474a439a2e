"""What must not stand in the code, and where the few dangerous things may stand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from backend.common.tokens import new_token
from tests.architecture.packages import PACKAGES, ROOT, module_name, source_files, tree

FORBIDDEN_CALLS = {
    *("eval", "exec", "__import__", "mark_safe", "SafeString"),
    *("pickle.loads", "pickle.load", "marshal.loads", "yaml.load", "os.system", "os.popen"),
    *("hashlib.md5", "hashlib.sha1", "ssl._create_unverified_context", "tempfile.mktemp"),
    *("random.choice", "random.randint", "random.getrandbits", "random.choices"),
}
TRUSTS = {"mark_safe", "SafeString"}
FORBIDDEN_WORDS = {"shell": True, "verify": False, "autoescape": False, "safe": False}
# Invented people and days of the demo are drawn, not kept secret.
DRAWS = ("backend.management.demo",)
IN_TEMPLATES = re.compile(
    r"\|\s*safe\b|\bautoescape\s+off|\bsafeseq\b|javascript:|<script(?![^>]*(src|json))"
)
# What keys and hashes are made by; where, says the inventory of docs/security.md.
CRYPTO_MODULES = {"hashlib", "hmac", "secrets", "cryptography", "ssl", "nacl", "Crypto"}
IN_SCRIPTS = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|eval\(")
A_SECRET = re.compile(
    r"""(?i)(password|secret|token|api_?key)\w*\s*=\s*["'][A-Za-z0-9+/_-]{16,}["']|AC[0-9a-f]{32}"""
)


def dangers(syntax: ast.Module, module: str) -> Iterator[str]:
    """The dangerous calls of a module, as they stand."""
    for call in (node for node in ast.walk(syntax) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func)
        draws = name.startswith("random.") and module.startswith(DRAWS)
        # Words of our own, written out where they stand.
        ours = name in TRUSTS and all(isinstance(one, ast.Constant) for one in call.args)
        if name in FORBIDDEN_CALLS and not draws and not ours:
            yield name
        for word in call.keywords:
            said = getattr(word.value, "value", None)
            if word.arg in FORBIDDEN_WORDS and said is FORBIDDEN_WORDS[word.arg]:
                yield f"{word.arg}={said}"


def own_files(pattern: str) -> Iterator[Path]:
    """Our own files of a kind, templates and scripts."""
    for package in PACKAGES:
        yield from (ROOT / package).rglob(pattern)


def test_no_dangerous_call_stands_in_the_code() -> None:
    modules = {module_name(path): tree(path) for path in source_files()}
    found = {name: list(dangers(syntax, name)) for name, syntax in modules.items()}
    templates = [path.name for path in own_files("*.html") if IN_TEMPLATES.search(path.read_text())]

    assert {name: calls for name, calls in found.items() if calls} == {}
    # Help beside a field is written in the code, some of it as a list by the framework.
    assert templates == ["hint.html"]


@pytest.mark.parametrize(
    "planted",
    ["eval(text)", "run(words, shell=True)", "get(url, verify=False)", "hashlib.md5(b'')"],
)
def test_control_a_planted_danger_is_found(planted: str) -> None:
    assert len(list(dangers(ast.parse(planted), "planted"))) == 1


def test_cryptography_stands_where_the_inventory_says() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    used = {}
    for path in source_files():
        roots = {
            name.split(".")[0]
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else _names(node))
        }
        if roots & CRYPTO_MODULES:
            used[module_name(path)] = roots & CRYPTO_MODULES

    missing = [name for name in used if f"`{name}`" not in text]
    assert missing == []
    assert {"backend.accounts.secrets", "backend.common.tokens"} <= set(used)


def _names(node: ast.Import) -> list[str]:
    return [alias.name for alias in node.names]


def test_links_have_at_least_128_bits() -> None:
    tokens = {new_token() for _ in range(200)}

    assert len(tokens) == 200
    assert {len(token) for token in tokens} == {22}
    assert len(set("".join(tokens))) == 58
    assert 58**22 > 2**128


def test_no_model_keeps_a_file() -> None:
    kept = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField | models.FilePathField)
    ]

    assert kept == []


def test_no_script_keeps_anything_in_the_browser() -> None:
    scripts = [path for path in own_files("*.js") if "node_modules" not in path.parts]

    assert [path.name for path in scripts if IN_SCRIPTS.search(path.read_text("utf-8"))] == []
    assert len(scripts) >= 1


def test_nothing_about_people_is_cached() -> None:
    found = [
        module_name(path)
        for path in source_files()
        if re.search(r"django\.core\.cache import|cache_page", path.read_text("utf-8"))
    ]

    # Counts how often a dead link is knocked at; holds no key and nobody's name.
    assert found == ["volunteers.web.strangers"]


def test_no_secret_stands_in_the_code() -> None:
    found = [
        f"{module_name(path)}: {hit.group(0)[:30]}"
        for path in source_files()
        if not module_name(path).startswith(("backend.management", "volunteers.actions.samples"))
        for hit in A_SECRET.finditer(path.read_text("utf-8"))
    ]

    assert found == []


def test_control_a_planted_secret_is_found() -> None:
    assert A_SECRET.search('api_key = "abcdef0123456789abcdef"') is not None


def test_every_library_is_locked_with_its_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", "\n".join(x for x in lock.splitlines() if x[:1] != "#"))
    loose = [
        block.split()[0] for block in blocks if block.strip() and "--hash=sha256:" not in block
    ]

    assert loose == []
    assert len(blocks) > 50
    assert (ROOT / "package-lock.json").is_file()


def test_the_demos_libraries_are_some_of_the_whole_lock() -> None:
    whole, demo = (
        set((ROOT / name).read_text("utf-8").splitlines())
        for name in ("requirements.lock", "requirements-demo.lock")
    )

    assert {line for line in demo - whole if not line.startswith("#")} == set()
    assert len(demo) < len(whole)
