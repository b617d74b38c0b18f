from django.core.management.base import BaseCommand

from inquiries.importing.running import run
from publishing.importing import tell


class Command(BaseCommand):
    help = (
        "从 Excel（.xlsx）或 CSV 导入电话、展会等渠道收到的咨询，要有“联系人”“手机”“主题”三列。"
        "重复导入同一个文件不会改变任何内容；已有的咨询不会被改动。"
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="只检查和计数，不写入")
        parser.add_argument("--all-or-none", action="store_true", help="有一行被拒绝就全部不导入")

    def handle(self, *, files, dry_run, all_or_none, **options):
        reports = run(files, dry_run=dry_run, all_or_none=all_or_none)
        tell(self.stdout.write, reports, "行", dry_run, all_or_none)
