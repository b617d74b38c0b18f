"""News in a list a hundred times as long: what its first, middle and last pages cost, on the site, in the API, in feeds."""

from contextlib import ExitStack
from itertools import chain

from ..addresses import PER_PAGE, about, pages
from ..charts import Chart
from ..corpus import news
from ..load import HEAD, Contestant, row, walked
from ..report import Ratio, Section, Table
from ..servers import site

TITLE = "Depth: a hundred times as many articles"
CHARACTERS = 250
DIFFERENT = 2_000
LISTS = {"news": ("/news/", PER_PAGE), "API": ("/api/v1/articles", 50)}
FIRST, MIDDLE, LAST, FEED = "page 1", "middle page", "last page", "feed"


def measured(bench):
    sizes = bench.size((10_000, 1_000_000), (60, 200))
    with ExitStack() as running:
        databases = [bench.databases.filled(news, size, CHARACTERS) for size in sizes]
        several = bench.size(DIFFERENT, 20)
        of_each = [asked(one, running.enter_context(site(one)), several) for one in databases]
        # What is compared is asked in turn, within the same seconds.
        results = walked(bench, list(chain.from_iterable(zip(*of_each, strict=True))))
    return section(results, sizes)


def asked(database, ports, several):
    for name, (address, per_page) in LISTS.items():
        last = pages(database, per_page)
        for place, number in ((FIRST, 1), (LAST, last), (MIDDLE, (last + 1) // 2)):
            yield Contestant(named(name, place, database.size), ports, about(address, number, last, several))
    yield Contestant(named(FEED, "", database.size), ports, about("/feeds/news/", 1, 1, several))


def named(name, place, size):
    return f"{name} {place}".strip() + f", {size:,} articles"


def section(results, sizes):
    small, large = sizes
    deep, wide = [], []
    for name in LISTS:
        goals = (0.85, 0.9) if name == "news" else (None, None)
        first, last, middle = (results[named(name, place, large)] for place in (FIRST, LAST, MIDDLE))
        deep += [
            Ratio(f"{name}: last page ÷ page 1, at {large:,} articles", last.times(first), goals[0]),
            Ratio(f"{name}: middle pages ÷ page 1, at {large:,} articles", middle.times(first)),
        ]
        wide.append(
            Ratio(
                f"{name}: page 1 at {large:,} articles ÷ at {small:,}",
                first.times(results[named(name, FIRST, small)]),
                goals[1],
            )
        )
    feed = results[named(FEED, "", large)].times(results[named(FEED, "", small)])
    wide.append(Ratio(f"feed at {large:,} articles ÷ at {small:,}", feed))
    shown = [(name, place) for name in LISTS for place in (FIRST, MIDDLE, LAST)] + [(FEED, "")]
    bars = [
        (f"{name} {place}", [results[named(name, place, size)].rate for size in sizes])
        for name, place in shown
    ]
    return Section(
        TITLE,
        PROSE.format(small=small, large=large, characters=CHARACTERS),
        [Table(HEAD, [row(*one) for one in results.items()])],
        deep + wide,
        [Chart("depth.svg", "Answers a second", tuple(f"{size:,} articles" for size in sizes), bars)],
    )


PROSE = """\
{large:,} articles of about {characters} characters against {small:,}, otherwise as above: PostgreSQL, two processes each, page memory
off. Page 1 and the last are one page each, asked again and again by addresses that differ: its rows are kept. The middle is up
to a thousand different pages on either side of it, whose rows mostly have to be read and written; of {small:,} articles, all there
are, which are few enough to be kept. A page of the list has 20 articles, of the API 50, the last one fewer; the feed has
the newest 50. Ratios are of answers a second: 1 is as fast."""
