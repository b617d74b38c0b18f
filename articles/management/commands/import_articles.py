from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from articles.importing.running import run
from articles.models import Channel

COUNTS = {"created": "新增", "updated": "更新", "skipped": "跳过", "refused": "拒绝"}


class Command(BaseCommand):
    help = "导入文章：网页（.html）、Word（.docx）、表格（.xlsx .csv）、文本（.txt）、.json。重复导入同一个文件不会改变任何内容。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--channel", default="news", help="文件没有写明栏目的文章归入这个栏目（网址名），默认 news"
        )
        parser.add_argument("--draft", action="store_true", help="新文章存为草稿，不公开")
        parser.add_argument("--dry-run", action="store_true", help="只检查和计数，不写入")
        parser.add_argument("--all-or-none", action="store_true", help="有一条被拒绝就全部不导入")

    def handle(self, *, files, channel, draft, dry_run, all_or_none, **options):
        reports = run(files, _channel(channel), as_draft=draft, dry_run=dry_run, all_or_none=all_or_none)
        total = Counter()
        for report in reports:
            total += report.counts
            for sentence in report.sentences():
                self.stdout.write(sentence)
            self.stdout.write(f"{report.name}：{_counted(report.counts)}")
        self.stdout.write(f"合计：{_counted(total)}")
        nothing_saved = dry_run or (all_or_none and total["refused"])
        if nothing_saved:
            self.stdout.write("没有写入数据库。")
        if total["refused"]:
            raise CommandError(f"有 {total['refused']} 条没有导入，原因见上。")


def _channel(slug):
    if channel := Channel.objects.filter(slug=slug).first():
        return channel
    known = "、".join(f"{one.slug}（{one.name}）" for one in Channel.objects.all())
    raise CommandError(f"没有“{slug}”这个栏目。可用的栏目：{known}。")


def _counted(counts):
    return "，".join(f"{word} {counts[name]}" for name, word in COUNTS.items())
