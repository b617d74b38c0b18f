from django.core.management.base import BaseCommand, CommandError

from zhaoshang.backups import Unfit
from zhaoshang.backups.running import restore


class Command(BaseCommand):
    help = "用备份恢复数据库、上传的图片与附件。请先停止网站；恢复不成，原来的内容不变。"

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", help="backup 做成的文件夹")
        parser.add_argument("--replace", action="store_true", help="本站已有内容时，换掉全部内容。")

    def handle(self, *, folder, replace, **options):
        try:
            said = restore(folder, replace)
        except Unfit as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"没有恢复，原来的内容不变：{error.strerror}。") from None
        self.stdout.write(f"已恢复 {said['made_at'][:16]} 的备份：{len(said['files'])} 个文件。请启动网站。")
