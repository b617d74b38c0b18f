"""What a row of the file says, in the order the desk reads it."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from inquiries import phones
from inquiries.models import FollowUp, Inquiry
from parks.models import District, Industry
from publishing.admin import staff_name


class Column(NamedTuple):
    label: str
    path: str
    write: Callable  # what the database says → a text or a number


def moment(value):
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def plain(value):
    return "" if value is None else value


def day(value):
    return value.isoformat() if value else ""


def named_by(rows, name=str):
    """Names of a few thousand at most, asked for once rather than joined to every row."""
    names = {one.pk: name(one) for one in rows}
    return lambda key: names.get(key, "")


LAST = FollowUp.objects.filter(inquiry=OuterRef("pk")).order_by("-created_at", "-pk")
ANNOTATED = {
    "last_follow_up": Subquery(LAST.values("summary")[:1]),
    "followed_up_at": Subquery(LAST.values("created_at")[:1]),
}
LABELS = {"last_follow_up": "最近跟进", "followed_up_at": "最近跟进时间"}


PATHS = (
    "reference",
    "created_at",
    "stage",
    "due_on",
    "place",
    "officer",
    "grade",
    "grade_reason",
    "kind",
    "topic",
    "company",
    "contact_name",
    "job_title",
    "phone",
    "wechat",
    "email",
    "call_slot",
    "industry",
    "district",
    "park__name",
    "listing__title",
    "deal",
    "area_min",
    "area_max",
    "height_min",
    "load_min",
    "investment_wan",
    "landing_timeframe",
    "headcount",
    "message",
    "source_channel",
    "entry_page",
    "source_page",
    "assigned_at",
    "responded_at",
    "stage_since",
    "followed_up_at",
    "last_follow_up",
    "first_place",
    "signed_on",
    "agreed_investment_wan",
    "settled_park__name",
    "settled_listing__title",
    "cause",
    "closing_reason",
    "closed_at",
    "merged_into__reference",
    "archived_at",
    "consent_version",
    "consented_at",
    "erased_at",
)


def columns():
    place = named_by(District.objects.select_related("parent"))
    writers = {
        **{path: moment for path in PATHS if path.endswith(("_at", "_since"))},
        **{path: day for path in PATHS if path.endswith("_on")},
        **dict.fromkeys(["place", "first_place", "district"], place),
        "officer": named_by(User.objects.all(), staff_name),  # also of those who left
        "industry": named_by(Industry.objects.all()),
        "phone": phones.display,
    }
    return [column(path, writers.get(path, plain)) for path in PATHS]


def column(path, write):
    """Called as the field that `path` begins with; of a choice its words."""
    if path in LABELS:
        return Column(LABELS[path], path, write)
    field = Inquiry._meta.get_field(path.split("__")[0])
    words = dict(field.flatchoices)
    return Column(str(field.verbose_name), path, (lambda value: words.get(value, "")) if words else write)


def table_of(inquiries):
    """(labels, the rows one by one): what a million of them weigh is never held at once."""
    asked = columns()
    rows = inquiries.select_related(None).annotate(**ANNOTATED).values_list(*(one.path for one in asked))
    written = (
        [one.write(value) for one, value in zip(asked, row, strict=True)] for row in rows.iterator(2000)
    )
    return [one.label for one in asked], written
