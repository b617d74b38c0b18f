"""What a column of a sheet means: how a field of a park or a listing is written and read."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from parks.figures import figure
from parks.models import ParkCompany, ParkDistance
from publishing.files import Refusal
from publishing.richtext import LOOKS_LIKE_HTML, RichTextField, clean_html, printable, structure_text

from . import cells


class Column:
    """One field. `written` is the cell of an item, `read` the value a cell that is not empty means."""

    width, number_format, is_long = 14, "@", False
    kind = "文字"

    def __init__(self, field, example="", note=""):
        self.field, self.name, self.header = field, field.name, str(field.verbose_name)
        self.example = example
        self.note = note or str(field.help_text)

    @property
    def is_required(self):
        """Whether a new row has to say it."""
        return not self.field.blank and not self.field.has_default()

    @property
    def choices(self):
        return []

    @property
    def has_usual(self):
        """Whether an empty cell means the usual value of a new row, and nothing at all of an old one."""
        return not (self.field.null or self.field.blank) and self.field.has_default()

    def usual(self):
        """The usual value in words."""
        return self.shown(self.field.model(), None)

    def empty(self):
        """What an empty cell means. Raises Refusal where it may not be empty."""
        if self.field.null:
            return None
        if self.field.blank or self.has_usual:
            return self.field.get_default()
        raise Refusal("不能留空")

    def written(self, item, lookups):
        return self.stored(item)

    def stored(self, item):
        return getattr(item, self.field.attname)

    def read(self, cell, lookups):
        return cells.canonical(cell)

    def put(self, item, value):
        setattr(item, self.name, value)

    def same(self, item, value):
        return self.stored(item) == value

    def shown(self, item, lookups):
        """The value in a few words, as a preview says it."""
        return cells.said(self.written(item, lookups)) or "（空）"


class Text(Column):
    width = 24

    def __init__(self, field, *args, **options):
        super().__init__(field, *args, **options)
        self.is_long = not field.max_length
        self.width = 60 if self.is_long else min(44, max(14, field.max_length // 3))
        self.number_format = "General" if self.is_long else "@"

    def same(self, item, value):
        return cells.canonical(self.stored(item)) == cells.canonical(value)


class Rich(Text):
    kind = "文字或 HTML"

    def read(self, cell, lookups):
        text = cells.canonical(cell)
        return clean_html(text if LOOKS_LIKE_HTML.search(text) else structure_text(printable(text)))


class Number(Column):
    kind, width, number_format = "数字", 12, "General"

    def read(self, cell, lookups):
        return cells.number(cell)


class Whole(Number):
    kind = "整数"

    def read(self, cell, lookups):
        return cells.whole_number(cell)


class Day(Column):
    kind, width, number_format = "日期", 13, "yyyy-mm-dd"

    def read(self, cell, lookups):
        return cells.day(cell)


class Moment(Column):
    kind, width, number_format = "日期和时间", 18, "yyyy-mm-dd hh:mm:ss"

    def written(self, item, lookups):
        value = self.stored(item)
        return value and timezone.localtime(value).replace(microsecond=0, tzinfo=None)

    def read(self, cell, lookups):
        return cells.moment(cell)


class Choice(Column):
    kind = "选一项"

    @property
    def choices(self):
        return [str(label) for _, label in self.field.choices]

    def written(self, item, lookups):
        value = self.stored(item)
        return str(dict(self.field.choices).get(value, value))

    def read(self, cell, lookups):
        word = cells.folded(cells.canonical(cell))
        for value, label in self.field.choices:
            if word in (cells.folded(str(label)), cells.folded(str(value))):
                return value
        raise Refusal(f"请从 {'、'.join(self.choices)} 中选一个")


class YesNo(Column):
    kind, width = "是或否", 9

    choices = [cells.YES, cells.NO]

    def written(self, item, lookups):
        value = self.stored(item)
        return None if value is None else cells.canonical(value)

    def read(self, cell, lookups):
        return cells.yes_or_no(cell)


class InDistrict(Column):
    kind, width = "地区", 22

    def written(self, item, lookups):
        return lookups.district_names.get(item.district_id)

    def read(self, cell, lookups):
        text = cells.canonical(cell)
        if len(text) > 100:
            raise Refusal("没有这个地区")
        return lookups.district(text)

    def same(self, item, value):
        return item.district_id == (value and value.pk)


class InPark(Column):
    kind, width = "园区", 26

    def written(self, item, lookups):
        if item.park_id:
            return lookups.park_names.get(item.park_id)
        return item.park and item.park.name  # of the same file, not saved yet

    def read(self, cell, lookups):
        return lookups.park(cells.canonical(cell))

    def same(self, item, value):
        return item.park_id == value.pk if value and value.pk else value is None and item.park_id is None


class Many(Column):
    """What is stored beside the row, so `put` keeps it for the saving: `item.to_relate[name]`."""

    is_required, has_usual, number_format = False, False, "General"

    def empty(self):
        return []

    def put(self, item, value):
        if not hasattr(item, "to_relate"):
            item.to_relate = {}
        item.to_relate[self.name] = value

    def put_or_stored(self, item):
        return getattr(item, "to_relate", {}).get(self.name, self.stored(item))

    def same(self, item, value):
        return self.stored(item) == value


class Industries(Many):
    kind, width = "行业代码和名称，几个行业用分号隔开", 36

    def stored(self, item):
        return sorted(item.industries.all(), key=lambda one: one.code) if item.pk else []

    def written(self, item, lookups):
        return "；".join(lookups.industry_names[one.pk] for one in self.put_or_stored(item))

    def read(self, cell, lookups):
        return lookups.industries_named(cells.canonical(cell))

    def save(self, item, value):
        through = type(item).industries.through
        owner = type(item)._meta.model_name
        through.objects.filter(**{owner: item}).delete()
        through.objects.bulk_create([through(**{owner: item, "industry": one}) for one in value])


class Lines(Many):
    """One row of another table a line."""

    model = None
    is_long = True

    def __init__(self, header, example):
        self.name = self.model._meta.get_field("park").remote_field.related_name
        self.header, self.example, self.note, self.field = header, example, self.note, None

    def written(self, item, lookups):
        return "\n".join(self.line(one, lookups) for one in self.put_or_stored(item))

    def stored(self, item):
        return [*getattr(item, self.name).all()] if item.pk else []

    def read(self, cell, lookups):
        lines = filter(None, (line.strip() for line in cells.canonical(cell).splitlines()))
        rows = [self.row(line, lookups) for line in lines]
        for position, row in enumerate(rows, start=1):
            row.position = position
            self.check(row)
        return rows

    def check(self, row):
        try:
            row.clean_fields(exclude=["park", "industry"])
        except ValidationError as error:
            raise Refusal(f"“{self.line(row, None)[:40]}”：{''.join(error.messages)}") from None

    def same(self, item, value):
        def words(rows):
            return [self.line(one, None) for one in rows]

        return words(self.stored(item)) == words(value)

    def save(self, item, value):
        getattr(item, self.name).all().delete()
        for row in value:
            row.pk, row.park = None, item
        self.model.objects.bulk_create(value)


class Distances(Lines):
    model, width, kind = ParkDistance, 26, "一行一处：到哪里，空格，公里数"
    note = "如“天津港 71 km”。"
    LINE = re.compile(r"(.+?)[\s:：,，]+([0-9０-９.．]+)\s*(?:km|公里|千米|㎞)?", re.IGNORECASE)

    def line(self, row, lookups):
        return f"{row.target} {figure(row.km, 1).replace(',', '')} km"

    def row(self, line, lookups):
        match = self.LINE.fullmatch(line) if len(line) < 200 else None
        if not match:
            raise Refusal(f"“{line[:40]}”应写成“天津港 71 km”这样")
        return ParkDistance(target=match[1].strip(), km=cells.number(match[2]))


class Companies(Lines):
    model, width, kind = ParkCompany, 44, "一行一家：名称｜行业代码｜简介"
    note = "行业和简介可以不写。"

    def line(self, row, lookups):
        industry = lookups.industry_names.get(row.industry_id, "") if lookups else str(row.industry_id or "")
        return "｜".join([row.name, industry, row.note]).rstrip("｜")

    def row(self, line, lookups):
        name, industry, note, *more = [*(part.strip() for part in re.split(r"[｜|]", line)), "", ""]
        if any(more):
            raise Refusal(f"“{line[:40]}”里的竖线多于两个")
        found = lookups.industries_named(industry)
        if len(found) > 1:
            raise Refusal(f"“{line[:40]}”只能写一个行业")
        return ParkCompany(name=name, industry=found[0] if found else None, note=note)


KINDS = {
    RichTextField: Rich,
    models.DecimalField: Number,
    models.PositiveIntegerField: Whole,
    models.PositiveSmallIntegerField: Whole,
    models.DateTimeField: Moment,
    models.DateField: Day,
    models.BooleanField: YesNo,
    models.ManyToManyField: Industries,
}
RELATED = {"district": InDistrict, "park": InPark}


def column_for(model, name, example="", note=""):
    """The column of the model's field `name`."""
    field = model._meta.get_field(name)
    if name in RELATED:
        kind = RELATED[name]
    elif field.choices:
        kind = Choice
    else:
        kind = next((KINDS[one] for one in type(field).__mro__ if one in KINDS), Text)
    return kind(field, example, note)
