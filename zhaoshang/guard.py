"""What has to be refused before Django, or where Django would answer 500."""

import codecs
from pathlib import PurePath

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.utils.http import parse_header_parameters

REFUSAL = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>无法识别的请求</title>
<h1>无法识别的请求</h1>
<p>请求的编码方式不受支持，请用 UTF-8 编码重新提交。</p>
<p><a href="/">回到首页</a></p>
</html>
"""


class ContentTypeGuard:
    """Answers 400 to a Content-Type that Django cannot read or would decode everything by.

    `charset*=BOGUS''x` fails while Django builds the request, before any middleware; `charset=utf-16` or
    `charset=base64` while it decodes the address or the body. Every browser sends UTF-8 or says nothing.
    """

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        if speaks_utf8(environ.get("CONTENT_TYPE", "")):
            return self.application(environ, start_response)
        body = REFUSAL.encode()
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ]
        start_response("400 Bad Request", headers)
        return [body]


def speaks_utf8(content_type):
    try:
        charset = parse_header_parameters(content_type)[1].get("charset")
        return charset is None or codecs.lookup(charset).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False


class PlainNameUploadHandler(TemporaryFileUploadHandler):
    """Django names the temporary file by the upload's own ending, which may be longer than any file name."""

    def new_file(self, field_name, file_name, *rest, **options):
        name = PurePath(file_name)
        super().new_file(field_name, name.stem + name.suffix[:20], *rest, **options)
