"""What stands beside an article, as ours has it too: asked as Wagtail's guides ask for pages."""

from django import template
from django.db.models import Q

from ..models import ArticlePage

register = template.Library()


def lines():
    return ArticlePage.objects.live().defer("body").order_by("-date", "-pk")


@register.simple_tag
def neighbours(page):
    """(the one before, the one after) among those of its district."""
    others = lines().filter(district=page.district_id)
    before = others.filter(Q(date__lt=page.date) | Q(date=page.date, pk__lt=page.pk))
    after = others.filter(Q(date__gt=page.date) | Q(date=page.date, pk__gt=page.pk))
    return before.first(), after.reverse().first()


@register.simple_tag
def related(page):
    return lines().filter(district=page.district_id, channel=page.channel_id).exclude(pk=page.pk)[:4]


@register.simple_tag
def latest(page):
    return lines().filter(district=page.district_id).exclude(pk=page.pk)[:6]
