"""The prefix 【武清区招商】: pages derive it from the district, so it is taken off where somebody typed it."""

import re

PREFIX = re.compile(r"^\s*【\s*([^【】]{1,30}?)\s*招商\s*】\s*")


def split_prefix(title):
    """`【武清区招商】自行车产业` → ("武清区", "自行车产业"); without a prefix the place is ""."""
    match = PREFIX.match(title)
    return (match[1], title[match.end() :]) if match else ("", title)
