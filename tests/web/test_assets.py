"""Static files as production serves them: hashed, only what is needed, mistakes loud."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

from backend.web.assets import AssetStorage


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("staticfiles")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "backend.web.assets.AssetStorage"},
    }
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", "--no-input", verbosity=0, ignore=["admin", "drf*", "rest*"])
    return folder


def test_only_the_neutral_theme_is_there(collected: Path) -> None:
    styles = sorted(path.name for path in (collected / "dkfds" / "css").glob("*.css"))
    assert [name.split(".")[0] for name in styles] == ["dkfds", "dkfds"]
    assert sum(path.stat().st_size for path in collected.rglob("*")) < 4_000_000


def test_a_name_that_does_not_exist_is_refused(collected: Path) -> None:
    storage = AssetStorage(location=str(collected), base_url="/static/")
    assert storage.url("samspil/samspil.css").startswith("/static/samspil/samspil.")
    with pytest.raises(ValueError, match="tastefejl"):
        storage.url("samspil/tastefejl.css")


def test_control_the_library_alone_stops_at_the_packages_source_map(collected: Path) -> None:
    naive = CompressedManifestStaticFilesStorage(location=str(collected), base_url="/static/")
    ours = AssetStorage(location=str(collected), base_url="/static/")
    assert ours.hashed_name("dkfds/css/dkfds.min.css.map") == "dkfds/css/dkfds.min.css.map"
    with pytest.raises(ValueError, match="could not be found"):
        naive.hashed_name("dkfds/css/dkfds.min.css.map")
    with pytest.raises(ValueError, match="could not be found"):
        ours.hashed_name("samspil/samspil.css.map")
