"""Makes the search index anew while the site serves; broken off, it goes on where it was."""

from django.core.management.base import BaseCommand

from publishing.changes import note_change
from search.engines import engine
from search.indexing import kinds, rebuild


class Command(BaseCommand):
    help = "重建站内搜索的索引。网站照常服务；中断后再次运行会接着做。"

    def add_arguments(self, parser):
        parser.add_argument("--kind", choices=sorted(kinds()), help="只重建这一类")
        parser.add_argument("--restart", action="store_true", help="不接着上次，从头开始")

    def handle(self, *, kind=None, restart=False, **options):
        for name, model in kinds().items():
            if kind in (None, name):
                label = model._meta.verbose_name
                rebuild(model, lambda done, total, label=label: self.say(f"{label}：{done}/{total}"), restart)
                # Pages keep what the index said; what SQL by hand has changed is read again too.
                note_change(model)
                self.say(f"{label}：完成")
        engine().settle()

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()
