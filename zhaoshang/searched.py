"""The kinds of things the site search finds, as the public may see them."""

from dataclasses import dataclass

from articles.models import Article, PolicyDocument
from parks.models import INTROS, District, Listing, Park


@dataclass(frozen=True)
class Kind:
    kind: str
    label: str
    model: type
    shown_with: tuple = ("district__parent__parent",)
    unshown: tuple = INTROS
    is_dated: bool = True

    def rows(self):
        """What the public may see of it, the newest first."""
        if not self.is_dated:
            return self.model.objects.order_by("path")
        return self.model.objects.published().order_by("-published_at", "-pk")

    def within(self, rows, district):
        places = District.objects.within(district)
        return rows.filter(district__in=places) if self.is_dated else rows & places

    def things(self, keys):
        """Those of `keys`, in their order, with the texts that passages are cut from; no query per row."""
        rows = self.model.objects.select_related(*self.shown_with)
        found = rows.defer(*self.unshown).prefetch_related(*self.model.searched_many).in_bulk(keys)
        return [found[key] for key in keys if key in found]


KINDS = [
    Kind("article", "新闻", Article, ("district__parent", "channel")),
    Kind("park", "园区", Park),
    Kind("listing", "载体", Listing, ("district__parent__parent", "park"), (*INTROS, "park__intro")),
    Kind("policy", "政策", PolicyDocument),
    Kind("district", "地区", District, ("parent__parent",), ("parent__intro",), is_dated=False),
]
