"""QR codes of the site's own addresses, to carry a page from a screen or a print to a phone."""

import base64
import io

import segno
from django.http import Http404, HttpResponse

from .caching import public_page

MAX_PATH = 200


@public_page
def qr(request, page):
    """The address of `page` (a path of this site, without its first slash) as an SVG of about 2 KB."""
    if len(page) > MAX_PATH:
        raise Http404("地址太长，无法生成二维码。")
    drawing = qr_svg(request.build_absolute_uri(f"/{page.lstrip('/')}"))
    return HttpResponse(drawing, content_type="image/svg+xml")


def qr_svg(address, border=4):
    """The drawing of `address` (absolute), with `border` modules of white around it."""
    drawing = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawing, kind="svg", scale=4, border=border, dark="#111", light="#fff", xmldecl=False)
    return drawing.getvalue().decode()


def qr_image(address):
    """The same as the address of a picture inside a page: for what no other address should name."""
    return f"data:image/svg+xml;base64,{base64.b64encode(qr_svg(address, border=2).encode()).decode()}"
