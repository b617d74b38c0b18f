"""What a table would do, row by row, as the preview shows it: nothing of it tells more than the desk's lists do."""

import logging
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from inquiries import phones
from inquiries.masking import mask_email, mask_name, mask_word
from inquiries.models import Inquiry
from parks.exchange.batches import in_batches
from parks.exchange.checking import CREATED, REFUSED, UNCHANGED
from parks.exchange.lookups import Lookups
from parks.exchange.running import UNFORESEEN, Report
from publishing.files import EMPTY, Refusal
from publishing.placing import is_within, remit_of

from .known import known_among
from .rows import InquiryRow
from .running import rows_of

logger = logging.getLogger(__name__)

ROWS_AT_ONCE = 1_000  # each is received as if it came by the site; longer tables go by the command
MASKS = {"contact_name": mask_name, "phone": phones.mask, "wechat": mask_word, "email": mask_email}
SHOWN_FIRST = ["contact_name", "phone", "topic", "district", "company"]
NOT_HIS = "意向地区：请填写您负责的地区"


class Column(NamedTuple):
    header: str


@dataclass
class Row:
    """As `parks.exchange.keeping.as_preview` reads it; `said` and `key` are what is stored, `keys` what it may have been
    stored under before."""

    line: int
    name: str
    outcome: str
    reasons: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    said: dict = field(default_factory=dict)
    key: str = ""
    keys: set = field(default_factory=set)
    item = None


def look(filename, data, user):
    """The Report of what the table would do for `user`; `refusal` speaks of the whole file."""
    report = Report(filename)
    try:
        if not data.strip():
            raise Refusal(EMPTY)
        lookups = Lookups(user)
        forms = rows_of(data, filename, lookups)
        if len(forms) > ROWS_AT_ONCE:
            raise Refusal(f"表里有 {len(forms)} 行，一次最多 {ROWS_AT_ONCE} 行，请拆开再导入。")
        if not forms:
            raise Refusal("表头下面没有内容。")
        report.rows = [row_of(line, form, lookups, user) for line, form in forms]
        mark_known(report.rows)
        point_out_open([row for row in report.rows if row.outcome == CREATED], user)
    except Refusal as refusal:
        report.refusal = refusal
    except Exception:  # a file nobody has foreseen
        logger.exception("could not read %s", filename)
        report.refusal = Refusal(UNFORESEEN)
    return report


def row_of(line, form, lookups, user):
    is_valid = form.is_valid()
    said = form.cleaned_data
    name = said.get("company") or mask_name(said.get("contact_name") or "")
    reasons = form.reasons() if not is_valid else [] if is_his(said, user) else [NOT_HIS]
    if reasons:
        return Row(line, name, REFUSED, reasons)
    kept = {"said": said, "key": form.digest(), "keys": form.digests()}
    return Row(line, name, CREATED, changes=shown(said, lookups), **kept)


def is_his(said, user):
    """Who is bound to districts brings in what these handle; what names no district only others can see."""
    place = said["district"]
    return remit_of(user) is None or (place is not None and is_within(user, place.path))


def shown(said, lookups):
    """[(column, "", words)] of what is filled in, whom to call masked."""
    fields = InquiryRow({}, lookups).fields
    names = [*SHOWN_FIRST, *(name for name in fields if name not in SHOWN_FIRST)]
    return [
        (Column(fields[name].label), "", words_of(fields[name], name, said[name]))
        for name in names
        if said[name] not in (None, "")
    ]


def words_of(field_, name, value):
    if name in MASKS:
        return MASKS[name](value)
    if hasattr(field_, "choices"):
        return str(dict(field_.choices)[value])
    return str(value)[:200]


def mark_known(rows):
    """Taken before, or a second time in this table: not again."""
    good = [row for row in rows if row.outcome == CREATED]
    keys = {key for row in good for key in row.keys}
    known = {one for some in in_batches(keys) for one in known_among(some)}
    for row in good:
        if row.keys & known:
            row.outcome, row.changes = UNCHANGED, []
        known.add(row.key)


def point_out_open(rows, user):
    """Whoever asks again: the same number with an inquiry that is still open, or in a row above."""
    open_ones = defaultdict(list)
    for numbers in in_batches({row.said["phone"] for row in rows}):
        for one in Inquiry.objects.open().filter(phone__in=numbers).order_by("pk"):
            open_ones[one.phone].append(one)
    his = [one.pk for same in open_ones.values() for one in same]
    visible = set(Inquiry.objects.visible_to(user).filter(pk__in=his).values_list("pk", flat=True))
    above = {}
    for row in rows:
        same = open_ones[row.said["phone"]]
        named = [one.reference for one in same if one.pk in visible]
        if named:
            row.notices.append(f"与未办结的咨询 {'、'.join(named[:3])} 手机相同，导入后请查看是否合并")
        elif same:
            row.notices.append("其他地区有未办结的咨询手机相同")
        first = above.setdefault(row.said["phone"], row.line)
        if first != row.line:
            row.notices.append(f"与第 {first} 行手机相同")
