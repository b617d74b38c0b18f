"""Whole files: read, checked and, unless it is a rehearsal, saved; counts, and a sentence for each refusal."""

import logging
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from publishing.files import Refusal, content_of
from publishing.richtext import printable

from .checking import CHANGED, CREATED, REFUSED, UNCHANGED, check
from .lookups import Lookups
from .reading import read
from .saving import save

logger = logging.getLogger(__name__)
COUNTED_AS = {CREATED: "created", CHANGED: "updated", UNCHANGED: "skipped", REFUSED: "refused"}
UNFORESEEN = "读取这个文件时出了意外，请把它交给技术人员"


@dataclass
class Report:
    """What became of one file. `refusal` speaks of the whole of it."""

    name: str
    rows: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    refusal: Refusal | None = None

    @property
    def counts(self):
        counts = Counter(COUNTED_AS[row.outcome] for row in self.rows)
        return counts + Counter(refused=1 if self.refusal else 0)

    def sentences(self):
        if self.refusal:
            place = f"{self.name}:{self.refusal.line}" if self.refusal.line else self.name
            yield f"{place} {ended(self.refusal.reason)}"
        for notice in self.notices:
            yield f"{self.name} 提示：{ended(notice)}"
        for row in self.rows:
            for word, texts in (("", row.reasons), ("提示：", row.notices)):
                for text in texts:
                    yield f"{self.name}{f'［{row.table.sheet}］' if row.table.sheet else ''}:{row.line} {word}{ended(text)}"


def ended(text):
    return text.rstrip("。.") + "。"


def run(paths, dry_run=False, all_or_none=False):
    """A Report per file. With `all_or_none` one refusal leaves the database as it was; so does `dry_run`."""
    reports = []
    with transaction.atomic() if dry_run or all_or_none else nullcontext():
        for path in paths:
            # One after the other: a file of listings may name the parks of the file before.
            report = look_at(printable(str(path)), lambda path=path: read(content_of(path), str(Path(path))))
            save(report.rows)
            reports.append(report)
        if dry_run or (all_or_none and any(report.counts["refused"] for report in reports)):
            transaction.set_rollback(True)
    return reports


def look_at(name, tables, nouns=None, may_publish=True, user=None):
    """The Report of what a file would do; `tables()` reads it. Of `nouns` only, where they are
    given, and of what `user` may change, where he is bound to districts."""
    report = Report(name)
    try:
        found = tables()
        chosen = [table for table in found if nouns is None or table.noun in nouns]
        left = {table.noun.title for table in found if table not in chosen}
        if not chosen:
            raise Refusal(f"文件里只有{'、'.join(left)}，请到{'、'.join(left)}的列表里导入。")
        report.notices += [notice for table in found for notice in table.notices]
        report.notices += [f"{title}表请到{title}的列表里导入" for title in sorted(left)]
        report.rows = check(chosen, Lookups(user), may_publish)
        if not report.rows:
            report.notices.append("表头下面没有内容")
    except Refusal as refusal:
        report.refusal = refusal
    except Exception:  # one file nobody has foreseen must not stop the others
        logger.exception("could not read %s", report.name)
        report.refusal = Refusal(UNFORESEEN)
    return report
