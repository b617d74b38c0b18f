"""SQLite: FTS5 over pairs, contentless. Forgetting needs the old tokens, which the old entry still gives.

Each pair is a token. FTS5's `ascii` tokenizer takes every character beyond ASCII for part of a word, so ASCII
moves out of its way into the private area, and nothing a visitor types can be an operator.
"""

from django.db import connection

from search.tokens import pairs, pairs_of_phrase

ASIDE = {code: chr(0xE000 + code) for code in range(0x20, 0x7F)}


def make(schema_editor):
    schema_editor.execute(
        "CREATE VIRTUAL TABLE search_pairs USING fts5(kind, title, text, content='', tokenize='ascii')"
    )


def drop(schema_editor):
    schema_editor.execute("DROP TABLE search_pairs")


def learn(entries):
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_pairs(rowid, kind, title, text) VALUES (%s, %s, %s, %s)", map(row, entries)
        )


def forget(entries):
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_pairs(search_pairs, rowid, kind, title, text) VALUES ('delete', %s, %s, %s, %s)",
            map(row, entries),
        )


def row(entry):
    return entry.pk, entry.kind, tokens(entry.title), tokens(entry.text)


def tokens(text):
    return " ".join(pairs(text.translate(ASIDE)))


def empty():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_pairs(search_pairs) VALUES ('delete-all')")


def settle():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_pairs(search_pairs) VALUES ('optimize')")


def found(question, kind=None, column="text", limit=None, what="entry.thing_id", surely=True):
    parts = [f"kind : {kind}"] if kind else []
    parts += [f"{column} : {expression(phrase)}" for phrase in question.wanted]
    refused = " OR ".join(f"text : {expression(phrase)}" for phrase in question.unwanted)
    match = f"({' AND '.join(parts)})" + (f" NOT ({refused})" if refused else "")
    sql = (
        f"SELECT {what} FROM search_pairs JOIN search_entry entry ON entry.id = search_pairs.rowid"
        " WHERE search_pairs MATCH %s"
    )
    return (f"{sql} ORDER BY search_pairs.rowid DESC LIMIT {limit:d}" if limit else sql), [match]


def expression(phrase):
    """FTS5's words for `phrase`: its pairs in a row; of a single character, the pairs that begin with it."""
    phrase = phrase.translate(ASIDE)
    if len(phrase) == 1:
        return f'"{phrase}" *'
    return f'"{" ".join(pairs_of_phrase(phrase))}"'


def near(phrase, limit):
    parts = pairs_of_phrase(phrase) if len(phrase) > 3 else phrase
    asked = " OR ".join(map(expression, parts))
    sql = (
        "SELECT entry.kind, entry.thing_id FROM search_pairs JOIN search_entry entry ON entry.id = search_pairs.rowid"
        f" WHERE search_pairs MATCH %s ORDER BY search_pairs.rank LIMIT {limit:d}"
    )
    return sql, [f"title : ({asked})"]
