"""The search: whether it finds what a plain scan finds, how fast its page is, and how that grows."""

from contextlib import ExitStack
from functools import cache
from itertools import cycle
from pathlib import Path
from random import Random
from sys import executable
from time import perf_counter
from typing import NamedTuple
from urllib.parse import quote

import ahocorasick
import httpx
import numpy

from publishing.richtext import plain_text
from search.folding import folded
from search.matching import CAP
from search.models import Entry
from search.questions import Question
from zhaoshang.search import groups_of
from zhaoshang.search_form import Narrowing
from zhaoshang.searched import KINDS

from ..corpus import news, prose
from ..measuring import Timing
from ..report import Ratio, Section, Table
from ..scanning import public
from ..servers import THREADS, processes, site

TITLE = "Search"
ENGINES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
PHRASES, PAGES = 400, 200  # compared with a scan; asked as pages
IN_TURN = 30  # asked of the scanning page too, which takes seconds
P95_OF = 21  # times at least: of fewer it is the slowest
EVERYTHING = Narrowing(None, None, None)
GROWN = (100_000, 1_000_000), 250  # articles, characters each
RARE, SHOWN = 20, 100  # what fits on one page; how many are looked at where there are "1000+"
ONCE = "/search/?q=没有这样的话", "/search/?q=招商", "/search/suggest?q=招商"
UNASKED = set(' "“”-')  # signs of a question's own, and what it takes away


class Compared(NamedTuple):
    """By phrase and thing: whether a plain scan finds it, whether it is to be shown, whether it is."""

    things: list  # (kind, number)
    truth: numpy.ndarray
    wanted: numpy.ndarray
    found: numpy.ndarray

    @property
    def recall(self):
        return (self.wanted & self.found).sum() / self.wanted.sum()

    @property
    def precision(self):
        return (self.truth & self.found).sum() / max(self.found.sum(), 1)

    def kind(self, place):
        several = self.truth[place].sum()
        return "rare" if several <= RARE else "middling" if several < CAP else "common"


def measured(bench):
    asked = phrases(bench.articles, bench.characters, bench.size(PHRASES, 40))
    section = Section(TITLE, PROSE.format(articles=bench.articles, characters=bench.characters))
    recall, times = [], []
    for engine, name in ENGINES.items():
        database = bench.databases.filled(news, bench.articles, bench.characters, engine=engine)
        bench.say(f"recall, {name}")
        compared = compare(database, asked)
        recall.append((name, *recall_row(compared)))
        section.ratios += [
            Ratio(f"search, recall, {name}", compared.recall, 1.0),
            Ratio(f"search, precision, {name}", compared.precision, 1.0),
        ]
        bench.say(f"pages, {name}")
        rows, ratios = pages(bench, database, name, asked, compared)
        times += rows
        section.ratios += ratios
    section.tables += [Table(RECALL_HEAD, recall), Table(TIMES_HEAD, times)]
    rows, growth = grown(bench)
    section.tables.append(Table(TIMES_HEAD, rows))
    section.ratios.append(
        Ratio("search page, PostgreSQL, p95: at ten times the articles ÷ before", growth, 2, at_most=True)
    )
    return section


def phrases(count, characters, several):
    """Folded phrases of 2 to 6 characters, half of them cut out of texts anywhere, half of them words."""
    dice, cut = Random(1), {}
    while len(cut) < several // 2:
        text = folded(plain_text(news.article(dice.randint(1, count), count, characters)["body"]))
        length = dice.randint(2, 6)
        start = dice.randrange(len(text) - length)
        add(cut, text[start : start + length])
    while len(cut) < several:
        words = prose.words()
        add(cut, folded(words[int(len(words) ** dice.random())]))
    return list(cut)


def add(known, phrase):
    """Unless it means something else as a question."""
    if 2 <= len(phrase) <= 6 and not UNASKED.intersection(phrase):
        known[phrase] = None


