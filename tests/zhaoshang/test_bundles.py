"""What every page loads: joined, compressed, named by its content."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.core.management import call_command

from zhaoshang.bundles import join


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def collected(folder, settings):
    """collectstatic's folder, without what only the staff's pages load; the storage answers with its names."""
    backend = {"BACKEND": "zhaoshang.bundles.BundledStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": backend}
    settings.STATIC_ROOT = folder
    if not any(folder.iterdir()):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin*", "vendor"])
    return folder


def paths(**files):
    storage = InMemoryStorage()
    for name, text in files.items():
        storage.save(name, ContentFile(text))
    return {name: (storage, name) for name in files}


def test_puts_style_sheets_in_the_place_of_their_imports():
    files = {
        "css/site.css": '/* All. */\n@import "one.css";\n@import "two.css" print;\n',
        "css/one.css": "/* One\n   part. */\n@layer text {\n  a { color: red; }\n}\n",
        "css/two.css": "b { top: 0; }\n",
    }
    assert join("css/site.css", paths(**files)) == (
        "/* All. */\n@layer text {\na { color: red; }\n}\n@media print {\nb { top: 0; }\n}\n"
    )


def test_keeps_the_names_of_scripts_apart():
    files = {"js/site.js": 'import "./one.js";\n', "js/one.js": "const one = 1; // mine\n"}
    assert join("js/site.js", paths(**files)) == "{\nconst one = 1; // mine\n}\n"


def test_says_which_part_is_missing():
    with pytest.raises(KeyError, match=r"css/gone\.css"):
        join("css/site.css", paths(**{"css/site.css": '@import "gone.css";\n'}))


def test_collects_bundles_whole_and_compressed(collected):
    for name in ("css/site.css", "js/site.js"):
        stored = staticfiles_storage.stored_name(name)
        assert re.fullmatch(r"\w+/site\.[0-9a-f]{12}\.\w+", stored)
        text = (collected / stored).read_text()
        assert "import " not in text
        assert [(collected / f"{stored}.{kind}").exists() for kind in ("br", "gz")] == [True, True]
    assert 'url("../img/skyline.' in (collected / staticfiles_storage.stored_name("css/site.css")).read_text()
