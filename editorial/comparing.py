"""Two contents of an article or a policy side by side, as a reader sees them: never as HTML, never trusting any."""

from itertools import groupby
from typing import NamedTuple

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from publishing.admin import moment, staff_name
from publishing.richtext import RichTextField, clean_html, printable

from .aligning import paired, runs
from .contents import KEPT, differing
from .lines import Line, lines_of_html, lines_of_text

KEPT_WORDS, REMOVED, ADDED = "=", "-", "+"
GONE = "（已删除）"
AROUND = 1  # unchanged lines shown on either side of a change
FOLDED_FROM = 4


class Difference(NamedTuple):
    """A field that two contents fill differently. `html` marks what went with <del>, what came with <ins>."""

    name: str
    label: str
    html: str
    is_long: bool


class Marked(NamedTuple):
    """A line of both texts: its cells hold (mark, word) pairs."""

    kind: str
    cells: tuple

    @property
    def is_kept(self):
        return all(mark == KEPT_WORDS for cell in self.cells for mark, _ in cell)


def compare(before, after, model):
    """[Difference] of two contents (`contents.content_of`) of `model`, the long texts last."""
    names = changed_names(before, after, model)
    return [_difference(name, before.get(name), after.get(name), model) for name in names]


def whole(content, model):
    """[Difference] of a text that replaces none: its long parts as the page will show them."""
    shown = compare({}, {name: value for name, value in content.items() if value}, model)
    return [
        one._replace(html=mark_safe(clean_html(content[one.name])))
        if isinstance(model._meta.get_field(one.name), RichTextField)
        else one
        for one in shown
    ]


def changed_names(before, after, model):
    """What the two say differently, in the order in which it is read."""
    kept = KEPT[model]
    order = [*kept.plain, *kept.one, *kept.many, *(["tags"] if kept.tags else [])]
    changed = set(differing(before, {name: after.get(name) for name in {*before, *after}}))
    return sorted((name for name in order if name in changed), key=lambda name: _is_text(model, name))


def changed_labels(before, after, model):
    return [label_of(model, name) for name in changed_names(before, after, model)]


def label_of(model, name):
    return str(model._meta.get_field(name).verbose_name)


def _is_text(model, name):
    return isinstance(model._meta.get_field(name), models.TextField)


def _difference(name, before, after, model):
    field = model._meta.get_field(name)
    if isinstance(field, RichTextField):
        html = render(marked_lines(lines_of_html(before or ""), lines_of_html(after or "")), folded=True)
    elif isinstance(before, list) or isinstance(after, list):
        html = _of_rows(_names(field, before or []), _names(field, after or []))
    elif isinstance(field, models.CharField | models.TextField) and not field.choices:
        html = render(marked_lines(lines_of_text(_text(before)), lines_of_text(_text(after))), folded=True)
    else:
        html = _of_values(_said(field, before), _said(field, after))
    return Difference(name, label_of(model, name), html, _is_text(model, name))


def _text(value):
    return printable(value) if isinstance(value, str) else ""


# --- Lines and words


def marked_lines(before, after):
    """[Marked] of two lists of lines: dropping what is removed gives `after`, dropping what is added `before`."""
    marked = []
    for kept, old, new in runs(before, after):
        if kept:
            marked += [_whole(KEPT_WORDS, line) for line in new]
            continue
        for one, other in paired(old, new, text=lambda line: line.text, kind=_shape):
            if one and other:
                cells = zip(one.cells, other.cells, strict=True)
                marked.append(Marked(other.kind, tuple(_marked_words(*pair) for pair in cells)))
            else:
                marked.append(_whole(REMOVED, one) if one else _whole(ADDED, other))
    return marked


def _shape(line):
    return line.kind, len(line.cells)


def _whole(mark, line):
    return Marked(line.kind, tuple(tuple((mark, word) for word in cell) for cell in line.cells))


def _marked_words(before, after):
    marked = []
    for kept, old, new in runs(before, after, size=lambda word: len(word.text) or 1):
        if kept:
            marked += [(KEPT_WORDS, word) for word in new]
        else:
            marked += [(REMOVED, word) for word in old] + [(ADDED, word) for word in new]
    return tuple(marked)


def side(marked, dropped):
    """The lines as they read without what is marked `dropped`."""
    lines = []
    for line in marked:
        cells = tuple(tuple(word for mark, word in cell if mark != dropped) for cell in line.cells)
        marks = {mark for cell in line.cells for mark, _ in cell}
        if marks != {dropped}:
            lines.append(Line(line.kind, cells))
    return lines


