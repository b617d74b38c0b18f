"""PostgreSQL: the pairs of an entry as numbers in an array, under a GIN index; no extension is needed.

A question of one or two characters is answered by the index alone. A longer phrase's pairs give candidates;
those whose bits say that they lack one of its triples are left out, and in the folded text of the others the
phrase is looked for: exact at any length, where the positions of a tsvector end at 16,383 and at 256 a word,
and cheaper to read than they are.

The index reads all that stands under a pair before it gives the first row. So it knows the block of each entry as
well, some 16,000 written after one another, and a common phrase is asked of as few as hold enough.
"""

from zlib import crc32

import numpy as np
from django.db import connection, transaction

from search.folding import code_points
from search.tokens import BETWEEN_FIELDS, END

from . import triples

TABLE = """
CREATE TABLE search_pairs (entry_id bigint PRIMARY KEY, title integer[] NOT NULL, text integer[] NOT NULL);
CREATE INDEX search_pairs_title ON search_pairs USING gin (title);
CREATE INDEX search_pairs_text ON search_pairs USING gin (text);
ALTER TABLE search_pairs ALTER title SET STATISTICS 0, ALTER text SET STATISTICS 0;
"""  # without statistics no planner takes reading every array for cheaper than the index
# In the row, where looking at them costs least, and with them what else was there without them. An entry that a
# site not yet restarted writes has no `with_triples`: its bits may be those of its former text.
TRIPLES = """
ALTER TABLE search_entry ALTER triples SET STORAGE PLAIN, SET (toast_tuple_target = 4096);
ALTER TABLE search_pairs ADD with_triples boolean DEFAULT true;
ALTER TABLE search_pairs ALTER with_triples DROP DEFAULT;
"""
BLOCK = "ARRAY[(entry_id >> 14)::integer]"
PLACE = "strpos"


def make(schema_editor):
    schema_editor.execute(TABLE)


def put_in_blocks(schema_editor):
    """Outside a transaction: the site goes on reading and writing, by the old index until the new one is complete.
    What was broken off is begun again.
    """
    for column in ("title", "text"):
        index = f"search_pairs_{column}"
        new, old = f"{index}_in_blocks", f"{index}_before"
        for left in (new, old):
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {left}")
        schema_editor.execute(
            f"CREATE INDEX CONCURRENTLY {new} ON search_pairs USING gin ({column}, ({BLOCK}))"
        )
        with transaction.atomic(schema_editor.connection.alias):
            schema_editor.execute(f"ALTER INDEX {index} RENAME TO {old}")
            schema_editor.execute(f"ALTER INDEX {new} RENAME TO {index}")
        schema_editor.execute(f"DROP INDEX CONCURRENTLY {old}")
    schema_editor.execute("ANALYZE search_pairs")


def drop(schema_editor):
    schema_editor.execute("DROP TABLE search_pairs")


def learn(entries):
    rows = [
        (one.pk, as_array(codes(one.title, one.kind)), as_array(codes(one.text, one.kind))) for one in entries
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_pairs VALUES (%s, %s, %s, true) ON CONFLICT (entry_id)"
            " DO UPDATE SET title = EXCLUDED.title, text = EXCLUDED.text, with_triples = true",
            rows,
        )


def bits(text):
    return triples.bits(text)


def note_triples():
    """In the entries that have none: a thousand at a time, so that it may be broken off and gone on with."""
    last = 0
    while texts := without_triples(last):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE search_entry SET triples = %s WHERE id = %s AND triples IS NULL",
                [(bits(text), number) for number, text in texts],
            )
        last, _ = texts[-1]


def without_triples(last):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, text FROM search_entry WHERE id > %s AND triples IS NULL ORDER BY id LIMIT 1000",
            [last],
        )
        return cursor.fetchall()


