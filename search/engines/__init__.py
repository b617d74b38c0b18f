"""The two databases' indexes of pairs, behind the same functions. Both keep a table `search_pairs`, SQLite
`search_titles` and `search_heads` beside.

make, drop (schema_editor)      the table, from a migration
learn, forget (entries)         what stands in them; `forget` gets them as they were when learnt
found (question, kinds, column, limit, what, surely, blocks, but)
                                SQL and parameters: `what` of the entries that hold what is asked, of some kinds or of
                                all; not `surely`, those that may hold it, all of them among these; of a range of
                                blocks, or of all `but` those from a block up to an entry, (block, its number)
extent ()                       (the range of blocks in which entries lie, the newest last; the last entry's number):
                                one block where a limit alone makes the index stop early
bits (text)                     what an entry keeps beside its text, of which `found` looks into fewer then; or None
PLACE                           the SQL function that says where in a text a phrase begins: from 1, or 0
among (column, keys)            SQL and parameters: whether a number is one of a list of any length
near (phrase, limit)            entries whose title has most pairs of `phrase`, of a short one characters
empty ()                        forget everything
settle ()                       after much was written
"""

from django.db import connection

from . import postgresql, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def engine():
    return ENGINES[connection.vendor]
