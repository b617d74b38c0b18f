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


def columns():
    place = named_by(District.objects.select_related("parent"))
    person = named_by(User.objects.all(), staff_name)  # also of those who left
    industry = named_by(Industry.objects.all())

    def field(name, write=plain, label=None):
        of = Inquiry._meta.get_field(name.split("__")[0])
        if of.choices:
            write = dict(of.flatchoices).get
            return Column(label or str(of.verbose_name), name, lambda value: write(value, ""))
        return Column(label or str(of.verbose_name), name, write)

    return [
        field("reference"), field("created_at", moment), field("stage"), field("due_on", day), field("place", place),
        field("officer", person), field("grade"), field("grade_reason"), field("kind"), field("topic"),
        field("company"), field("contact_name"), field("job_title"), field("phone", phones.display),
        field("wechat"), field("email"), field("call_slot"), field("industry", industry), field("district", place),
        field("park__name"), field("listing__title"), field("deal"), field("area_min"), field("area_max"),
        field("height_min"), field("load_min"), field("investment_wan"), field("landing_timeframe"),
        field("headcount"), field("message"), field("source_channel"), field("entry_page"), field("source_page"), field("assigned_at", moment),
        field("responded_at", moment), field("stage_since", moment),
        Column("最近跟进时间", "followed_up_at", moment), Column("最近跟进", "last_follow_up", plain),
        field("first_place", place), field("signed_on", day), field("agreed_investment_wan"),
        field("settled_park__name"), field("settled_listing__title"), field("cause"), field("closing_reason"),
        field("closed_at", moment), field("merged_into__reference"), field("archived_at", moment),
        field("consent_version"), field("consented_at", moment), field("erased_at", moment),
    ]  # fmt: skip


def table_of(inquiries):
    """(labels, the rows one by one): what a million of them weigh is never held at once."""
    asked = columns()
    rows = inquiries.select_related(None).annotate(**ANNOTATED).values_list(*(one.path for one in asked))
    written = (
        [one.write(value) for one, value in zip(asked, row, strict=True)] for row in rows.iterator(2000)
    )
    return [one.label for one in asked], written
