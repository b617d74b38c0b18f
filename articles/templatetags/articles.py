from functools import lru_cache
from html import escape
from urllib.parse import quote

from django import template
from django.utils.safestring import mark_safe

from articles.beside import lines_of
from articles.listed import listed
from articles.models import PolicyDocument
from parks.guide import spreads_in
from parks.models import Listing
from publishing.addresses import address_of_page
from publishing.fragments import kept_each

register = template.Library()

# The kinds of place whose prices belong beside a channel's articles.
PRICED = {
    "land": [Listing.Kind.LAND],
    "factory-price": [Listing.Kind.FACTORY, Listing.Kind.WAREHOUSE],
    "factory-rent": [Listing.Kind.FACTORY, Listing.Kind.WAREHOUSE],
    "office-rent": [Listing.Kind.OFFICE],
}


@register.simple_tag
def policies_for(district, limit=6):
    """Policies in force that apply in `district`: its own, those of the places above it, national ones."""
    return PolicyDocument.objects.published().valid().applying_in(district).for_lists()[:limit]


@register.simple_tag
def rents_for(district, channel):
    """What the kinds of place that `channel` is about ask in `district`; nothing for most channels."""
    kinds = PRICED.get(channel.slug)
    return [spread for spread in spreads_in(district) if spread.kind in kinds] if kinds else []


@register.simple_tag
def tag_links(tags):
    """Tags by their names; each leads to the articles that bear it."""
    news = address_of_page("articles:list")
    return mark_safe("".join(tag_link(news, name) for name in tags))


@lru_cache(10_000)
def tag_link(news, name):
    return f'<a class="tag" href="{news}?tag={quote(name)}">{escape(name)}</a>'


@register.simple_tag(takes_context=True)
def article_rows(context, some):
    """The rows of a page of a list (articles.listed.Some): the same in every list, so each is made once an edition."""
    return each(context, "includes/article_row.html", some.numbers, listed)


@register.simple_tag(takes_context=True)
def article_lines(context, numbers):
    """As items of a list of lines; what is gone meanwhile is left out."""
    return each(context, "includes/article_line.html", numbers, lambda keys: lines_of(keys).values())


def each(context, file, numbers, articles):
    """`file` for each of the articles of these numbers; `articles(those not kept yet)` reads them."""
    one_of_them = context.template.engine.get_template(file)

    def made(missing):
        return {one.pk: one_of_them.render(template.Context({"article": one})) for one in articles(missing)}

    parts = kept_each(file, numbers, made)
    return mark_safe("".join(parts[number] for number in numbers if number in parts))
