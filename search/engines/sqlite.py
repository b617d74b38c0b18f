"""SQLite: FTS5 over pairs, contentless. Forgetting needs the old tokens, which the old entry still gives.

Titles have a table of their own beside: in the one of the texts, what stands in a title is sought among all that
stands in texts, which is only worth it where something must not stand in those. What tells a hit, without the long
texts, lies close together in `search_heads`.

Each pair is a token. FTS5's `ascii` tokenizer takes every character beyond ASCII for part of a word, so ASCII
moves out of its way into the private area, and nothing a visitor types can be an operator.
"""

from django.db import connection

from search.tokens import pairs, pairs_of_phrase

ASIDE = {code: chr(0xE000 + code) for code in range(0x20, 0x7F)}
PLACE = "instr"

COLUMNS = {
    "search_pairs": ("kind", "title", "text"),
    "search_titles": ("kind", "title"),
}


TABLES = (*COLUMNS, "search_heads")
HEADS = "id integer PRIMARY KEY, kind text NOT NULL, thing_id integer NOT NULL, title text NOT NULL"


def make(schema_editor):
    for table in COLUMNS:
        make_table(table, schema_editor)
    make_heads(schema_editor)


def make_table(table, schema_editor):
    columns = ", ".join(COLUMNS[table])
    schema_editor.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5({columns}, content='', tokenize='ascii')"
    )


def make_heads(schema_editor):
    schema_editor.execute(f"CREATE TABLE IF NOT EXISTS search_heads ({HEADS})")


def drop(schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE IF EXISTS {table}")


def learn(entries):
    for table in COLUMNS:
        learn_in(table, entries)
    heads = ((one.pk, one.kind, one.thing_id, one.title) for one in entries)
    write("search_heads", ("id", "kind", "thing_id", "title"), heads)


def learn_in(table, entries):
    write(table, ("rowid", *COLUMNS[table]), (row(table, one) for one in entries))


def forget(entries):
    for table, columns in COLUMNS.items():
        write(table, (table, "rowid", *columns), (("delete", *row(table, one)) for one in entries))
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_heads WHERE id = %s", [(one.pk,) for one in entries])


def write(table, columns, rows):
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table}({', '.join(columns)}) VALUES ({marks})", rows)


def row(table, entry):
    """Its number, its kind and the tokens of its other columns."""
    _, *texts = COLUMNS[table]
    return entry.pk, entry.kind, *(tokens(getattr(entry, name)) for name in texts)


def bits(text):
    return None


def tokens(text):
    return " ".join(pairs(text.translate(ASIDE)))


def empty():
    command("delete-all")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_heads")


def settle():
    command("optimize")


def command(words):
    for table in COLUMNS:
        write(table, (table,), [(words,)])


def extent():
    return range(1), 0


def found(
    question, kinds=(), column="text", limit=None, what="entry.thing_id", surely=True, blocks=(), but=()
):
    table = "search_titles" if column == "title" and not question.unwanted else "search_pairs"
    parts = [f"kind : ({' OR '.join(kinds)})"] if kinds else []
    parts += [f"{column} : {expression(phrase)}" for phrase in question.wanted]
    refused = " OR ".join(f"text : {expression(phrase)}" for phrase in question.unwanted)
    match = f"({' AND '.join(parts)})" + (f" NOT ({refused})" if refused else "")
    sql = f"SELECT {what} FROM {table} JOIN search_heads entry ON entry.id = {table}.rowid WHERE {table} MATCH %s"
    return (f"{sql} ORDER BY {table}.rowid DESC LIMIT {limit:d}" if limit else sql), [match]


def expression(phrase):
    """FTS5's words for `phrase`: its pairs in a row; of a single character, the pairs that begin with it."""
    phrase = phrase.translate(ASIDE)
    if len(phrase) == 1:
        return f'"{phrase}" *'
    return f'"{" ".join(pairs_of_phrase(phrase))}"'


def among(column, keys):
    return f"{column} IN (SELECT value FROM json_each(%s))", [str(keys)]


def near(phrase, limit):
    parts = pairs_of_phrase(phrase) if len(phrase) > 3 else phrase
    asked = " OR ".join(map(expression, parts))
    sql = (
        "SELECT entry.kind, entry.thing_id FROM search_titles JOIN search_heads entry ON entry.id = search_titles.rowid"
        f" WHERE search_titles MATCH %s ORDER BY search_titles.rank LIMIT {limit:d}"
    )
    return sql, [f"title : ({asked})"]