def compare(database, asked):
    """Of each kind the search page shows, the newest first: all; of those counted as "1000+" the first SHOWN."""
    with database.open():
        columns, spans = laid_out()
        truth = scanned(asked, columns, spans)
        wanted, found = numpy.zeros_like(truth), numpy.zeros_like(truth)
        for place, phrase in enumerate(asked):
            for group in groups_of(Question((phrase,)), "new", EVERYTHING):
                kind, answer = group.kind.kind, group.found
                shown = answer[: SHOWN if answer.is_capped else len(answer)]
                found[place, [columns[kind, number] for number in shown]] = True
                hits = spans[kind].start + truth[place, spans[kind]].nonzero()[0]
                wanted[place, hits[:SHOWN] if answer.is_capped and len(hits) >= CAP else hits] = True
    return Compared(list(columns), truth, wanted, found)


def laid_out():
    """({(kind, number): its column}, {kind: those of its public things, as the database orders them})."""
    columns, spans = {}, {}
    for one in KINDS:
        first, shown = len(columns), list(public(one.model).values_list("pk", flat=True))
        spans[one.kind] = slice(first, first + len(shown))
        for number in dict.fromkeys([*shown, *one.model.objects.values_list("pk", flat=True)]):
            columns[one.kind, number] = len(columns)
    return columns, spans


def scanned(asked, columns, spans):
    """By phrase and thing, public ones: one scan for all phrases of the folded texts the index is made of."""
    scan = ahocorasick.Automaton()
    for place, phrase in enumerate(asked):
        scan.add_word(phrase, place)
    scan.make_automaton()
    truth = numpy.zeros((len(asked), len(columns)), bool)
    for kind, number, text in Entry.objects.values_list("kind", "thing_id", "text").iterator(1_000):
        column = columns.get((kind, number))
        if column is not None and column < spans[kind].stop:
            truth[[*{place for _, place in scan.iter(text)}], column] = True
    return truth


RECALL_HEAD = ("", "phrases", "rare", "middling", "common", "missed", "too many", "recall", "precision")


def recall_row(compared):
    kinds = [compared.kind(place) for place in range(len(compared.truth))]
    missed, too_many = (compared.wanted & ~compared.found).sum(), (compared.found & ~compared.truth).sum()
    return (
        str(len(kinds)),
        *[str(kinds.count(kind)) for kind in ("rare", "middling", "common")],
        *[str(missed), str(too_many), f"{compared.recall:.3f}", f"{compared.precision:.3f}"],
    )


TIMES_HEAD = ("", "asked", "p50, ms", "p95, ms", "slowest, ms")


def pages(bench, database, name, asked, compared):
    """(rows of times, the claims): how long our page takes, and beside it the scanning page."""
    several = spread(asked, bench.size(PAGES, 20))
    # The page remembers answers: no phrase is asked for twice.
    others = spread([one for one in asked if one not in several], bench.size(IN_TURN, 6))
    scanning = {"DJANGO_SETTINGS_MODULE": "bench.settings", "DATABASE_URL": database.url}
    with ExitStack() as running:
        ours = running.enter_context(site(database))
        theirs = running.enter_context(
            processes("bench.scanning_site:application", Path(executable).parent, scanning)
        )
        warm(ours)
        warm(theirs[:1])
        took = dict(zip(several, ask(ours, map(search_page, several)), strict=True))
        completed = ask(ours, (f"/search/suggest?q={quote(phrase[:3])}" for phrase in several))
        new, old = in_turn(ours[:1], theirs[:1], others)
    kinds = {phrase: compared.kind(asked.index(phrase)) for phrase in several}
    by_kind = {
        kind: [took[one] for one in several if kinds[one] == kind] for kind in ("rare", "middling", "common")
    }
    rows = [
        *[row(f"{kind} phrases, {name}", times) for kind, times in by_kind.items() if times],
        row(f"all phrases, {name}", took.values()),
        row(f"ours, in turn with icontains, {name}", new),
        row(f"icontains, {name}", old),
        row(f"completion, {name}", completed),
    ]
    return rows, claims(name, new, old)


def in_turn(ours, theirs, phrases):
    """Milliseconds of our page and of the scanning page, for each of `phrases`."""
    new, old = [], []
    for phrase in phrases:
        warm(ours)  # after seconds of waiting it would be half as fast
        new += ask(ours, [search_page(phrase)])
        old += ask(theirs, [search_page(phrase)])
    return new, old


