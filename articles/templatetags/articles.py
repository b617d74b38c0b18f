from django import template

from articles.models import PolicyDocument

register = template.Library()


@register.simple_tag
def policies_for(district, limit=6):
    """Policies in force that apply in `district`: its own, those of the places above it, national ones."""
    return PolicyDocument.objects.published().valid().applying_in(district).for_lists()[:limit]
