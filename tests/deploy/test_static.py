"""Static files through the shipped nginx.conf."""

import gzip

import pytest

from tests.front import Front

pytestmark = pytest.mark.nginx

TEXT = b"a { color: red; }\n" * 100


class StaticFront(Front):
    def configuration(self, ports):
        return super().configuration(ports).replace("/srv/zhaoshang/var/", f"{self.folder}/")


@pytest.fixture
def front(tmp_path):
    folder = tmp_path / "static" / "css"
    folder.mkdir(parents=True)
    (folder / "site.0123456789ab.css").write_bytes(TEXT)
    (folder / "site.0123456789ab.css.gz").write_bytes(gzip.compress(TEXT, mtime=0))
    front = StaticFront(tmp_path, 9)
    yield front
    front.stop()


def test_sends_what_collectstatic_compressed_and_lets_it_be_kept_for_good(front):
    packed = front.client.get("/static/css/site.0123456789ab.css")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-length"] == str(len(gzip.compress(TEXT, mtime=0)))
    assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"
    plain = front.client.get("/static/css/site.0123456789ab.css", headers={"accept-encoding": "identity"})
    assert (plain.content, "content-encoding" in plain.headers) == (TEXT, False)
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"


def test_lets_nothing_be_kept_that_is_not_there(front):
    gone = front.client.get("/static/css/site.ba9876543210.css")
    assert (gone.status_code, gone.headers.get("cache-control")) == (404, None)
