"""A suggested grade, with its reasons: what is known of the project, weighed in one table."""

from decimal import Decimal
from typing import NamedTuple

from inquiries.models import Inquiry
from parks.models import Park

Grade, Timeframe = Inquiry.Grade, Inquiry.Timeframe

# From this figure on, so many points; the first that fits counts.
INVESTMENT_WAN = ((10_000, 4), (3_000, 3), (1_000, 2), (100, 1))
AREA_SQM = ((10_000, 3), (3_000, 2), (1_000, 1))
LANDING = {Timeframe.NOW: 3, Timeframe.HALF_YEAR: 2, Timeframe.YEAR: 1}
NAMES_LISTING, NAMES_PARK, NAMES_COMPANY, LEADING_INDUSTRY, MANY_JOBS = 2, 1, 1, 2, 1
JOBS = 100
FROM_POINTS = ((9, Grade.A), (5, Grade.B), (0, Grade.C))


class Suggestion(NamedTuple):
    grade: str
    points: int
    reasons: list  # (words, points)

    @property
    def label(self):
        return Grade(self.grade).label


def suggest(inquiry):
    reasons = [(words, points) for words, points in weighed(inquiry) if points]
    total = sum(points for _, points in reasons)
    return Suggestion(reached(FROM_POINTS, total), total, reasons)


def weighed(inquiry):
    area = inquiry.area_max or inquiry.area_min
    yield from figure("总投资", inquiry.investment_wan, "万元", INVESTMENT_WAN)
    yield inquiry.get_landing_timeframe_display() + "落地", LANDING.get(inquiry.landing_timeframe, 0)
    yield from figure("面积", area, "㎡", AREA_SQM)
    if inquiry.listing_id:
        yield "指明了载体", NAMES_LISTING
    elif inquiry.park_id:
        yield "指明了园区", NAMES_PARK
    if inquiry.company:
        yield "留了企业名称", NAMES_COMPANY
    if (inquiry.headcount or 0) >= JOBS:
        yield f"用工 {inquiry.headcount} 人", MANY_JOBS
    if is_leading_there(inquiry):
        yield f"{inquiry.industry.name}是当地园区的主导产业", LEADING_INDUSTRY


def figure(label, value, unit, table):
    if value is not None:
        yield f"{label} {Decimal(value).normalize():,f} {unit}", reached(table, value)


def reached(table, value):
    return next((result for least, result in table if value >= least), 0)


def is_leading_there(inquiry):
    """Whether a public park where it wants to go names its industry, or the one above it, as leading."""
    place = inquiry.wanted_place
    if place is None or inquiry.industry is None:
        return False
    wanted = [inquiry.industry_id, *filter(None, [inquiry.industry.parent_id])]
    parks = Park.objects.published().filter(district__path__startswith=place.path)
    return parks.filter(industries__in=wanted).exists()
