from django.core.management.base import BaseCommand

from zhaoshang.roles import ensure_roles


class Command(BaseCommand):
    help = "建立各个角色（编辑、初审、复审、终审、招商专员、站长、审计），权限与程序里写的一致。首次部署和每次升级后运行。"

    def handle(self, **options):
        for name, role in ensure_roles().items():
            self.stdout.write(f"{name}：{role.permissions.count()} 项权限")
