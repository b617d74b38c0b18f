from django.core.management.base import BaseCommand, CommandError

from articles.importing.running import run
from articles.models import Channel
from publishing.importing import tell


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
        tell(self.stdout.write, reports, "条", dry_run, all_or_none)


def _channel(slug):
    if channel := Channel.objects.filter(slug=slug).first():
        return channel
    known = "、".join(f"{one.slug}（{one.name}）" for one in Channel.objects.all())
    raise CommandError(f"没有“{slug}”这个栏目。可用的栏目：{known}。")
