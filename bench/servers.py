"""Servers on 127.0.0.1: a site as deploy/ starts it in production, its rival in the same way, nginx in front."""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNIT = ROOT / "deploy/zhaoshang@.service"
THREADS = int(re.search(r"--threads=(\d+)", UNIT.read_text("utf-8"))[1])  # of each process
PROCESSES = 2
STARTED_WITHIN = 120  # seconds


def command(application, port, programs):
    """How the shipped unit starts a process of the site, for `application` with the `programs` of a virtual environment."""
    program, *words = shlex.split(re.search(r"^ExecStart=(.+)$", UNIT.read_text("utf-8"), re.MULTILINE)[1])
    return [
        str(programs / Path(program).name),
        *[word.replace("%i", str(port)) for word in words[:-1]],
        application,
    ]


@contextmanager
def site(database, settings="bench.settings", **environment):
    """The ports of `PROCESSES` processes of the site on `database`."""
    said = {"DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": database.url, **environment}
    with processes("zhaoshang.wsgi:application", Path(sys.executable).parent, said) as ports:
        yield ports


@contextmanager
def processes(application, programs, environment):
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    ports = [free_port() for _ in range(PROCESSES)]
    with ExitStack() as stack:
        started = [
            stack.enter_context(process(command(application, port, programs), environment)) for port in ports
        ]
        for one, port in zip(started, ports, strict=True):
            wait(one, port)
        yield ports


@contextmanager
def process(words, environment=None):
    """A process that ends with the block; what it says is shown when it ends before."""
    started = subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()
        started.stdout.close()


def wait(started, port):
    """Raises RuntimeError when nothing listens at `port` in time."""
    for _ in range(STARTED_WITHIN * 20):
        if started.poll() is not None:
            raise RuntimeError(f"{started.args} ended:\n{started.stdout.read().decode()}")
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{started.args} does not answer")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
