from django.core.management.base import BaseCommand

from inquiries.models import Inquiry
from inquiries.retention import purge


class Command(BaseCommand):
    help = f"清除办结满 {Inquiry.KEPT_YEARS} 年的咨询和投稿里的个人信息，只留下统计所需的部分。"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只计数，不清除")

    def handle(self, *, dry_run, **options):
        done = "将清除" if dry_run else "已清除"
        for model, count in purge(dry_run).items():
            self.stdout.write(f"{model._meta.verbose_name}：{done} {count} 条")
        if dry_run:
            self.stdout.write("没有写入数据库。")
