"""The frame of a page: where it stands, what it is called elsewhere, the address it was asked by."""

from html import escape

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
