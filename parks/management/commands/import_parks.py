from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from parks.exchange.running import run

COUNTS = {"created": "新增", "updated": "更新", "skipped": "跳过", "refused": "拒绝"}


class Command(BaseCommand):
    help = "从 Excel（.xlsx）或 CSV 导入园区和载体，一个工作簿里可以两张表都有。重复导入同一个文件不会改变任何内容。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="只检查和计数，不写入")
        parser.add_argument("--all-or-none", action="store_true", help="有一行被拒绝就全部不导入")

    def handle(self, *, files, dry_run, all_or_none, **options):
        total = Counter()
        for report in run(files, dry_run=dry_run, all_or_none=all_or_none):
            total += report.counts
            for sentence in report.sentences():
                self.stdout.write(sentence)
            self.stdout.write(f"{report.name}：{_counted(report.counts)}")
        self.stdout.write(f"合计：{_counted(total)}")
        if dry_run or (all_or_none and total["refused"]):
            self.stdout.write("没有写入数据库。")
        if total["refused"]:
            raise CommandError(f"有 {total['refused']} 行没有导入，原因见上。")


def _counted(counts):
    return "，".join(f"{word} {counts[name]}" for name, word in COUNTS.items())
