"""What one page of news costs, with the memory of whole pages off: against an empty view, and against Wagtail."""

from contextlib import ExitStack

from ..addresses import about, articles, pages
from ..charts import Chart
from ..corpus import news
from ..load import HEAD, Contestant, row, walked
from ..report import LeftOut, Ratio, Section, Table
from ..rival.building import Rival
from ..servers import site

TITLE = "One page of news"
DEEP = 4_000  # the page of a list that few turn to by hand, and every robot
DIFFERENT, KEPT = 2_000, 20  # addresses walked over
OFF, ON = "ours, page memory off", "ours, page memory on"
AFRESH = "ours, every part made again"
BARE_RIVAL = "Wagtail, nothing beside it"
EMPTY, BARE = "empty view", "empty view, no middleware"
ARTICLE, FIRST, LAST = "article", "list, page 1", "list, last page"
GOALS = {ARTICLE: 8, FIRST: 25}


def measured(bench):
    database = bench.databases.filled(news, bench.articles, bench.characters)
    last = pages(database)
    deep = min(DEEP, round(last * 5 / 6))
    numbers = articles(database, bench.size(DIFFERENT, 20))
    lists = {FIRST: 1, f"list, pages around {deep:,}": deep, LAST: last}
    with ExitStack() as running:
        off = running.enter_context(site(database))
        on = running.enter_context(site(database, PAGE_MEMORY_MB="64"))
        bare = running.enter_context(site(database, settings="bench.bare"))
        afresh = running.enter_context(site(database, settings="bench.afresh"))
        contestants = [
            Contestant(BARE, bare, ("/healthz",)),
            Contestant(EMPTY, off, ("/healthz",)),
            *news_of(OFF, off, "/news/{}/", "/news/", numbers, lists),
            *news_of(AFRESH, afresh, "/news/{}/", "/news/", numbers, {}),
            *news_of(ON, on, "/news/{}/", "/news/", numbers[:KEPT], {FIRST: 1}),
        ]
        try:
            rival = Rival(bench)
            ports = running.enter_context(rival.running())
            contestants += news_of("Wagtail", ports, "/article-{}/", "/", numbers, lists)
            contestants += news_of(BARE_RIVAL, ports, "/article-{}/?bare", "/", numbers, {})
            about_rival = RIVAL.format(versions=rival.versions())
        except LeftOut as reason:
            rival, about_rival = None, f"Wagtail is left out of this run: {reason}."
        results = walked(bench, contestants)
    return section(bench, results, [ARTICLE, *lists], about_rival, rival is not None)


def news_of(whose, ports, article, listing, numbers, lists):
    """An article and the pages `lists` ({name: number}, the last one's the last there is) of a site."""
    several, last = len(numbers), max(lists.values(), default=0)
    yield Contestant(f"{ARTICLE}, {whose}", ports, tuple(article.format(number) for number in numbers))
    for name, number in lists.items():
        yield Contestant(f"{name}, {whose}", ports, about(listing, number, last, several))


def section(bench, results, kinds, about_rival, with_rival):
    ours = {kind: results[f"{kind}, {OFF}"] for kind in kinds}
    afresh = results[f"{ARTICLE}, {AFRESH}"]
    ratios = [
        Ratio(f"{ARTICLE}, {OFF} ÷ empty view, same server", ours[ARTICLE].times(results[EMPTY]), 0.25),
        Ratio(f"{ARTICLE}, {OFF} ÷ {AFRESH}", ours[ARTICLE].times(afresh)),
    ]
    if with_rival:
        theirs = {kind: results[f"{kind}, Wagtail"] for kind in kinds}
        bare = ours[ARTICLE].times(results[f"{ARTICLE}, {BARE_RIVAL}"])
        claims = [
            Ratio(f"{kind}, {OFF} ÷ Wagtail's", ours[kind].times(theirs[kind]), goal(kind)) for kind in kinds
        ]
        claims[1:1] = [
            Ratio(f"{ARTICLE}, {AFRESH} ÷ Wagtail's", afresh.times(theirs[ARTICLE])),
            Ratio(f"{ARTICLE}, {OFF} ÷ {BARE_RIVAL}", bare),
        ]
        ratios += claims
    whose = (OFF, "Wagtail") if with_rival else (OFF,)
    bars = [(kind, [results[f"{kind}, {who}"].rate for who in whose]) for kind in kinds]
    return Section(
        TITLE,
        PROSE.format(
            articles=bench.articles,
            characters=bench.characters,
            turns=len(results[EMPTY].rates),
            rival=about_rival,
        ),
        [Table(HEAD, [row(name, result) for name, result in results.items()])],
        ratios,
        [Chart("pages.svg", "Answers a second", whose, bars)],
    )


def goal(kind):
    return None if kind == LAST else GOALS.get(kind, 60)


PROSE = """\
{articles:,} articles of about {characters:,} characters on PostgreSQL, and two processes of each site, started as
[the unit in deploy/](../deploy/zhaoshang@.service) starts them in production. `wrk` holds two connections to each process, so
that two requests are always under way in each: the times are those of a busy server. Each contestant is walked for ten seconds
that do not count, and one more for each hundred addresses, until it has made what it keeps; then they take turns of two
seconds, six for the slow, {turns} each. All take the same way in a turn, another one in the next. A rate or a time is the median of its
turns, a ratio the median of what each turn says; no p99 is given where a turn had 100 answers or fewer, no p95 of 20 or fewer. Every answer's status was a 200.

“Page memory off” (`PAGE_MEMORY_MB=0`) means that no whole page is kept, on a walk at random over 2,000 articles, or 2,000
addresses of lists that differ in their page or in a parameter that says nothing: page 1 and the last are one page each, whose
rows are kept after the first request, the pages around a deep one up to 2,000 pages. What production keeps beside whole pages is kept
here too: parts of pages (the frame, a district's blocks, filters, the rows of lists, the titles an article's page shows of
others) and, in memory, the columns that say which articles a list shows, in which order, and who an article's neighbours are.
For every request the database is asked for the site's edition, the article's own row with its text, its tags and what it
names, by statements it has planned before, and the page is made of them; for titles of others and rows of a list only
where no page has shown them yet. “On” is the page memory of a production site, over 20 addresses.
Nothing is compressed. The empty view is `/healthz`, behind the same middleware.

“Every part made again” gives each page parts of its own, as the first page after a change makes them; that page may also have to
read the changed rows into the columns and to find anew which articles are public and which are its district's; neither is
counted here.

{rival}"""

RIVAL = """\
**Wagtail** ({versions}) is [a site of its own](rival/): one `ArticlePage` (title, date, channel, district, summary, body, tags),
an index page with a paginator of 20. The settings are those `wagtail start` writes, with `DEBUG` off (and so the cached template
loader), persistent connections, and without its access log and user bar. The list takes channel and district in the same
query (`select_related`), defers the body and has an index in its order; addresses come from `{{% pageurl %}}`, which keeps the
site's roots. Wagtail was given Django's cached template loader and its own caches only: no part of its pages is kept, as parts of
ours are. Its lists show the same fields as ours and no filters. Its article shows the same fields and the same body, its
neighbours, four that are related and six of its district, and none of the parks and channels that ours shows besides; “nothing
beside it” is the article alone, which no portal would serve, against our whole page. Same articles, PostgreSQL server, WSGI server, number of processes and load."""
