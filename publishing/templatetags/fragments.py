"""Parts of a template that are the same on many pages, kept as publishing.fragments keeps them."""

import re

from django import template
from django.template.base import NodeList
from django.template.loader_tags import IncludeNode
from django.utils.html import conditional_escape

from publishing.addresses import address_of_page
from publishing.fragments import kept

register = template.Library()
GIVEN = re.compile(r"(?:(\w+)=)?(.+)")


@register.filter
def section(path):
    """`news` of /news/12/: the part of the site a page belongs to."""
    return path.strip("/").partition("/")[0]


@register.tag("kept")
def kept_part(parser, token):
    """{% kept "centre" district.pk with origin %}…{% endkept %}: the name of the part and all it depends on but the
    database; behind `with` the variables it only prints, where there is something to print, and that differ from page
    to page: by a bare name and without a filter. Either may be given its name here: `qr=path|qr_address`.
    """
    _, *words = token.split_contents()
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(inside, *depending_on(parser, words))


@register.tag
def kept_include(parser, token):
    """{% kept_include "includes/centre.html" district.pk with origin %}: a part that is a file, and named by it."""
    _, *words = token.split_contents()
    inside = NodeList()
    parser.extend_nodelist(inside, IncludeNode(parser.compile_filter(words[0])), token)
    return Kept(inside, *depending_on(parser, words))


def depending_on(parser, words):
    """(what the part is named by, what it only prints): {name: expression} each."""
    at = words.index("with") if "with" in words else len(words)
    named, printed = (
        {
            name or said: parser.compile_filter(said)
            for name, said in (GIVEN.fullmatch(one).groups() for one in some)
        }
        for some in (words[:at], words[at + 1 :])
    )
    if nameless := [one for one in printed if not one.isidentifier()]:
        raise template.TemplateSyntaxError(f"give it a name to be printed by: {nameless}")
    return named, printed


class Kept(template.Node):
    child_nodelists = ()  # the same on many pages, so that no page has another block in it; nor is it searched for blocks

    def __init__(self, nodelist, named, printed):
        self.nodelist, self.named, self.printed = nodelist, named, printed
        self.holes = {name: f"\ue000{name}\ue000" for name in printed}

    def render(self, context):
        words = {
            name: conditional_escape(said)
            for name, one in self.printed.items()
            if (said := one.resolve(context, ignore_failures=True))
        }
        values = [one.resolve(context, ignore_failures=True) for one in self.named.values()]
        question = "part of a template", tuple(words), *values
        part = kept(question, lambda: self.made(context, words, values))
        for name, said in words.items():
            part = part.replace(self.holes[name], said)
        return part

    def made(self, context, words, values):
        known = dict(zip(self.named, values, strict=True)) | {name: self.holes[name] for name in words}
        with context.push(**known):
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