def claims(name, new, old):
    ours, scan = timing(new), timing(old)
    page = f"search page, {name}: icontains ÷ ours"
    return [
        Ratio(f"{page}, p95 of {len(new)} phrases", scan.at(0.95) / ours.at(0.95), 100),
        Ratio(f"{page}, medians of the same", scan.at(0.5) / ours.at(0.5)),
    ]


def grown(bench):
    """(rows of times, how many times as long at the larger size): the first texts of both are the same."""
    sizes, characters = bench.size(GROWN, ((60, 120), 250))
    several = phrases(sizes[0], characters, (THREADS + 1) * bench.size(PAGES, 20))
    asked = several[:: THREADS + 1]
    before = [one for one in several if one not in asked]
    took = {size: [] for size in sizes}
    with ExitStack() as running:
        ports = {}
        for size in sizes:
            database = bench.databases.filled(news, size, characters)
            ports[size] = running.enter_context(site(database))
            warm(ports[size])
            ask(ports[size][:1], map(search_page, before))
        for phrase in asked:
            for size in sizes:
                took[size] += ask(ports[size][:1], [search_page(phrase)])
    rows = [row(f"{size:,} articles of {characters} characters, PostgreSQL", took[size]) for size in sizes]
    return rows, timing(took[sizes[1]]).at(0.95) / timing(took[sizes[0]]).at(0.95)


def spread(things, several):
    """`several` of them, from the first to the last at equal steps."""
    return [things[place * len(things) // several] for place in range(min(several, len(things)))]


def search_page(phrase):
    return f"/search/?q={quote(phrase)}"


def warm(ports):
    """What each thread of a process makes once: they take turns."""
    for port in ports:
        ask([port], ONCE * THREADS)


def ask(ports, addresses):
    """Milliseconds of each of `addresses`, one after another, of the servers in turn. Raises on an error."""
    took = []
    for port, address in zip(cycle(ports), addresses, strict=False):
        start = perf_counter()
        visitor().get(f"http://127.0.0.1:{port}{address}").raise_for_status()
        took.append((perf_counter() - start) * 1000)
    return took


@cache
def visitor():
    """One for all, whose connections stay open: to make one takes as long as a page."""
    return httpx.Client(timeout=300, limits=httpx.Limits(keepalive_expiry=300))


def timing(times):
    return Timing(tuple(times), 0, 0)


def row(name, times):
    mine = timing(times)
    several = len(mine.milliseconds)
    p95 = f"{mine.at(0.95):.1f}" if several >= P95_OF else ""
    return name, str(several), f"{mine.at(0.5):.1f}", p95, f"{mine.at(1):.1f}"


PROSE = f"""\
{{articles:,}} articles of about {{characters}} characters, {news.PARKS} parks with their listings, {news.POLICIES} policies and all districts.
{PHRASES} phrases of 2 to 6 characters, half cut out of texts of articles anywhere, half words; the truth is a plain scan of the folded
texts the index is made of, of what the database says is public. Compared is what the search page's own question answers for each of
its five kinds, sorted by the newest, without the page around it: of a phrase that fewer than {CAP:,} public things of a kind hold every
one, of a common one the first {SHOWN}, and that it says “{CAP}+”: a visitor can turn through {CAP:,} of a kind, and narrow by words. Several
words at once, and what is typed in another way of writing, are no part of this. Rare is what {RARE} things hold at most.

Pages are asked for over HTTP, one after another on connections that stay open, of two processes in turn whose every thread has
answered before, no phrase twice, page memory off: all five kinds, with passages and counts. “icontains” is the page as it would be
with `column__icontains` over every searched column in place of the index (bench/scanning.py): it counts all it finds, ours up to
{CAP}, and knows neither tags nor other ways of writing. One process of each is asked in turn for
{IN_TURN} other phrases, ours after {len(ONCE) * THREADS} pages that do not count: the scan is seconds long, and a process that waited for seconds is
half as fast. No p95 is given of fewer than {P95_OF} times. The last table is the same page on a hundred thousand articles of 250
characters and on a million, asked in turn for the same phrases, after as many others a thread. Every database was read before, and is
kept in memory where the system allows that."""
