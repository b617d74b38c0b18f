from django.core.management.base import BaseCommand

from parks.exchange.running import run
from publishing.importing import tell


class Command(BaseCommand):
    help = "从 Excel（.xlsx）或 CSV 导入园区和载体，一个工作簿里可以两张表都有。重复导入同一个文件不会改变任何内容。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="只检查和计数，不写入")
        parser.add_argument("--all-or-none", action="store_true", help="有一行被拒绝就全部不导入")

    def handle(self, *, files, dry_run, all_or_none, **options):
        reports = run(files, dry_run=dry_run, all_or_none=all_or_none)
        tell(self.stdout.write, reports, "行", dry_run, all_or_none)
