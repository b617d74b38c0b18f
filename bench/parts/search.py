"""The search: whether it finds what a plain scan finds, how fast its page is, and how that grows."""

from contextlib import ExitStack
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

from articles.models import Article
from publishing.richtext import plain_text
from search.finding import Found
from search.folding import folded
from search.matching import CAP
from search.models import Entry
from search.questions import Question

from ..corpus import news, prose
from ..measuring import Timing
from ..report import Ratio, Section, Table
from ..servers import processes, site

TITLE = "Search"
ENGINES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
PHRASES, PAGES, SCANNED = 400, 200, 9  # compared with a scan; asked as pages; asked of the scanning page too
GROWN = (100_000, 1_000_000), 250  # articles, characters each
RARE, SHOWN = 20, 100  # what fits on one page; how many are looked at where there are "1000+"
UNASKED = set(' "“”-')  # signs of a question's own, and what it takes away


class Compared(NamedTuple):
    """By phrase and article's number: whether a plain scan finds it, whether it is to be shown, whether it is."""

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
        rows, times_faster = pages(bench, database, name, asked, compared)
        times += rows
        section.ratios.append(Ratio(f"search page, p95: icontains ÷ ours, {name}", times_faster, 100))
    section.tables += [Table(RECALL_HEAD, recall), Table(TIMES_HEAD, times)]
    rows, growth = grown(bench)
    section.tables.append(Table(TIMES_HEAD, rows))
    section.ratios.append(
        Ratio("search page, p95: at ten times the articles ÷ before", growth, 2, at_most=True)
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
    """Of public articles, the newest first: all that are found, of those counted as "1000+" the first SHOWN."""
    with database.open():
        rows = Article.objects.published().newest_first()
        public = numpy.fromiter(rows.values_list("pk", flat=True), int)
        truth = scanned(asked, public)
        wanted, found = numpy.zeros_like(truth), numpy.zeros_like(truth)
        for place, phrase in enumerate(asked):
            hits = public[truth[place, public]]
            answer = Found(rows, Question((phrase,)), "new")
            found[place, answer[: SHOWN if answer.is_capped else len(answer)]] = True
            wanted[place, hits[:SHOWN] if answer.is_capped and len(hits) >= CAP else hits] = True
    return Compared(truth, wanted, found)


def scanned(asked, public):
    """By phrase and article's number: one scan for all phrases of the folded texts the index is made of."""
    scan = ahocorasick.Automaton()
    for place, phrase in enumerate(asked):
        scan.add_word(phrase, place)
    scan.make_automaton()
    truth = numpy.zeros((len(asked), max(public) + 1), bool)
    texts = Entry.objects.filter(kind=Article.searched_kind, thing_id__lte=max(public))
    for number, text in texts.values_list("thing_id", "text").iterator(1_000):
        truth[[*{place for _, place in scan.iter(text)}], number] = True
    return truth & numpy.isin(numpy.arange(truth.shape[1]), public)


RECALL_HEAD = ("", "phrases", "rare", "middling", "common", "missed", "too many", "recall", "precision")


def recall_row(compared):
    kinds = [compared.kind(place) for place in range(len(compared.truth))]
    missed, too_many = (compared.wanted & ~compared.found).sum(), (compared.found & ~compared.truth).sum()
    return (
        str(len(kinds)),
        *[str(kinds.count(kind)) for kind in ("rare", "middling", "common")],
        *[str(missed), str(too_many), f"{compared.recall:.3f}", f"{compared.precision:.3f}"],
    )


TIMES_HEAD = ("", "asked", "p50, ms", "p95, ms")


def pages(bench, database, name, asked, compared):
    """(rows of times, how many times as long the scanning page takes): both asked in turn for the same phrases."""
    several = spread(asked, bench.size(PAGES, 20))
    # The page remembers answers: no phrase is asked for twice.
    in_turn = spread([one for one in asked if one not in several], bench.size(SCANNED, 3))
    scanning = {"DJANGO_SETTINGS_MODULE": "bench.settings", "DATABASE_URL": database.url}
    with ExitStack() as running:
        ours = running.enter_context(site(database))
        theirs = running.enter_context(
            processes("bench.scanning_site:application", Path(executable).parent, scanning)
        )
        warm([*ours, theirs[0]])
        took = dict(zip(several, ask(ours, map(search_page, several)), strict=True))
        completed = ask(ours, (f"/search/suggest?q={quote(phrase[:3])}" for phrase in several))
        new, old = [], []
        for phrase in in_turn:
            new += ask(ours[:1], [search_page(phrase)])
            old += ask(theirs[:1], [search_page(phrase)])
    kinds = {phrase: compared.kind(asked.index(phrase)) for phrase in several}
    by_kind = {
        kind: [took[one] for one in several if kinds[one] == kind] for kind in ("rare", "middling", "common")
    }
    rows = [
        *[row(f"{kind} phrases, {name}", times) for kind, times in by_kind.items() if times],
        row(f"all phrases, {name}", took.values()),
        row(f"the same page, icontains, {name}", old),
        row(f"ours, the same phrases, {name}", new),
        row(f"completion, {name}", completed),
    ]
    return rows, timing(old).at(0.95) / timing(new).at(0.95)


def grown(bench):
    """(rows of times, how many times as long at the larger size): the first texts of both are the same."""
    sizes, characters = bench.size(GROWN, ((60, 120), 250))
    asked = phrases(sizes[0], characters, bench.size(PAGES, 20))
    took = {size: [] for size in sizes}
    with ExitStack() as running:
        ports = {}
        for size in sizes:
            database = bench.databases.filled(news, size, characters)
            ports[size] = running.enter_context(site(database))
            warm(ports[size])
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
    """What a process makes once."""
    for port in ports:
        ask([port], [search_page("没有这样的话"), search_page("招商"), "/search/suggest?q=招商"])


def ask(ports, addresses):
    """Milliseconds of each of `addresses`, one after another, of the servers in turn. Raises on an error."""
    took = []
    with httpx.Client(timeout=300) as client:
        for port, address in zip(cycle(ports), addresses, strict=False):
            start = perf_counter()
            client.get(f"http://127.0.0.1:{port}{address}").raise_for_status()
            took.append((perf_counter() - start) * 1000)
    return took


def timing(times):
    return Timing(tuple(times), 0, 0)


def row(name, times):
    mine = timing(times)
    return name, str(len(mine.milliseconds)), f"{mine.at(0.5):.1f}", f"{mine.at(0.95):.1f}"


PROSE = f"""\
{{articles:,}} articles of about {{characters}} characters. {PHRASES} phrases of 2 to 6 characters, half cut out of texts anywhere, half words;
the truth is a plain scan of the folded texts. Compared is what a visitor is shown, the newest first: of a phrase that fewer than {CAP:,}
public articles hold every one, of a common one the first {SHOWN}, and that it says “{CAP}+”. Rare is what {RARE} hold at most.

Pages are asked for over HTTP, one after another, of two processes in turn, with nothing kept: all five kinds, with passages and counts.
“icontains” is the same page with `column__icontains` over every searched column in place of the index (bench/scanning.py), asked in
turn with ours for {SCANNED} of the phrases. The last table is the same page on a hundred thousand articles of 250 characters and on a
million, asked in turn for the same phrases."""
