"""One import run over several files: counts, and a sentence for each thing a person has to know."""

import logging
from contextlib import nullcontext

from django.db import transaction

from publishing.files import Refusal
from publishing.importing import Report
from publishing.richtext import printable

from .matching import Known
from .parsing import Vocabulary, parse
from .reading import read_file
from .saving import save

logger = logging.getLogger(__name__)


def run(paths, default_channel, as_draft=False, dry_run=False, all_or_none=False):
    """A Report per file. With `all_or_none` one refusal leaves the database as it was; so does `dry_run`."""
    vocabulary = Vocabulary()
    readings = [_read(path, vocabulary, default_channel) for path in paths]
    refused = any(report.counts["refused"] for report, _ in readings)
    if all_or_none and refused:
        return [report for report, _ in readings]
    with transaction.atomic() if dry_run or all_or_none else nullcontext():
        known = Known()
        for report, articles in readings:
            _save(report, articles, known, as_draft)
        refused = any(report.counts["refused"] for report, _ in readings)
        if dry_run or (all_or_none and refused):
            transaction.set_rollback(True)
    return [report for report, _ in readings]


def _read(path, vocabulary, default_channel):
    report, articles = Report(printable(str(path))), []
    try:
        drafts = read_file(path)
    except Refusal as refusal:
        report.refuse(refusal)
        return report, []
    except Exception:  # one file nobody has foreseen must not stop the others
        logger.exception("could not read %s", report.name)
        report.refuse(Refusal("读取这个文件时出了意外，请把它交给技术人员"))
        return report, []
    if not drafts:
        report.notice(None, "没有找到文章")
    for draft in drafts:
        try:
            if isinstance(draft, Refusal):
                raise draft
            articles.append(parse(draft, vocabulary, default_channel))
        except Refusal as refusal:
            report.refuse(refusal, getattr(draft, "line", None))
    return report, articles


def _save(report, articles, known, as_draft):
    known.met.clear()
    # A list shows the newest first and one day's articles by their number, so the last is saved first.
    for parsed in reversed(articles):
        try:
            outcome, notice = save(parsed, known, as_draft)
        except Refusal as refusal:
            report.refuse(refusal, parsed.line)
            continue
        report.counts[outcome] += 1
        for text in [*parsed.notices, notice]:
            if text and (outcome != "skipped" or text == notice):
                report.notice(parsed.line, text)
