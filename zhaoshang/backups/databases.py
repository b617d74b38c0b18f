"""The database as files, and back in one transaction: either all of it is there or the old one stays.

SQLite by its own online backup, which minds the -wal on both sides. PostgreSQL by COPY from one snapshot: no pg_dump of
the right version is needed, and the same rows come back to the byte.
"""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from . import Unfit, manifest

SQLITE = "database.sqlite3"
TABLES = "tables.json"
PATIENCE = "10s"  # for locks that a running site holds


def dump(folder):
    {"sqlite": dump_sqlite, "postgresql": dump_postgresql}[connection.vendor](folder)


def prepare(folder, said):
    """Makes a copy in `folder` ready to be put in place. Raises Unfit where that can't work."""
    if said["database"] != connection.vendor:
        raise Unfit(f"备份来自 {said['database']}，本站用的是 {connection.vendor}，不能直接恢复。")
    if connection.vendor == "sqlite":
        bring_up_to_date(folder / SQLITE, said)
    elif said["migrations"] != manifest.applied():
        raise Unfit("备份与现在的程序不是同一版本。请先用备份时的程序恢复，再升级。")


def load(folder):
    {"sqlite": load_sqlite, "postgresql": load_postgresql}[connection.vendor](folder)


def dump_sqlite(folder):
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / SQLITE)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, no -wal beside it
        refuse_unsound(copy)


def refuse_unsound(database):
    try:
        found = database.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise Unfit(f"数据库没有通过完整性检查：{found[:100]}")


def bring_up_to_date(file, said):
    """Migrates the copy, not the site: what fails here has changed nothing."""
    with closing(sqlite3.connect(file)) as copy:
        refuse_unsound(copy)
    if said["migrations"] == manifest.applied():
        return
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity=0"]
    done = subprocess.run(
        command, env=os.environ | {"DATABASE_URL": f"sqlite:///{file}"}, capture_output=True
    )
    if done.returncode:
        raise Unfit("备份的数据库没能升级到现在的程序版本。")
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


def load_sqlite(folder):
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / SQLITE)) as copy:
        try:
            copy.backup(connection.connection)
        except sqlite3.Error as error:
            raise Unfit("数据库正忙，没有恢复。请停止网站后再试。") from error


def dump_postgresql(folder):
    tables = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for number, table in enumerate(all_tables(cursor)):
            columns = columns_of(cursor, table)
            tables[table] = {"file": f"table-{number}.copy", "columns": columns}
            with (folder / tables[table]["file"]).open("wb") as file:
                cursor.copy_expert(f"COPY {quoted(table)} ({listed(columns)}) TO STDOUT", file)
        sequences = all_sequences(cursor)
    (folder / TABLES).write_text(json.dumps({"tables": tables, "sequences": sequences}), "utf-8")


def load_postgresql(folder):
    said = json.loads((folder / TABLES).read_text("utf-8"))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute(f"TRUNCATE {', '.join(map(quoted, all_tables(cursor)))}")
            for table, one in said["tables"].items():
                with (folder / one["file"]).open("rb") as file:
                    cursor.copy_expert(f"COPY {quoted(table)} ({listed(one['columns'])}) FROM STDIN", file)
            for sequence, last, called in said["sequences"]:
                cursor.execute("SELECT setval(%s::regclass, %s, %s)", [quoted(sequence), last, called])
    except (DatabaseError, connection.Database.Error) as error:  # Django doesn't dress those of COPY
        raise Unfit("数据库正忙或与备份不合，没有恢复。请停止网站后再试。") from error


def all_tables(cursor):
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]


def columns_of(cursor, table):
    """Without those the database works out itself."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def all_sequences(cursor):
    cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()")
    found = []
    for (name,) in cursor.fetchall():
        cursor.execute(f"SELECT last_value, is_called FROM {quoted(name)}")
        found.append([name, *cursor.fetchone()])
    return found


def quoted(name):
    return connection.ops.quote_name(name)


def listed(columns):
    return ", ".join(map(quoted, columns))
