import io
from pathlib import Path

import pytest

from zhaoshang.guard import ContentTypeGuard, PlainNameUploadHandler


def answer(content_type):
    """Status and body; the application behind the guard says 200 and nothing else."""
    said = []

    def application(environ, start_response):
        start_response("200 OK", [])
        return [b"passed on"]

    def start_response(status, headers):
        said.append((status, dict(headers)))

    body = b"".join(ContentTypeGuard(application)({"CONTENT_TYPE": content_type}, start_response))
    return *said[0], body.decode()


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=UTF-8",
        'application/x-www-form-urlencoded; charset="utf8"',
        "multipart/form-data; boundary=----x",
        "application/json",
    ],
)
def test_passes_on_what_browsers_send(content_type):
    assert answer(content_type) == ("200 OK", {}, "passed on")


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset*=BOGUS''x",
        "application/x-www-form-urlencoded; charset*=utf-8''utf-16",
        "multipart/form-data; boundary=x; charset=base64",
        "text/plain; charset=idna",
        "text/plain; charset=no-such-thing",
        "text/plain; charset=",
    ],
)
def test_answers_400_in_chinese_to_other_encodings(content_type):
    status, headers, body = answer(content_type)
    assert status == "400 Bad Request"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert int(headers["Content-Length"]) == len(body.encode())
    assert "请用 UTF-8 编码重新提交" in body


def test_stands_before_django(monkeypatch):
    monkeypatch.setattr("publishing.reading_ahead.reader.begin", lambda: None)
    from zhaoshang.wsgi import application

    said = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/contact/",
        "CONTENT_TYPE": "text/plain; charset*=BOGUS''x",
        "wsgi.input": io.BytesIO(),
    }
    application(environ, lambda status, headers: said.append(status))
    assert said == ["400 Bad Request"]


def test_gives_a_large_upload_with_an_endless_name_a_temporary_file():
    handler = PlainNameUploadHandler()
    handler.new_file("attachment", "长" * 100 + "." + "长" * 200, "application/pdf", None, None, None)
    assert len(Path(handler.file.temporary_file_path()).name.encode()) < 255
    handler.upload_interrupted()


@pytest.mark.django_db
def test_answers_400_to_a_host_that_is_not_ours(client):
    response = client.get("/", headers={"host": "evil.example"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "请求无法识别" in page
    assert "evil.example" not in page
