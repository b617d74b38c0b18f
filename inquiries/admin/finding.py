"""Looking for an inquiry: by its number, its company, its contact; by telephone see contacts.py."""

import re
from itertools import chain

from django.contrib import admin
from django.db.models import Q

from inquiries.models import Inquiry
from inquiries.models.inquiries import folded_company
from publishing.references import written_out

MOST_BY_KEY = 1_000
RECENT = 50_000
NUMBER = re.compile(rf"{Inquiry.REFERENCE_PREFIX}(?:[\W_]*\w){{4}}", re.IGNORECASE)


def found(rows, words, with_people, since=0):
    """Of `rows` those that `words` name: a 编号 by its beginning, a company by the beginning of its name, a whole contact;
    from the number `since` on also a company by any part of its name.

    What names a few is asked for by its keys, which an index holds; a word of everybody's name is met soon enough on
    the way through the list.
    """
    if NUMBER.match(words):
        return rows.filter(reference__startswith=written_out(words))
    key = folded_company(words)
    contact = [Q(contact_name=words)] if with_people else []
    company = [Q(company_key__startswith=key), Q(company_key__contains=key, pk__gte=since)] if key else []
    keys = set(chain.from_iterable(map(keys_of, [*contact, *company])))
    if len(keys) <= MOST_BY_KEY:
        return rows.filter(pk__in=keys)
    return rows.filter(Q(*contact, *([Q(company_key__contains=key)] if key else []), _connector=Q.OR))


def keys_of(condition):
    return Inquiry.objects.filter(condition).order_by().values_list("pk", flat=True)[: MOST_BY_KEY + 1]


def recent_alone(request):
    """The number from which on an inquiry is looked at by any part of a name; 0 where all are."""
    if "everywhere" in request.GET:
        return 0
    numbers = Inquiry.objects.order_by("pk").values_list("pk", flat=True)
    first, last = numbers.first() or 0, numbers.last() or 0
    return last - RECENT + 1 if last - first >= RECENT else 0


class EverywhereFilter(admin.SimpleListFilter):
    """Takes `?everywhere=1` for its own: any part of a name is looked for in all years, which takes its time."""

    title = "范围"
    parameter_name = "everywhere"

    def lookups(self, request, model_admin):
        return [("1", "全部年份")]

    def has_output(self):
        return False

    def queryset(self, request, queryset):
        return queryset
