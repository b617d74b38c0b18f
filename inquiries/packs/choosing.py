"""Which policies a pack holds: decided anew each time, by what is public and valid on that day."""

from typing import NamedTuple

from django.db.models import Count, Max

from articles.models import PolicyDocument
from inquiries.models import Inquiry
from parks.models import District, Industry

Level = PolicyDocument.Level
# More than anybody reads; the newest of each level, and the pack says that there are more.
MOST_OF_A_LEVEL = 60
EVERYWHERE = [Level.NATIONAL, Level.MUNICIPAL]  # where no district was named
# A policy has no topic of its own; one that speaks of these things stands first in its level.
NAMES_TOPIC = {
    Inquiry.Topic.LAND: ["用地", "土地", "地价", "出让", "容积率"],
    Inquiry.Topic.FACTORY: ["厂房", "仓库", "租金", "租赁", "房租"],
}


class Wanted(NamedTuple):
    district: District | None
    industry: Industry | None
    topic: str

    @classmethod
    def by(cls, inquiry):
        return cls(inquiry.wanted_place, inquiry.industry, inquiry.topic)

    @property
    def where(self):
        return self.district.full_name if self.district else "地区未定"


class Section(NamedTuple):
    level: str
    policies: list
    count: int  # all there are, also those left out


def policies_for(wanted):
    rows = PolicyDocument.objects.published().valid()
    here = rows.applying_in(wanted.district) if wanted.district else rows.filter(level__in=EVERYWHERE)
    return here.in_industry(wanted.industry) if wanted.industry else here


def sections(wanted):
    """The levels that have some, from the nation's down to the park's."""
    rows = policies_for(wanted).select_related("district__parent__parent").defer("body", "interpretation")
    counts = dict(policies_for(wanted).order_by().values_list("level").annotate(Count("pk")))
    found = [
        Section(level, in_order(rows.filter(level=level).newest_first(), wanted.topic), counts[level])
        for level in Level
        if level in counts
    ]
    return [section for section in found if section.policies]


def in_order(rows, topic):
    return sorted(rows[:MOST_OF_A_LEVEL], key=lambda policy: not names_topic(policy, topic))


def names_topic(policy, topic):
    text = f"{policy.title}{policy.summary}{policy.support}"
    return any(word in text for word in NAMES_TOPIC.get(topic, ()))


def beforehand(wanted):
    """(how many a pack would hold, when the last of them changed)."""
    said = policies_for(wanted).aggregate(count=Count("pk"), changed=Max("updated_at"))
    return said["count"], said["changed"]
