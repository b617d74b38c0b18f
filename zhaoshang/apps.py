from django.apps import AppConfig


class ZhaoshangConfig(AppConfig):
    name = "zhaoshang"
    verbose_name = "招商门户"
