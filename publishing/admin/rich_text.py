"""The field for a text with headings, lists, tables and pictures."""

from django import forms
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.safestring import mark_safe

from publishing.richtext import LOOKS_LIKE_HTML, RichTextField, clean_html, structure_text

BODY_HELP = "可以直接粘贴 Word、WPS、微信或网页里的内容，图片一起带进来；也可以把图片拖进来。"
# The screens that lend a hand stand above this app, so they are named, not imported.
HELPED_BY = {
    "data-list": "admin:library_picture_choose",
    "data-send": "admin:library_picture_upload",
    "data-paste": "admin:articles_article_paste",
}
SCRIPTS = ["vendor/tiptap/tiptap.min.js"]
SCRIPTS += [f"js/admin-{name}.js" for name in ("pictures", "editor-schema", "editor-pictures", "editor")]


def show_as_read(item):
    """Where a screen is only read, its texts stand there as on the page and not as HTML. `item` is not to be saved."""
    for field in item._meta.fields:
        if isinstance(field, RichTextField) and (text := getattr(item, field.attname)):
            setattr(item, field.attname, mark_safe(clean_html(text).replace("\n", " ")))


class RichTextFormField(forms.CharField):
    """Plain text is given its headings, paragraphs and lists; HTML is left to the model field's cleaning."""

    def clean(self, value):
        value = super().clean(value)
        return value if not value or LOOKS_LIKE_HTML.search(value) else structure_text(value)


class RichTextArea(forms.Textarea):
    """A plain field where no script runs; otherwise the script sets an editor in its place."""

    def __init__(self, attrs=None):
        super().__init__({"class": "rich-text", "rows": 24, "data-rich-text": ""} | (attrs or {}))

    def get_context(self, name, value, attrs):
        addresses = {attribute: reverse(screen) for attribute, screen in HELPED_BY.items()}
        return super().get_context(name, value, addresses | (attrs or {}))

    @property
    def media(self):
        return forms.Media(
            css={"all": ["css/admin-editor.css", "css/admin-pictures.css"]},
            js=[Script(path, defer=True) for path in SCRIPTS],
        )
