from django import template
from django.utils.html import format_html

from publishing import telephones

register = template.Library()
register.filter("tel_href", telephones.href)


@register.simple_tag
def telephone(number, css_class=""):
    """The number as a link to dial; as plain words if nobody could dial it."""
    href = telephones.href(number)
    if not href:
        return number
    mark = format_html(' class="{}"', css_class) if css_class else ""
    return format_html('<a{} href="{}">{}</a>', mark, href, number)