def as_array(numbers):
    """As PostgreSQL reads an array three times faster than one spelt as an expression."""
    return f"{{{','.join(map(str, numbers))}}}"


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
    """Every character, every pair and the kind as numbers, as `numbers` and `kind_number` make them."""
    every = points(text.replace(BETWEEN_FIELDS, END) + END)
    starts = every[:-1] != ord(END)
    found = np.concatenate([every[:-1][starts], paired(every)[starts]])
    return [*np.unique(found).view(np.int32).tolist(), kind_number(kind)]


def points(text):
    """16 bits of each character. Beyond the first 65,536 several share a number below U+E000, where no character
    is: what is asked with one of them is looked for in the text.
    """
    found = code_points(text)
    return np.where(found < 0x10000, found, 0xD800 | found & 0x7FF)


def paired(found):
    return found[:-1] << 16 | found[1:]


def kind_number(kind):
    """Below every character's number."""
    return 1 + crc32(kind.encode()) % 31


def numbers(phrase):
    """The pairs that spell it, or its one character."""
    found = points(phrase)
    return (paired(found) if len(found) > 1 else found).view(np.int32).tolist()


def is_exact(phrase):
    return len(phrase) <= 2 and max(phrase) < "\U00010000"


def extent():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MIN(id), 0), COALESCE(MAX(id), 0) FROM search_entry")
        first, last = cursor.fetchone()
    return range(first >> 14, (last >> 14) + 1), last


def found(
    question, kinds=(), column="text", limit=None, what="entry.thing_id", surely=True, blocks=(), but=()
):
    asked = [one for phrase in question.wanted for one in numbers(phrase)]
    conditions, parameters = [f"pairs.{column} @> %s::integer[]"], [asked]
    if kinds:
        conditions += [f"pairs.{column} && %s::integer[]", "entry.kind = ANY(%s)"]
        parameters += [[kind_number(one) for one in kinds], [*kinds]]
    if blocks:
        conditions.append(f"{BLOCK} && %s::integer[]")
        parameters.append([*blocks])
    if but:
        conditions.append("NOT (pairs.entry_id >> 14 >= %s AND pairs.entry_id <= %s)")
        parameters += but
    doubtful = [phrase for phrase in question.wanted if not is_exact(phrase)]
    looked = ["true"]
    if surely:
        looked += [f"{PLACE}(entry.{column}, %s) > 0"] * len(doubtful)
        looked += [f"{PLACE}(entry.text, %s) = 0"] * len(question.unwanted)
        parameters += [*doubtful, *question.unwanted]
    conditions.append(f"CASE WHEN {lacks(doubtful)} THEN false ELSE {' AND '.join(looked)} END")
    sql = (
        f"SELECT {what} FROM search_pairs pairs JOIN search_entry entry ON entry.id = pairs.entry_id WHERE "
        + " AND ".join(conditions)
    )
    return (f"{sql} LIMIT {limit:d}" if limit else sql), parameters


def lacks(phrases):
    """SQL: whether one of these is surely not in the entry's text. Null, which is no, where that is not known."""
    bits = [place for phrase in phrases for place in triples.places(phrase).tolist()]
    held = [f"get_bit(entry.triples, mod({bit}, 8 * octet_length(entry.triples))) = 1" for bit in bits]
    return f"pairs.with_triples AND NOT ({' AND '.join(held)})" if held else "false"


def among(column, keys):
    return f"{column} = ANY(%s)", [keys]


def near(phrase, limit):
    sql = (
        "SELECT kind, thing_id FROM (SELECT entry.kind, entry.thing_id, pairs.title FROM search_pairs pairs"
        " JOIN search_entry entry ON entry.id = pairs.entry_id WHERE pairs.title && %s::integer[] LIMIT 2000) alike"
        " ORDER BY cardinality(ARRAY(SELECT unnest(title) INTERSECT SELECT unnest(%s::integer[]))) DESC,"
        f" cardinality(title) LIMIT {limit:d}"
    )
    asked = numbers(phrase) if len(phrase) > 3 else points(phrase).tolist()
    return sql, [asked, asked]
