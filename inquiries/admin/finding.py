"""Looking for an inquiry: by its number, its company, its contact; by telephone see contacts.py."""

import re
from itertools import chain

from django.db.models import Q

from inquiries.models import Inquiry
from inquiries.models.inquiries import folded_company
from publishing.references import written_out

MOST_BY_KEY = 1_000
NUMBER = re.compile(rf"{Inquiry.REFERENCE_PREFIX}[\W_]*\w", re.IGNORECASE)


def found(rows, words, with_people):
    """Of `rows` those that `words` name: a 编号 or its beginning, any part of a company's name, a whole contact's.

    What names a few is asked for by its keys, which an index holds; a word of everybody's name is met soon enough on
    the way through the list.
    """
    by_number = rows.filter(reference__startswith=written_out(words))
    if NUMBER.match(words) and by_number.exists():
        return by_number
    conditions = [Q(company_key__contains=key)] if (key := folded_company(words)) else []
    conditions += [Q(contact_name=words)] if with_people else []
    keys = list(chain.from_iterable(map(keys_of, conditions)))
    if len(keys) <= MOST_BY_KEY:
        return rows.filter(pk__in=keys)
    return rows.filter(Q(*conditions, _connector=Q.OR))


def keys_of(condition):
    return Inquiry.objects.filter(condition).order_by().values_list("pk", flat=True)[: MOST_BY_KEY + 1]
