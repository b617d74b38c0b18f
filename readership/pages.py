"""Which pages are counted, how a page is called (`article-128`), and which of them the public can see."""

import re

from articles.models import Article, PolicyDocument
from parks.models import District, Listing, Park

from .models import Reading

Kind = Reading.Kind
NAME = re.compile(rf"({'|'.join(Kind.values)})-([1-9][0-9]{{0,17}})")
PUBLIC = {
    Kind.ARTICLE: lambda: Article.objects.published(),
    Kind.POLICY: lambda: PolicyDocument.objects.published(),
    Kind.PARK: lambda: Park.objects.published(),
    Kind.LISTING: lambda: Listing.objects.published(),
    Kind.DISTRICT: lambda: District.objects.all(),
}
MODELS = {
    Kind.ARTICLE: Article,
    Kind.POLICY: PolicyDocument,
    Kind.PARK: Park,
    Kind.LISTING: Listing,
    Kind.DISTRICT: District,
}
KINDS = {model: kind for kind, model in MODELS.items()}


def page_called(name):
    """(kind, number) of `article-128`; None for what no page is called."""
    match = NAME.fullmatch(name)
    return (match[1], int(match[2])) if match else None


def public_among(kind, numbers):
    """Those of `numbers` that lead to a page of the public; one query."""
    return set(PUBLIC[kind]().filter(pk__in=numbers).order_by().values_list("pk", flat=True))
