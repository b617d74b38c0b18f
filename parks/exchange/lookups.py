"""The names a file may use for districts, industries and parks, read once for a run."""

import re
from collections import Counter

from parks.gazetteer import AmbiguousPlace, Gazetteer, UnknownPlace
from parks.models import Industry, IndustryLabel, Park
from publishing.files import Refusal
from publishing.placing import is_within, remit_of

from .cells import canonical, folded

CODE = re.compile(r"([A-Ta-t]|\d{1,2})(?![0-9A-Za-z])\s*(.*)", re.ASCII | re.DOTALL)


class Lookups:
    """With `user` only parks and districts are offered that he may see; names are understood all the same."""

    def __init__(self, user=None):
        self.user = user
        self.gazetteer = Gazetteer()
        self._name_districts()
        self.industries = {one.code: one for one in Industry.objects.order_by("code")}
        self.industry_names = {one.pk: f"{one.code} {one.name}" for one in self.industries.values()}
        self._meant = {folded(one.name): [one] for one in self.industries.values()}
        for label in IndustryLabel.objects.prefetch_related("industries"):
            self._meant.setdefault(folded(label.name), list(label.industries.all()))
        parks = Park.objects.only("pk", "name", "slug")
        self.park_names = {park.pk: park.name for park in parks}
        self.park_by_name = {canonical(park.name): park.pk for park in parks}
        self.park_by_slug = {park.slug: park.pk for park in parks}
        self._parks = {}
        for park in parks:
            self.know_park(park)

    # Districts: 天津-武清区, which a code or a 网址名 may stand for

    def _name_districts(self):
        self.district_names, self._districts = {}, {}
        known = self.gazetteer.districts
        full = {}
        for one in known.values():
            parent = known.get(one.parent_id)
            full[one.pk] = f"{parent.short_name}-{one.name}" if parent else one.name
        often = Counter(map(folded, full.values()))
        for one in known.values():
            name = full[one.pk] if often[folded(full[one.pk])] == 1 else f"{full[one.pk]}（{one.slug}）"
            self.district_names[one.pk] = name
            for word in filter(None, (one.slug, one.code)):
                self._districts.setdefault(folded(word), one)
            self._districts[folded(name)] = one

    def district(self, text):
        if found := self._districts.get(folded(text)):
            return found
        try:
            return self.gazetteer.find(text)
        except (UnknownPlace, AmbiguousPlace) as problem:
            raise Refusal(str(problem)) from None

    def may_change(self, item):
        """Whether what lies where `item` does is his who imports."""
        return self.user is None or is_within(self.user, self.gazetteer.districts[item.district_id].path)

    def districts_offered(self):
        known = self.gazetteer.districts.values()
        return [one for one in known if self.user is None or is_within(self.user, one.path)]

    def park_names_offered(self):
        if self.user is None or remit_of(self.user) is None:
            return sorted(self.park_names.values())
        return sorted(Park.objects.visible_to(self.user).values_list("name", flat=True))

    # Parks

    def know_park(self, park):
        """Also one that is in the file and not yet in the database."""
        for word in filter(None, (park.slug, park.name)):
            self._parks[folded(word)] = park

    def park(self, text):
        if found := self._parks.get(folded(text)):
            return found
        raise Refusal("没有这个园区（可填名称或网址名）")

    # Industries: 36 汽车制造业；C 制造业

    def industries_named(self, text):
        """In the order of their codes; a 产业标签 stands for all it means."""
        found = {}
        for part in filter(None, (one.strip() for one in re.split(r"[；;\n]", text))):
            for one in self._one_or_several(part):
                found[one.code] = one
        return [found[code] for code in sorted(found)]

    def _one_or_several(self, part):
        try:
            return self._industry(part)
        except Refusal:
            pieces = [one.strip() for one in re.split(r"[、，,]", part) if one.strip()]
            if len(pieces) < 2:
                raise
            return [one for piece in pieces for one in self._industry(piece)]

    def _industry(self, part):
        if meant := self._meant.get(folded(part)):
            return meant
        if match := CODE.fullmatch(part):
            code, name = match[1].upper(), folded(match[2])
            one = self.industries.get(code.zfill(2) if code.isdigit() else code)
            if one is None:
                raise Refusal(f"没有代码为 {code} 的行业")
            if name and name != folded(one.name):
                raise Refusal(f"代码 {one.code} 是“{one.name}”，与后面的名称不符")
            return [one]
        raise Refusal(f"没有“{part[:40]}”这个行业（见“行业”表）")
