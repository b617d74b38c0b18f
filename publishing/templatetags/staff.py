from django import template

from publishing.admin import staff_name

register = template.Library()
register.filter("staff_name", staff_name)
