from functools import reduce
from operator import or_

from django.db.models import Q

from parks.models import District, Listing
from parks.models.listings import open_to

from .base import NO, YES, Condition, yes_or_no


class OfKind(Condition):
    name, label = "kind", "类别"

    @property
    def is_stated(self):
        return bool(self.needs.kinds)

    @property
    def asked(self):
        return "、".join(Listing.Kind(kind).label for kind in self.needs.kinds)

    @property
    def holds(self):
        return Q(kind__in=self.needs.kinds)

    def state_of(self, listing):
        return yes_or_no(listing.kind in self.needs.kinds)

    def sentence(self, listing, state):
        said = listing.get_kind_display()
        return said if state == YES else f"类别是{said}，不是{self.asked.replace('、', '或')}"


class ByDeal(Condition):
    name, label = "deal", "方式"

    @property
    def is_stated(self):
        return bool(self.needs.deal)

    @property
    def asked(self):
        return Listing.Deal(self.needs.deal).label

    @property
    def holds(self):
        return Q(deal=self.needs.deal)

    def state_of(self, listing):
        return yes_or_no(listing.deal == self.needs.deal)

    def sentence(self, listing, state):
        said = listing.get_deal_display()
        return said if state == YES else f"方式是{said}，不是{self.asked}"


class InDistrict(Condition):
    name, label = "district", "地区"

    @property
    def is_stated(self):
        return bool(self.needs.districts)

    @property
    def asked(self):
        return "、".join(district.name for district in self.needs.districts)

    @property
    def holds(self):
        below = reduce(or_, (Q(path__startswith=district.path) for district in self.needs.districts))
        return Q(district__in=District.objects.filter(below))

    def state_of(self, listing):
        return yes_or_no(any(listing.district.path.startswith(one.path) for one in self.needs.districts))

    def sentence(self, listing, state):
        said = f"位于{listing.district.name}"
        return said if state == YES else f"{said}，不在{self.asked}"


class OpenToIndustry(Condition):
    """Reads `listing.industries`: who shows many listings has them prefetched."""

    name, label = "industry", "行业"

    @property
    def is_stated(self):
        return self.needs.industry is not None

    @property
    def asked(self):
        return self.needs.industry.name

    @property
    def holds(self):
        return Q(open_to(self.needs.industry))

    def state_of(self, listing):
        asked, named = self.needs.industry, listing.industries.all()
        return yes_or_no(not named or any(one.admits(asked) for one in named))

    def sentence(self, listing, state):
        if state == NO:
            return f"准入行业不包括{self.asked}"
        return f"准入行业包括{self.asked}" if listing.industries.all() else "不限行业"