# --- HTML


def render(marked, folded=False):
    """HTML of marked lines. `folded` hides long stretches without a change behind a click."""
    parts = []
    for kept, group in groupby(marked, key=lambda line: folded and line.is_kept):
        lines = list(group)
        if not kept or len(lines) < FOLDED_FROM:
            parts.append(_block(lines))
            continue
        head, tail = (AROUND if parts else 0), AROUND
        if lines[-1] is marked[-1]:
            tail = 0
        inside = lines[head : len(lines) - tail]
        parts.append(_block(lines[:head]))
        words = f"{len(inside)} 段未改动"
        parts.append(
            format_html('<details class="unchanged"><summary>{}</summary>{}</details>', words, _block(inside))
        )
        parts.append(_block(lines[len(lines) - tail :]))
    return mark_safe("".join(parts))


def _block(lines):
    parts = []
    for is_table, group in groupby(lines, key=lambda line: line.kind in ("tr", "th")):
        if is_table:
            rows = mark_safe("".join(map(_row, group)))
            parts.append(format_html('<div class="scroll"><table>{}</table></div>', rows))
        else:
            parts += [_line(line) for line in group]
    return mark_safe("".join(parts))


def _row(line):
    tag = mark_safe("th" if line.kind == "th" else "td")
    cells = format_html_join("", "<{0}>{1}</{0}>", ((tag, _words(cell)) for cell in line.cells))
    return format_html("<tr>{}</tr>", cells)


def _line(line):
    return format_html('<p data-line="{}">{}</p>', line.kind, _words(line.cells[0]))


TAGS = {KEPT_WORDS: "{}", REMOVED: "<del>{}</del>", ADDED: "<ins>{}</ins>"}


def _words(cell):
    parts = []
    for mark, group in groupby(cell, key=lambda pair: pair[0]):
        inner = (
            _styled(styles, "".join(word.text for _, word in same))
            for styles, same in groupby(group, key=lambda pair: pair[1].styles)
        )
        parts.append(format_html(TAGS[mark], mark_safe("".join(inner))))
    return mark_safe("".join(parts))


def _styled(styles, text):
    html = mark_safe(escape(text).replace("\n", "<br>"))
    for tag, address in reversed(styles):
        if tag == "img":
            html = format_html('<img src="{}" alt="{}" loading="lazy">', address, text)
        elif tag == "a":
            html = format_html('<a href="{0}" title="{0}" rel="noopener">{1}</a>', address, html)
        else:
            html = format_html("<{0}>{1}</{0}>", mark_safe(tag), html)
    return html


# --- Values


def _of_values(before, after):
    parts = [
        format_html(pattern, value)
        for pattern, value in (("<del>{}</del>", before), ("<ins>{}</ins>", after))
        if value
    ]
    return format_html("<p>{}</p>", mark_safe(" ".join(parts)))


def _of_rows(before, after):
    patterns = [
        *(("<del>{}</del>", name) for name in before if name not in after),
        *(("{}" if name in before else "<ins>{}</ins>", name) for name in after),
    ]
    return format_html(
        "<p>{}</p>", mark_safe("、".join(format_html(pattern, name) for pattern, name in patterns))
    )


def _names(field, values):
    """The rows of a many-to-many field by their names; tags are names already."""
    if not field.is_relation or not all(isinstance(value, int) for value in values):
        return [str(value) for value in values]
    rows = field.remote_field.model._base_manager.in_bulk(values)
    return [str(rows.get(value, GONE)) for value in values]


def _said(field, value):
    """A plain value as people say it; "" for none."""
    if value is None or value == "":
        return ""
    if field.is_relation:
        return _named(field.remote_field.model._base_manager.filter(pk=value).first())
    if isinstance(field, models.BooleanField):
        return "是" if value else "否"
    if isinstance(field, models.DateTimeField):
        return moment(parse_datetime(value))
    if isinstance(field, models.DateField):
        return f"{parse_date(value):%Y-%m-%d}"
    return str(dict(field.flatchoices).get(value, value))


def _named(row):
    if row is None:
        return GONE
    if hasattr(row, "username"):
        return staff_name(row)
    if image := getattr(row, "image", None):
        return format_html('<img src="{}" alt="{}" loading="lazy">', image.url, row)
    return str(row)
