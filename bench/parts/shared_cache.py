"""An anonymous visitor's page through the shipped nginx, against nginx serving the same bytes as files."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import NGINX
from tests.front import Front, free_port

from ..addresses import articles
from ..corpus import news
from ..load import HEAD, Contestant, row, walked
from ..report import LeftOut, Ratio, Section, Table
from ..servers import site

TITLE = "A page through the shared cache"
DIFFERENT = 200
PACKED = (("accept-encoding", "gzip"),)
THROUGH, FILE = "through the shipped nginx", "as a file"
ONE, MANY = "one article", "200 articles"


def measured(bench):
    if not NGINX:
        raise LeftOut("nginx is not installed")
    database = bench.databases.filled(news, bench.articles, bench.characters)
    numbers = articles(database, bench.size(DIFFERENT, 20))
    with (
        TemporaryDirectory(prefix="zhaoshang-front-") as folder,
        site(database, PAGE_MEMORY_MB="64") as ports,
    ):
        root, beside = Path(folder) / "files", free_port()
        root.mkdir()
        front = Front(
            Path(folder), *ports, beside=f"server {{ listen 127.0.0.1:{beside}; root {root}; etag off; }}"
        )
        try:
            save(front, root, numbers)
            contestants = [
                Contestant(
                    f"{what}, {how}", (port,) * 2, tuple(map(address.format, some)), PACKED, each=False
                )
                for what, some in ((ONE, numbers[:1]), (MANY, numbers))
                for how, port, address in ((THROUGH, front.port, "/news/{}/"), (FILE, beside, "/{}.html"))
            ]
            results = walked(bench, contestants)
        finally:
            front.stop()
    return section(results)


def save(front, root, numbers):
    """What the front says, byte for byte, in files; from then on it has them too."""
    for number in numbers:
        with front.client.stream("GET", f"/news/{number}/", headers=dict(PACKED)) as answer:
            answer.raise_for_status()
            (root / f"{number}.html").write_bytes(b"".join(answer.iter_raw()))


def section(results):
    claim = "anonymous page through the shipped nginx ÷ nginx static, same bytes"
    ratios = [
        Ratio(f"{claim}: {what}", results[f"{what}, {THROUGH}"].times(results[f"{what}, {FILE}"]), goal)
        for what, goal in ((ONE, 0.6), (MANY, None))
    ]
    return Section(TITLE, PROSE, [Table(HEAD, [row(*one) for one in results.items()])], ratios)


PROSE = """\
An article as browsers ask for it (gzip), through [deploy/nginx.conf](../deploy/nginx.conf) with two processes of the site
behind it, and the same bytes as a file from the same nginx, which has one process; neither encrypts nor writes a log. nginx
asks the site again every ten seconds, behind the visitors' backs as its headers tell it to, and waits for the answer where
nobody asked for twenty: of one article one question in ten seconds, in a walk over 200 as many as 200 a round."""
