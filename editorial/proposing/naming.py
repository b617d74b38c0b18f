"""Rows of ours that a text names: the longest name wins, and a name that several places bear needs to be told apart."""

from collections import Counter, defaultdict

import ahocorasick

from articles.models import PolicyDocument
from articles.models.citations import NUMBER, Registry
from editorial.checking.citations import TITLE
from editorial.checking.editions import once_an_edition
from parks.models import District, IndustryLabel, Park

IN_TITLE = 3  # a mention in the title counts as so many
MENTIONED = 2  # the text means a place it names so often, or in its title


class Names:
    """What the names of the places say: {text: {(kind, number)}}, found in one pass."""

    def __init__(self):
        self.districts = {one.pk: one for one in District.objects.select_related("parent")}
        meant = defaultdict(set)
        for district in self.districts.values():
            for name in {district.name, district.short_name}:
                meant[name].add(("district", district.pk))
        self.parks = {}
        for park in Park.objects.published().only("name", "alias"):
            self.parks[park.pk] = park.name
            for name in [park.name, *park.alias.split("、")]:
                meant[name.strip()].add(("park", park.pk))
        self.machine = ahocorasick.Automaton()
        for name, rows in meant.items():
            if len(name) > 1:
                self.machine.add_word(name, (len(name), frozenset(rows)))
        self.machine.make_automaton()

    def in_text(self, text):
        """Counter of the sets of rows that each name in `text` may mean."""
        if not len(self.machine):
            return Counter()
        return Counter(rows for _, (_, rows) in self.machine.iter_long(text))


@once_an_edition("places")
def names():
    return Names()


class Reading:
    """A draft and the names of ours in it, looked for once."""

    def __init__(self, draft):
        self.draft, self.names = draft, names()
        self.title = "\n".join(block.text for block in draft.of("title", "subtitle"))
        # {(kind, number), …} that a name may mean → how often it stands there; a title weighs more.
        self.mentions = self.names.in_text(draft.text)
        for rows, count in self.names.in_text(self.title).items():
            self.mentions[rows] += count * (IN_TITLE - 1)


def parks(reading):
    counts = Counter()
    for rows, count in reading.mentions.items():
        for kind, number in rows:
            counts[number] += count * (kind == "park")
    return [(number, reading.names.parks[number]) for number, count in counts.most_common() if count]


def districts(reading):
    """The one meant most; a place gives way to one within it."""
    known = reading.names.districts
    places = {
        rows: [known[number] for kind, number in rows if kind == "district"] for rows in reading.mentions
    }
    certain = {one.pk for rows in places.values() if len(rows) == 1 for one in rows}
    counts = Counter()
    for rows, count in reading.mentions.items():
        if one := told_apart(places[rows], certain, known):
            counts[one.pk] += count
    meant = [known[number] for number, count in counts.most_common() if count >= MENTIONED]
    return [(one.pk, str(one)) for one in meant if not any(is_within(other, one) for other in meant)]


def told_apart(places, certain, known):
    """The one of several places of a name that lies in a place the text names too; None where that is not one."""
    if len(places) > 1:
        places = [one for one in places if any(other.pk in certain for other in above(one, known))]
    return places[0] if len(places) == 1 else None


def above(district, known):
    while district.parent_id:
        district = known[district.parent_id]
        yield district


def is_within(inner, outer):
    return inner.pk != outer.pk and inner.path.startswith(outer.path)


def industries(reading):
    """By the everyday words of the trade."""
    counts, labels = Counter(), {}
    for label in IndustryLabel.objects.prefetch_related("industries"):
        count = reading.draft.text.count(label.name) + reading.title.count(label.name) * (IN_TITLE - 1)
        for industry in label.industries.all() if count else ():
            counts[industry.pk] += count
            labels[industry.pk] = f"{industry.name}（{label.name}）"
    return [(number, labels[number]) for number, count in counts.most_common() if count >= MENTIONED]


def policies(reading):
    """By title in 《》 or by 文号; the public ones."""
    numbers = NUMBER.findall(reading.draft.text)
    titles = set(TITLE.findall(reading.draft.text))
    if not numbers and not titles:
        return []
    registry = Registry({year for _, year, _ in numbers})
    called = {key for number in numbers for key in registry.called(*number)}
    rows = PolicyDocument.objects.published()
    rows = (rows.filter(pk__in=called) | rows.filter(title__in=titles)).exclude(superseded_by__isnull=False)
    return list(rows.order_by("pk").values_list("pk", "title"))
