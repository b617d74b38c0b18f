"""What every page loads: joined, compressed, named by its content."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.http import HttpResponse
from django.templatetags.static import static
from whitenoise.middleware import WhiteNoiseMiddleware

from zhaoshang.bundles import join


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


def test_the_site_itself_sends_them_packed_and_to_be_kept_for_good(collected, rf, settings):
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    middleware = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
    address = static("css/site.css")
    for accepted, kind in (("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)):
        answer = middleware(rf.head(address, headers={"accept-encoding": accepted}))
        assert (answer.status_code, answer.headers.get("content-encoding")) == (200, kind)
        assert answer["cache-control"] == "max-age=315360000, public, immutable"
        assert answer["vary"] == "Accept-Encoding"
    assert middleware(rf.get("/static/css/site.css")).status_code == 404
