"""What stands on a park's sheet: words and figures only, as the park's page says them."""

import re

from django.utils import timezone

from parks import facts, figures
from parks.calling import whom_to_call
from parks.models import Listing
from publishing.covers import cover_svg, seed_for
from publishing.models import SiteSettings
from publishing.qr import qr_svg
from publishing.richtext import plain_text, printable

LISTINGS_OF_A_KIND = 12  # no sheet has room for more
DISTANCES = 6
FIGURES = 6
ITEMS = 40  # of a list; two or three lines hold no more
LONGEST = 600  # characters; whatever is longer than its place is cut there, by measure
UNBROKEN = re.compile(r"[^\s\u2e80-\uffef]{16}")
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
AFTER_A_STOP = re.compile(r"(?<=[。！？；：])\s+")
ZERO_WIDTH_SPACE = "\u200b"


def words_of(park, address):
    """A dict for JSON. `address` is the absolute one of the park's page."""
    site = SiteSettings.current()
    vacant = park.listings.published().available()
    rows = list(vacant.for_lists().first_of_each_kind(LISTINGS_OF_A_KIND))
    count = vacant.count()
    return {
        "site": line(site.site_name),
        "name": line(park.name),
        "tags": [park.get_level_display(), park.get_kind_display(), line(park.district.full_name)],
        "summary": line(park.summary),
        "intro": introduction(park),
        "figures": six_figures(park, count),
        "pairs": pairs(park),
        "distances": distances(park),
        "listings": [listing_row(one) for one in by_turns(rows)],
        "count": count,
        "nothing_vacant": nothing_vacant(park),
        "numbers": numbers(park),
        "verified": day(park.verified_on),
        "printed": day(timezone.localdate()),
        "address": address,
        "qr": qr_svg(address, border=0),
        "cover": cover_svg(park.cover_kind, seed_for(park.cover_hue_key, park.cover_name)),
        "photo": park.first_photo.image.name if park.first_photo else "",
        "caption": line(park.first_photo.caption) if park.first_photo else f"{line(park.name)}（示意图）",
    }


def introduction(park):
    """Its paragraphs in one; of a long one as many whole sentences as a page could hold."""
    text = AFTER_A_STOP.sub("", plain_text(" ".join(PARAGRAPH.findall(park.intro))))
    kept = text if len(text) <= LONGEST else text[: last_stop(text[:LONGEST])]
    return line(kept)


def last_stop(text):
    """Where the last whole sentence ends; the end where there is none."""
    return max(text.rfind(stop) + 1 for stop in "。！？") or len(text)


def line(text):
    """On one line, and with places to break in what has none: a long address, a row of letters."""
    text = " ".join(printable(text).split())[:LONGEST]
    return UNBROKEN.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", text)


def day(date):
    return f"{date.year}年{date.month}月{date.day}日" if date else ""


def six_figures(park, vacant_count):
    """The first six that somebody states, in the order visitors ask."""
    stated = [
        ("可供地", park.land_available_mu, "亩"),
        ("空置载体", vacant_count, "处"),
        ("规划面积", park.planned_area_km2, "km²"),
        ("建成面积", park.built_area_km2, "km²"),
        ("年产值", park.output_yi_yuan, "亿元"),
        ("就业", park.employees, "人"),
        ("年税收", park.tax_yi_yuan, "亿元"),
        ("批准设立", park.approved_on and park.approved_on.year, "年"),
    ]
    return [
        [label, str(value) if unit == "年" else figures.figure(value), unit]
        for label, value, unit in stated
        if value is not None
    ][:FIGURES]


def nothing_vacant(park):
    """What stands in place of listings; a park may have land to offer all the same."""
    if park.land_available_mu:
        return f"目前没有公开的空置载体；可供工业用地约 {figures.figure(park.land_available_mu)} 亩，可来电洽谈。"
    return "目前没有公开的空置载体，请来电询问近期将腾出的厂房和办公用房。"


def pairs(park):
    """[(label, items, what joins them)] of what is stated."""
    stated = [
        ("主导产业", [one.name for one in park.industries.all()], "、"),
        ("基础设施", [facts.site_preparation(park)], ""),
        ("配套", park.amenities.splitlines(), "；"),
        ("地址", [park.address], ""),
    ]
    rows = [(label, [*filter(None, map(line, items[:ITEMS]))], joint) for label, items, joint in stated]
    return [row for row in rows if row[1]]


def distances(park):
    """The nearest few: the way in words and as a share of the longest."""
    nearest = sorted(park.distances.all(), key=lambda one: one.km)[:DISTANCES]
    longest = nearest[-1].km if nearest else 0
    return [
        {
            "target": line(one.target),
            "km": f"{figures.figure(one.km, 1)} km",
            "share": round(float(one.km / longest), 4) if longest else 0,
        }
        for one in nearest
    ]


def by_turns(rows):
    """The first of each kind, then the second of each: where not all have room, every kind has some."""
    turns = {}
    for row in rows:
        turns.setdefault(row.kind, []).append(row)
    kinds = [turns[kind] for kind in Listing.Kind if kind in turns]
    return [rows[turn] for turn in range(LISTINGS_OF_A_KIND) for rows in kinds if turn < len(rows)]


def listing_row(listing):
    """`order` is where the row stands among those that have room."""
    said = [*(f"{label} {words}" for label, words in facts.points(listing)), facts.delivery(listing)]
    price = figures.price(listing)
    return {
        "order": Listing.Kind.values.index(listing.kind),
        "kind": listing.get_kind_display(),
        "title": line(listing.title),
        "points": line(" · ".join(filter(None, said))),
        "area": list(figures.area(listing)),
        "compared_area": figures.compared_area(listing),
        "price": list(price),
        "compared_price": figures.compared_price(listing),
    }


def numbers(park):
    """The numbers at the foot: first the one the park's page gives, then the district's where it is another."""
    first, second = whom_to_call(park.district, park), whom_to_call(park.district)
    calls = [first] if first["hotline"] == second["hotline"] else [first, second]
    rows = [[line(words) for words in call.values()] for call in calls if call["hotline"]]
    if park.contact_name and rows:
        rows[0][2] = "，".join(filter(None, [f"联系人：{line(park.contact_name)}", rows[0][2]]))
    return rows
