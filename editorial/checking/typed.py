"""The content of a form somebody is still writing in: read as it stands, judged by nobody, saved nowhere."""

import re

from editorial.contents import following, kept_of
from publishing.admin.odd_input import is_number
from publishing.admin.rich_text import RichTextFormField
from publishing.richtext import RichTextField, printable


def typed(item, post, content):
    """`content` with what `post` (a QueryDict of the admin's form) says. What it leaves out stays."""
    kept, said = kept_of(item), {}
    for name in kept.plain:
        if name in post:
            said[name] = text_of(item._meta.get_field(name), post[name])
    said |= {name: number_of(post[name]) for name in kept.one if name in post}
    said |= {
        name: sorted(int(one) for one in post.getlist(name) if is_number(one))
        for name in kept.many
        if name in post
    }
    if kept.tags and "tags" in post:
        words = (word.strip(' "') for word in re.split(r"[,，、;；\n]", printable(post["tags"])))
        said["tags"] = sorted({word for word in words if word})
    return following(content, content | said)


def text_of(field, value):
    value = printable(value).replace("\r\n", "\n")
    return RichTextFormField(required=False).clean(value) if isinstance(field, RichTextField) else value


def number_of(value):
    return int(value) if is_number(value) else None
