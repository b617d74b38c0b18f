"""A worker in a process of its own: DATABASE FILE once|run. It notes each delivery as a line of FILE."""

import os
import signal
import sys
import time
from pathlib import Path

# Started as a file: what is imported lies two folders up.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "zhaoshang.settings"

import django
from django.conf import settings

database, notes, what = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = database
settings.INSTALLED_APPS = ["outbox"]  # starts sooner
django.setup()

from django.core.management import call_command  # noqa: E402

from outbox import working  # noqa: E402
from outbox.duties import delivers, duties  # noqa: E402

duties.clear()
working.PATIENCE = 0.2


@delivers("note", "记一笔")
def note(payload):
    with Path(notes).open("a") as file:  # one short write: lines of several processes don't mix
        file.write(f"{payload['number']}\n")
    time.sleep(0.002)


@delivers("hang", "不回应")
def hang(payload):
    time.sleep(600)


@delivers("die", "被杀")
def die(payload):
    os.kill(os.getpid(), signal.SIGKILL)


if what == "once":
    working.Worker().once()
elif what == "run":
    call_command("work")
else:
    call_command("migrate", "outbox", verbosity=0)
