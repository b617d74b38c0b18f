"""Parts of a template that are the same on many pages, kept as publishing.fragments keeps them."""

from django import template
from django.utils.html import conditional_escape

from publishing.addresses import address_of_page
from publishing.fragments import kept

register = template.Library()


@register.filter
def section(path):
    """`news` of /news/12/: the part of the site a page belongs to."""
    return path.strip("/").partition("/")[0]


@register.tag("kept")
def kept_part(parser, token):
    """{% kept "centre" district.pk with origin %}…{% endkept %}: the name of the part and all it depends on but the
    database; behind `with` the variables it only prints, where there is something to print, and that differ from page
    to page.
    """
    _, *words = token.split_contents()
    named, printed = words, []
    if "with" in words:
        at = words.index("with")
        named, printed = words[:at], words[at + 1 :]
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(inside, [parser.compile_filter(one) for one in named], printed)


class Kept(template.Node):
    def __init__(self, nodelist, named, printed):
        self.nodelist, self.named, self.printed = nodelist, named, printed

    def render(self, context):
        words = {name: conditional_escape(context.get(name) or "") for name in self.printed}
        holes = {name: f"\ue000{name}\ue000" for name, said in words.items() if said}
        question = "part of a template", *holes, *(one.resolve(context) for one in self.named)
        part = kept(question, lambda: self.made(context, holes))
        for name, hole in holes.items():
            part = part.replace(hole, words[name])
        return part

    def made(self, context, holes):
        with context.push(**holes):
            return self.nodelist.render(context)


@register.tag
def address(parser, token):
    """{% address "settle" %}: what `url` says of a page without arguments, worked out once in a process."""
    _, name = token.split_contents()
    return Address(name.strip("\"'"))


class Address(template.Node):
    def __init__(self, name):
        self.name = name

    def render(self, context):
        return address_of_page(self.name)
