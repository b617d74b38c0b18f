from django.apps import apps
from django.core.management.base import BaseCommand

from publishing.pictures import PictureField


class Command(BaseCommand):
    help = "补做缺少的图片尺寸（更改尺寸设置或恢复备份之后）。"

    def handle(self, **options):
        made = 0
        for image in stored_pictures():
            if not image.renditions and image.storage.exists(image.name):
                image.update_all()
                made += bool(image.renditions)
        self.stdout.write(f"补做了 {made} 张图片的各种尺寸。")


def stored_pictures():
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, PictureField):
                for row in model._base_manager.exclude(**{field.name: ""}).iterator():
                    yield getattr(row, field.name)
