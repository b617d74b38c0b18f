"""Which park or listing a row means, and by what two rows are seen to mean the same one."""

import unicodedata

from parks.models import Listing, Park
from publishing.admin.odd_input import is_number
from publishing.files import Refusal

from . import cells
from .batches import in_batches
from .nouns import NUMBER


class Finder:
    """Finds the items of one table; `load` asks the database for all of them at once."""

    def __init__(self, table, lookups):
        self.table, self.lookups = table, lookups
        self.columns = {column.name: (place, column) for place, column in table.columns.items()}
        self.items = {}

    def text(self, content, name):
        place, _ = self.columns.get(name, (None, None))
        return cells.canonical(self.table.cell(content, place))

    def fetch(self, numbers):
        for some in in_batches(sorted({*numbers})):
            self.items |= self.table.noun.rows().in_bulk(some)


class ParkFinder(Finder):
    """By 网址名, else by 名称."""

    def load(self, contents):
        self.fetch(pk for content in contents for pk in self._numbers(content) if pk)

    def _numbers(self, content):
        slug, name = self.text(content, "slug"), self.text(content, "name")
        return self.lookups.park_by_slug.get(slug), self.lookups.park_by_name.get(name)

    def name(self, content):
        return self.text(content, "name") or self.text(content, "slug")

    def find(self, content):
        by_slug, by_name = self._numbers(content)
        if by_slug and by_name and by_slug != by_name:
            raise Refusal("网址名和名称分别是两个园区的，请改正其中一个")
        return self.items.get(by_slug or by_name)

    def keys(self, item, content):
        keys = [("name", cells.canonical(item.name)), ("slug", item.slug)]
        return [(*key, False) for key in keys if key[1]]


class ListingFinder(Finder):
    """By 编号, else by title, district and kind together."""

    def load(self, contents):
        contents = list(contents)
        self.by_words = {}
        titles = sorted({self.text(one, "title") for one in contents if not self._number(one)})
        for some in in_batches(titles):
            known = Listing.objects.filter(title__in=some).values_list("pk", "title", "district_id", "kind")
            for pk, *words in known:
                self.by_words.setdefault(tuple(words), []).append(pk)
        numbered = [int(number) for one in contents if is_number(number := self._number(one))]
        self.fetch([*numbered, *(pk for found in self.by_words.values() for pk in found)])

    def _number(self, content):
        return unicodedata.normalize("NFKC", cells.canonical(self.table.cell(content, self.table.number_at)))

    def name(self, content):
        return self.text(content, "title")

    def find(self, content):
        if number := self._number(content):
            if not is_number(number):
                raise Refusal(f"{NUMBER}“{cells.said(number)}”：应为数字；新增的请留空")
            if int(number) not in self.items:
                raise Refusal(f"没有{NUMBER}为 {cells.said(number)} 的载体；新增的请把{NUMBER}留空")
            return self.items[int(number)]
        found = self.by_words.get(self._words(content), [])
        if len(found) > 1:
            raise Refusal(f"标题、地区、类别相同的载体已有 {len(found)} 个，请填{NUMBER}")
        return self.items[found[0]] if found else None

    def _words(self, content):
        """What is not readable finds nothing; why, the row's own checks say."""
        try:
            district, kind = (self._read(content, name) for name in ("district", "kind"))
        except Refusal:
            return None
        return self.text(content, "title"), district.pk, kind

    def _read(self, content, name):
        if not self.text(content, name):
            raise Refusal("不能留空")
        place, column = self.columns[name]
        return column.read(self.table.cell(content, place), self.lookups)

    def keys(self, item, content):
        """Two with numbers may be called the same; one without has nothing else to be known by.

        Where a word could not be read nothing is known: two such rows need not be the same.
        """
        numbered = bool(self._number(content))
        words = (cells.canonical(item.title), item.district_id, item.kind)
        keys = [("words", words, numbered)] if all(words) else []
        return keys + ([("number", item.pk, False)] if item.pk else [])


FINDERS = {Park: ParkFinder, Listing: ListingFinder}


def finder_for(table, lookups):
    return FINDERS[table.noun.model](table, lookups)
