"""Articles as an investment portal has them, any number of any length, the same in every run.

Most belong to one of some four hundred districts, of which a few have very many; they come over five years, and some
are drafts, scheduled or over. `articles` needs no Django: other programs are filled with the same texts.
"""

import math
from bisect import bisect
from datetime import UTC, datetime, timedelta
from functools import cache
from html import escape
from itertools import accumulate
from pathlib import Path
from random import Random

from . import prose

FILES = [Path(__file__).with_name(name) for name in ("news.py", "prose.py", "words.toml", "filling.py")]
PROVINCES = ["120000", "320000", "330000", "440000"]  # 天津、江苏、浙江、广东： some 400 districts
FIRST, LAST = datetime(2021, 11, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
FUTURE = datetime(2999, 1, 1, tzinfo=UTC)
CHANNELS = {
    "news": 46, "policy": 9, "process": 5, "land": 7, "factory-price": 6, "register": 4, "incentive": 6,
    "foreign-investment": 5, "build": 3, "factory-rent": 6, "office-rent": 3,
}  # fmt: skip
SOURCES = ("", "", "投资促进局", "开发区管委会", "区融媒体中心", "商务局", "工信局", "日报", "招商专班")
NUMERALS = "一二三四五六七八九十"
PARKS, POLICIES = 40, 40  # to tie articles to
TAGS = 2_000


def articles(count, characters):
    """Dictionaries, in the order of publication, each text about `characters` long, some half, some twice that.

    `channel`, `district` and `industry` are slugs and codes of the site's own, "" where there is none; `parks` and
    `policies` are numbers from 0.
    """
    return (article(number, count, characters) for number in range(1, count + 1))


def article(number, count, characters):
    dice = Random(f"{number} {characters}")
    district = chosen_district(dice) if dice.random() < 0.88 else {}
    writer = prose.Writer(dice, district.get("short_name", ""))
    sentences = writer.sentences(length(dice, characters))
    return {
        "number": number,
        "title": title(writer),
        "summary": sentences[0][:120],
        "body": body(writer, sentences),
        "channel": dice.choices(list(CHANNELS), CHANNELS.values())[0],
        "district": district.get("slug", ""),
        "industry": dice.choice(prose.parts("divisions")) if dice.random() < 0.35 else "",
        "tags": list(dict.fromkeys(tag(dice) for _ in range(dice.choice((2, 2, 3))))),
        "source": dice.choice(SOURCES),
        "author": writer.person() if dice.random() < 0.3 else "",
        "parks": [dice.randrange(PARKS)] if dice.random() < 0.03 else [],
        "policies": [dice.randrange(POLICIES)] if dice.random() < 0.02 else [],
    } | times(dice, number / count)


def length(dice, mean):
    """Skewed as lengths of articles are, `mean` on the average."""
    return mean * min(math.exp(dice.gauss(-0.08, 0.4)), 4)


@cache
def districts():
    """([rows of the gazetteer], their cumulative weights): the n-th has about 1/n of what the first has."""
    counties = [
        row for row in prose.regions() if row["kind"] == "county" and row["code"][:2] + "0000" in PROVINCES
    ]
    Random(1).shuffle(counties)
    return counties, list(accumulate(1 / (rank + 3) ** 0.8 for rank in range(len(counties))))


def chosen_district(dice):
    counties, weights = districts()
    return counties[bisect(weights, dice.random() * weights[-1])]


def title(writer):
    ending = writer.dice.choice(
        ("项目签约落地", "正式投产", "推进会召开", "招商推介", "情况介绍", "办理指南", "")
    )
    subject = writer.companies[0] if writer.dice.random() < 0.3 else writer.heading()
    return f"{subject}{writer.heading()}{ending}"[:200]


def tags():
    return prose.words()[1 : TAGS + 1]


def tag(dice):
    """One of the common words mostly; now and then one that few articles have."""
    return tags()[dice.randrange(120) if dice.random() < 0.9 else dice.randrange(120, TAGS)]


def body(writer, sentences):
    """Paragraphs of two or three sentences; in a longer text headings above every few, and sometimes a list."""
    paragraphs = [sentences[at : at + 3] for at in range(0, len(sentences), 3)]
    parts = []
    for place, several in enumerate(paragraphs):
        if place % 5 == 0 and len(paragraphs) > 6:
            parts.append(f"<h2>{NUMERALS[place // 5 % 10]}、{escape(writer.heading())}</h2>")
        if len(several) == 3 and writer.dice.random() < 0.08:
            parts.append("<ul>" + "".join(f"<li>{escape(one)}</li>" for one in several) + "</ul>")
        else:
            parts.append(f"<p>{escape(''.join(several))}</p>")
    return "".join(parts)


def times(dice, age):
    """`published_at`, `expires_at`: the first article (`age` 0) five years before the last (1)."""
    moment = FIRST + (LAST - FIRST) * age - timedelta(minutes=dice.randrange(2_000))
    moment, fate = moment.replace(second=0, microsecond=0), dice.random()
    if fate < 0.02:
        return {"published_at": None, "expires_at": None}
    if fate < 0.023:
        return {"published_at": FUTURE, "expires_at": None}
    ends = moment + timedelta(days=dice.randrange(1, 30)) if fate < 0.045 else None
    return {"published_at": moment, "expires_at": min(ends, LAST) if ends else None}


def fill(count, characters):
    """Fill an empty, migrated database with these articles, their tags, ties and search entries."""
    from . import filling  # needs this site's models

    filling.fill(count, characters)
