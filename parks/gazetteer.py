"""Which district a text means: 武清区, 天津-武清区, 天津市武清区, 【天津招商】."""

import re
import unicodedata
from collections import defaultdict

from parks.models import District


class UnknownPlace(Exception):
    """No such district, or not where the page says it is."""


class AmbiguousPlace(Exception):
    """Several districts of that name."""


class Gazetteer:
    """Every district by its names, read once."""

    def __init__(self):
        self.districts = {district.pk: district for district in District.objects.all()}
        self.named = defaultdict(list)
        for district in self.districts.values():
            for name in {district.name, district.short_name, district.bare_name}:
                self.named[_folded(name)].append(district)

    def find(self, place):
        *above, name = [part for part in re.split(r"[-—–－/·>›、\s]+", place.strip()) if part] or [""]
        candidates = self.named.get(_folded(name)) or self._run_together(name)
        if not candidates:
            raise UnknownPlace(f"没有“{place}”这个地区")
        within = [one for one in candidates if all(self._lies_in(one, _folded(parent)) for parent in above)]
        if not within:
            raise UnknownPlace(f"“{name}”不在“{'-'.join(above)}”之下")
        return self._only(within, name)

    def _only(self, candidates, name):
        exact = [one for one in candidates if _folded(name) in (_folded(one.name), _folded(one.short_name))]
        candidates = exact or candidates
        # 吉林 is a province and a city in it: the wider one is meant.
        widest = [one for one in candidates if all(other.path.startswith(one.path) for other in candidates)]
        if len(widest) == 1:
            return widest[0]
        names = "、".join(sorted(self._full_name(one) for one in candidates)[:3])
        raise AmbiguousPlace(f"“{name}”有 {len(candidates)} 个（{names} 等），请写明上级，如“天津-{name}”")

    def _lies_in(self, district, parent):
        ancestors = self._ancestors(district)
        return any(parent in (_folded(one.name), _folded(one.short_name)) for one in ancestors)

    def _run_together(self, name):
        """天津市武清区 → the 武清区 that lies in 天津市."""
        found = []
        for cut in range(2, len(name) - 1):
            parent, rest = _folded(name[:cut]), _folded(name[cut:])
            if parent in self.named:
                found += [one for one in self.named.get(rest, []) if self._lies_in(one, parent)]
        return list({one.pk: one for one in found}.values())

    def _ancestors(self, district):
        found = []
        while district.parent_id:
            district = self.districts[district.parent_id]
            found.append(district)
        return found

    def _full_name(self, district):
        return "-".join([one.short_name for one in reversed(self._ancestors(district))] + [district.name])


def _folded(name):
    return unicodedata.normalize("NFKC", name).replace(" ", "")
