"""The frame of a page: where it stands, what it is called elsewhere, the address it was asked by, what follows it."""

from html import escape
from urllib.parse import urlencode

from django import template
from django.utils.safestring import mark_safe

from publishing.addresses import address, origin

register = template.Library()

LONGEST = 30  # characters of a name among the breadcrumbs


@register.simple_tag
def breadcrumbs(trail=()):
    """Where this page stands: `trail`, pairs of name and path from the home page down; nothing without it."""
    if not trail:
        return ""
    *above, (here, _) = ((escape(shortened(name)), escape(path)) for name, path in trail)
    steps = [f'<li><a href="{path}">{name}</a></li>' for name, path in above]
    steps.append(f'<li><span aria-current="page">{here}</span></li>')
    return mark_safe(
        f'<nav class="breadcrumbs page" aria-label="当前位置">\n  <ol>{"".join(steps)}</ol>\n</nav>'
    )


def shortened(name):
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


@register.simple_tag(takes_context=True)
def open_graph(context, title="", description="", image=None, kind="website"):
    """Canonical address and Open Graph (https://ogp.me); `image` is a picture field, and the context has `canonical`
    (a path) where the page has another address than it was asked by.
    """
    request = context["request"]
    page = origin(request) + (context.get("canonical") or request.path)
    said = {
        "site_name": context["site"].site_name,
        "type": kind,
        "url": page,
        "title": title,
        "description": description,
        "image": image and origin(request) + image.url,
    }
    lines = [f'<link rel="canonical" href="{escape(page)}">']
    lines += [f'<meta property="og:{name}" content="{escape(what)}">' for name, what in said.items() if what]
    return mark_safe("\n".join(lines))


@register.simple_tag(takes_context=True)
def pager(context, page):
    """Links to the other pages of a list (publishing.paging), each the address asked for with its number."""
    if not page.has_other_pages():
        return ""
    asked = [
        (name, one) for name, several in context["request"].GET.lists() for one in several if name != "page"
    ]
    address = escape(f"?{urlencode(asked)}&page=" if asked else "?page=")
    steps = [f'<a href="{address}{page.number - 1}" rel="prev">上一页</a>'] if page.has_previous() else []
    for number in page.shown_numbers:
        if number == page.number:
            steps.append(f'<span aria-current="page">{number}</span>')
        elif number:
            steps.append(f'<a href="{address}{number}" aria-label="第 {number} 页">{number}</a>')
        else:
            steps.append('<span aria-hidden="true">…</span>')
    if page.has_next():
        steps.append(f'<a href="{address}{page.number + 1}" rel="next">下一页</a>')
    lines = "\n  ".join(steps)
    return mark_safe(f'<nav class="pages" aria-label="翻页">\n  {lines}\n</nav>')


@register.simple_tag(takes_context=True)
def asked_address(context):
    """Of this page with all its parameters; nothing where no address can be trusted."""
    if context.get("address_unknown"):
        return ""
    request = context["request"]
    return origin(request) + request.get_full_path()


@register.filter
def qr_address(path):
    """Of the QR code of the page at `path`."""
    return address("qr", path[1:])
