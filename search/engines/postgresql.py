"""PostgreSQL: the pairs of an entry as numbers in an array, under a GIN index; no extension is needed.

A question of one or two characters is answered by the index alone. A longer phrase's pairs give candidates,
and the phrase is looked for in their folded text: exact at any length, where the positions of a tsvector end
at 16,383 and at 256 a word, and cheaper to read than they are.
"""

from zlib import crc32

from django.db import connection

from search.tokens import pairs, pairs_of_phrase

TABLE = """
CREATE TABLE search_pairs (entry_id bigint PRIMARY KEY, title integer[] NOT NULL, text integer[] NOT NULL);
CREATE INDEX search_pairs_title ON search_pairs USING gin (title);
CREATE INDEX search_pairs_text ON search_pairs USING gin (text);
ALTER TABLE search_pairs ALTER title SET STATISTICS 0, ALTER text SET STATISTICS 0;
"""  # without statistics no planner takes reading every array for cheaper than the index


def make(schema_editor):
    schema_editor.execute(TABLE)


def drop(schema_editor):
    schema_editor.execute("DROP TABLE search_pairs")


def learn(entries):
    rows = [(one.pk, codes(one.title, one.kind), codes(one.text, one.kind)) for one in entries]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_pairs VALUES (%s, %s, %s)"
            " ON CONFLICT (entry_id) DO UPDATE SET title = EXCLUDED.title, text = EXCLUDED.text",
            rows,
        )


def forget(entries):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_pairs WHERE entry_id = ANY(%s)", [[one.pk for one in entries]])


def empty():
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_pairs")


def settle():
    with connection.cursor() as cursor:
        for name in ("search_pairs_title", "search_pairs_text"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [name])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_pairs, search_entry")


def codes(text, kind):
    """Every character, every pair and the kind as numbers."""
    found = {number(one) for one in set(text)} | {number(pair) for pair in set(pairs(text))}
    return [*found, kind_number(kind)]


def number(characters):
    """One or two characters → 32 bits. Beyond the first 65,536 several share a number below U+E000, where no
    character is: what is asked with one of them is looked for in the text.
    """
    value = 0
    for one in characters:
        code = ord(one)
        value = value << 16 | (code if code < 0x10000 else 0xD800 | code & 0x7FF)
    return value - (1 << 32) if value >= 1 << 31 else value


def kind_number(kind):
    """Below every character's number."""
    return 1 + crc32(kind.encode()) % 31


def numbers(phrase):
    return [number(pair) for pair in pairs_of_phrase(phrase)] or [number(phrase)]


def is_exact(phrase):
    return len(phrase) <= 2 and max(phrase) < "\U00010000"


def found(question, kind, column="text", limit=None):
    asked = [kind_number(kind), *(one for phrase in question.wanted for one in numbers(phrase))]
    conditions, parameters = [f"pairs.{column} @> %s::integer[]", "entry.kind = %s"], [asked, kind]
    for phrase in question.wanted:
        if not is_exact(phrase):
            conditions.append(f"strpos(entry.{column}, %s) > 0")
            parameters.append(phrase)
    for phrase in question.unwanted:
        conditions.append("strpos(entry.text, %s) = 0")
        parameters.append(phrase)
    sql = (
        "SELECT entry.thing_id FROM search_pairs pairs JOIN search_entry entry ON entry.id = pairs.entry_id WHERE "
        + " AND ".join(conditions)
    )
    return (f"{sql} LIMIT {limit:d}" if limit else sql), parameters


def near(phrase, limit):
    sql = (
        "SELECT kind, thing_id FROM (SELECT entry.kind, entry.thing_id, pairs.title FROM search_pairs pairs"
        " JOIN search_entry entry ON entry.id = pairs.entry_id WHERE pairs.title && %s::integer[] LIMIT 2000) alike"
        " ORDER BY cardinality(ARRAY(SELECT unnest(title) INTERSECT SELECT unnest(%s::integer[]))) DESC,"
        f" cardinality(title) LIMIT {limit:d}"
    )
    asked = numbers(phrase) if len(phrase) > 3 else [number(one) for one in phrase]
    return sql, [asked, asked]
