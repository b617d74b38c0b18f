"""Pictures on a page: a drawn cover for what has none, an uploaded one in the sizes a screen can use."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from publishing.covers import HEIGHT, WIDTH, cover_url

register = template.Library()


@register.simple_tag
def cover_url_for(thing):
    """Asks the thing for its cover_kind, cover_hue_key and cover_name."""
    return cover_url(thing.cover_kind, thing.cover_hue_key, thing.cover_name)


@register.simple_tag
def cover_for(thing, eager=False):
    """The drawing says nothing the words beside it don't: its alt is empty."""
    return format_html(
        '<img src="{}" alt="" width="{}" height="{}" {} decoding="async">',
        cover_url_for(thing),
        WIDTH,
        HEIGHT,
        _loading(eager),
    )


@register.simple_tag
def picture(image, alt="", sizes="100vw", eager=False, focus=""):
    """A picture field's <picture>. `sizes` says how wide it stands; `eager` is for the one in the first screen; `focus`
    is the class that keeps the point in sight where the frame cuts something off.
    """
    if not image:
        return ""
    return format_html(
        '<picture>{}<img src="{}" alt="{}"{}{} {} decoding="async"></picture>',
        format_html_join("", '<source type="image/{}" srcset="{}" sizes="{}">', _sources(image, sizes)),
        image.url,
        alt,
        format_html(' class="{}"', focus) if focus else "",
        _dimensions(image),
        _loading(eager),
    )


def _loading(eager):
    return mark_safe('fetchpriority="high"' if eager else 'loading="lazy"')


def _sources(image, sizes):
    for file_type, renditions in image.renditions.items():
        srcset = ", ".join(f"{rendition.url} {width}w" for width, rendition in sorted(renditions.items()))
        yield file_type.lower(), srcset, sizes


def _dimensions(image):
    """Nothing for a picture whose file is gone and whose size nobody noted."""
    if not image.width:
        return ""
    return format_html(' width="{}" height="{}"', image.width, image.height)
