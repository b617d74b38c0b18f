import signal

from django.core.management.base import BaseCommand

from outbox.working import Worker


class Command(BaseCommand):
    help = "发送待发的通知与推送，做定时的整理。可同时开几个；make run 自带一个。"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="把现在该做的做完就结束。")

    def handle(self, *, once, **options):
        worker = Worker()
        if once:
            self.stdout.write(f"办理 {worker.once()} 条。")
            return
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            worker.run()
        except KeyboardInterrupt:
            worker.stop()
