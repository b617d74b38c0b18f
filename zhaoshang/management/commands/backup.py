from django.core.management.base import BaseCommand, CommandError

from zhaoshang.backups import Unfit
from zhaoshang.backups.running import back_up


class Command(BaseCommand):
    help = "把数据库、上传的图片与附件备份到一个新文件夹。网站可以照常运行。"

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", help="还没有的或空的文件夹")

    def handle(self, *, folder, **options):
        try:
            said = back_up(folder)
        except Unfit as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"没有备份：{error.strerror}。") from None
        size = sum(size for size, _ in said["files"].values()) / 1_000_000
        self.stdout.write(f"已备份到 {folder}：{len(said['files'])} 个文件，{size:.1f} MB。")
        self.stdout.write("其中有个人信息，请妥善保管。.env 里的密钥和设置不在其中，请另外保存。")
