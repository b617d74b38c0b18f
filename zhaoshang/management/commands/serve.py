"""`make run`: bring the database and the static files up to date, then serve and send, all in one process."""

import hashlib
import os
import signal
import socket
import sys
import threading
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from waitress import create_server

from outbox.working import Worker

HOST = "127.0.0.1"
THREADS = 8
MAX_BODY_BYTES = 30 * 1024 * 1024  # the largest upload a form takes is 20 MB


class Command(BaseCommand):
    help = "更新数据库与静态文件，然后在本机提供网站服务（试用与开发）。"
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")

    def handle(self, *, port, **options):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            listener = listen(port)
            migrate()
            collect_static()
            if settings.DEVELOPMENT:
                call_command("seed_demo")
            self.serve(listener)
        except KeyboardInterrupt:
            sys.exit(0)

    def serve(self, listener):
        # Imported here: the application reads the list of static files when it is made.
        from zhaoshang.wsgi import application

        server = create_server(
            application, sockets=[listener], threads=THREADS, ident=None, max_request_body_size=MAX_BODY_BYTES
        )
        self.stdout.write(f"http://{HOST}:{listener.getsockname()[1]}/  (Ctrl-C 停止)")
        self.stdout.flush()
        worker = Worker()
        threading.Thread(target=worker.run, name="outbox", daemon=True).start()
        try:
            server.run()
        finally:
            worker.stop()


def listen(port):
    """Taken before anything else is done: a busy port should not cost a minute to find out."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, int(port)))
    except (ValueError, OverflowError):
        raise CommandError(f"端口 {port} 不是 1 到 65535 之间的数字。") from None
    except OSError:
        raise CommandError(f"端口 {port} 已被别的程序占用，或不许使用。换一个：make run PORT=9000") from None
    return listener


def migrate():
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def collect_static():
    state = static_state()
    collected = Path(settings.STATIC_ROOT) / ".collected"
    if collected.exists() and collected.read_text() == state:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    collected.write_text(state)


def static_state():
    """A number that changes when any static file does, or the way they are kept."""
    digest = hashlib.sha256(repr(settings.STORAGES).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = os.stat(storage.path(path))
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
