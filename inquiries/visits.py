"""The first and the last page of a visit, and where it came from, as static/js/visit.js remembers them in its tab.

A browser says it, so it is believed no further than this: an address counts where a public page of ours stands there
now, and a channel where it is one of these words.
"""

import re

from django.urls import Resolver404, resolve

from articles.models import Article, Channel, PolicyDocument
from parks.models import District, Listing, Park

CHANNELS = ["百度", "必应", "搜狗", "360", "谷歌", "微信", "其他网站", "直接访问"]
LONGEST = 200

# The view of every page with content → where what it shows is found by the names in its address; None for a list.
SHOWN = {
    "home": None,
    "siting": None,
    "district_list": None,
    "articles:list": None,
    "articles:policy_list": None,
    "parks:park_list": None,
    "parks:park_compare": None,
    "parks:listing_list": None,
    "parks:listing_compare": None,
    "articles:detail": Article.objects.published,
    "articles:policy_detail": PolicyDocument.objects.published,
    "parks:park_detail": Park.objects.published,
    "parks:listing_detail": Listing.objects.published,
    "parks:rent_guide": District.objects.all,
    "district_hub": District.objects.all,
    "district_news": District.objects.all,
    "district_channel": District.objects.all,
}


def content_page(path):
    """`path` where it is the address of a public page of this site with something to read; else ""."""
    if not re.fullmatch(r"/[\w/-]*", path, re.ASCII) or len(path) > LONGEST:
        return ""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return path if match.view_name in SHOWN and is_there(SHOWN[match.view_name], match.kwargs) else ""


def is_there(things, names):
    number = names.get("pk", 0)
    if number >= 2**63 or not is_channel(names.pop("channel", None)):
        return False
    return things is None or things().filter(**names).exists()


def is_channel(slug):
    return slug is None or Channel.objects.filter(slug=slug).exists()
