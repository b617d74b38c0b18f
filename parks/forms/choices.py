"""A select of hundreds of options: Django's own renders a template for each."""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe


def written(choices):
    """The options (value, label), none of them chosen."""
    return format_html_join("", '<option value="{}">{}</option>', choices)


class ManyChoices(forms.Select):
    written = None  # gives its options, as `written` does; without it they are its `choices`

    def render(self, name, value, attrs=None, renderer=None):
        options = self.written() if self.written else written(self.choices)
        option = f'<option value="{escape("" if value is None else value)}"'
        options = options.replace(f"{option}>", f"{option} selected>", 1)
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name} | (attrs or {})))
        return format_html("<select{}>{}</select>", attributes, mark_safe(options))
