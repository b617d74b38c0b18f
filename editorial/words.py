"""The 词库 in and out: a table, or a plain list of one word a line, looked at first and then saved."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction

from editorial.models import Grade, Word
from parks.exchange.cells import WORDS as YES_AND_NO
from parks.exchange.cells import YES, canonical
from parks.exchange.checking import Row
from parks.exchange.columns import Column
from parks.exchange.running import Report
from publishing.changes import note_change
from publishing.files import EMPTY, Refusal, checked_names, decoded, refuse_old_office
from publishing.sheets import plain_book
from publishing.tables import csv_rows, sheets

COLUMNS = {
    "词语": "text",
    "类别": "kind",
    "轻重": "grade",
    "改为": "suggestion",
    "说明": "explanation",
    "启用": "is_active",
}
KINDS = {label: value for value, label in Word.Kind.choices}
GRADES = {label: value for value, label in Grade.choices}
FLAGS = {"是": True, "否": False} | {text: truth for truth, texts in YES_AND_NO.items() for text in texts}
ROWS = 5_000
ARROW = re.compile(r"\s*(?:→|=>|->|>|\t|,|，)\s*")  # of a plain list: 布署→部署
EXAMPLES = [
    ["布署", "易错", "建议", "部署", "", YES],
    ["截止日期", "放行", "建议", "", "", YES],
]


def exported(words):
    """The bytes of a workbook that can be imported again."""
    rows = [
        [
            one.text,
            one.get_kind_display(),
            one.get_grade_display(),
            one.suggestion,
            one.explanation,
            shown(one.is_active),
        ]
        for one in words
    ]
    return plain_book([*COLUMNS], rows)


def template():
    return plain_book([*COLUMNS], EXAMPLES)


def shown(value):
    return ("否", YES)[value] if isinstance(value, bool) else str(value)


# --- In


def look(name, data):
    """The Report of what a file would do."""
    report = Report(name)
    try:
        rows = rows_of(name, data)
        if len(rows) > ROWS:
            raise Refusal(f"文件里有 {len(rows)} 行，一次最多 {ROWS} 行，请拆开再导入。")
        report.rows = judged(rows)
        if not report.rows:
            raise Refusal(EMPTY)
    except Refusal as refusal:
        report.refusal = refusal
    return report


def rows_of(name, data):
    """[(line, {field: text})]; a field the file has no column for is left out."""
    refuse_old_office(data)
    if data.startswith(b"PK"):
        checked_names(data)
        return tabled(sheets(data, len(COLUMNS) + 4)[0][1])
    text = decoded(data).lstrip("\ufeff")
    if name.lower().endswith(".txt"):
        return listed(text)
    rows, refusal = csv_rows(text)
    if refusal:
        raise refusal
    return tabled(rows)


def listed(text):
    """One word a line, what to write instead behind an arrow, a comma or a tab."""
    found = []
    for line, written in enumerate(text.splitlines(), start=1):
        word, *better = ARROW.split(written.strip(), maxsplit=1)
        if word:
            found.append((line, {"text": word} | ({"suggestion": better[0]} if better else {})))
    return found


def tabled(rows):
    rows = [(line, [canonical(cell) for cell in cells]) for line, cells in rows]
    rows = [(line, cells) for line, cells in rows if any(cells)]
    head = rows[0][1] if rows else []
    if "词语" not in head:
        raise Refusal("第一行要写明各列的名称，其中要有“词语”。可以下载模板来填。")
    fields = [COLUMNS.get(title) for title in head]
    return [
        (line, {field: cell for field, cell in zip(fields, cells, strict=False) if field})
        for line, cells in rows[1:]
    ]


def judged(rows):
    """What each row would do: create, change, nothing, or be refused and why."""
    known, lines, found = {word.text: word for word in Word.objects.all()}, {}, []
    for line, said in rows:
        text = said.get("text", "")
        row = Row(None, line, name=text)
        found.append(row)
        row.is_new = text not in known
        row.item = known.get(text) or Word()
        before = {field: getattr(row.item, field) for field in COLUMNS.values()}
        write(row, said)
        if text in lines:
            row.refuse(f"和第 {lines[text]} 行重复")
        lines.setdefault(text, line)
        row.changes = [
            (
                Column(Word._meta.get_field(field)),
                readable(row.item, field, before[field]),
                readable(row.item, field),
            )
            for field in COLUMNS.values()
            if getattr(row.item, field) != before[field]
        ]
    return found


def write(row, said):
    """Put into the row's word what the file says, and see whether it can be so."""
    word = row.item
    for field in ("text", "suggestion", "explanation"):
        if field in said:
            setattr(word, field, said[field].strip())
    if row.is_new:
        word.kind = Word.Kind.CONFUSED if word.suggestion else Word.Kind.SENSITIVE
    choose(row, said, "kind", KINDS)
    choose(row, said, "grade", GRADES)
    choose(row, said, "is_active", FLAGS)
    try:
        word.full_clean(validate_unique=False)
    except ValidationError as error:
        refuse(row, error)


def choose(row, said, field, meanings):
    """An empty cell changes nothing."""
    label = said.get(field, "").lower()
    if label and label not in meanings:
        title = Word._meta.get_field(field).verbose_name
        row.refuse(
            f"“{title}”里的“{label[:20]}”看不懂，请填{'、'.join([*meanings][: 2 if field == 'is_active' else None])}中的一个"
        )
    elif label:
        setattr(row.item, field, meanings[label])


def refuse(row, error):
    for name, reasons in error.message_dict.items():
        label = "" if name == "__all__" else f"{Word._meta.get_field(name).verbose_name}："
        for reason in reasons:
            row.refuse(f"{label}{reason}")


def readable(word, field, *value):
    value = value[0] if value else getattr(word, field)
    labels = {"kind": Word.Kind, "grade": Grade}
    return str(labels[field](value).label) if value and field in labels else shown(value)


@transaction.atomic
def save(rows):
    """The rows that may be saved, all at once; the checker knows them from the next text on."""
    good = [row for row in rows if not row.reasons]
    Word.objects.bulk_create([row.item for row in good if row.is_new], ignore_conflicts=True)
    fields = [field for field in COLUMNS.values() if field != "text"]
    Word.objects.bulk_update(
        [row.item for row in good if not row.is_new and row.changes], fields, batch_size=200
    )
    note_change(Word)
