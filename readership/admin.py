"""阅读量 on the staff's screens: a column of the lists, thirty days on the page of one thing."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import OuterRef, Subquery, Sum
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from parks.admin.listings import ListingAdmin
from parks.admin.parks import ParkAdmin
from parks.models import Listing, Park

from .models import RECENT_DAYS, Reading
from .pages import KINDS

HEIGHT, STEP, WIDTH = 48, 10, 8  # of the bars, in units of the drawing


def sum_of(readings):
    """For each row of a list; asked of those on the page only, since its rows are fetched by their keys."""
    return Subquery(readings.order_by().values("number").annotate(sum=Sum("count")).values("sum"))


class ShowsReadings:
    """Before the other parts of a screen of what Reading.Kind names."""

    readings_before = "page_link"

    class Media:
        css = {"all": ["css/admin-readings.css"]}

    def get_list_display(self, request):
        columns = list(super().get_list_display(request))
        place = columns.index(self.readings_before)
        return [*columns[:place], "readings", *columns[place:]]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if not (request.resolver_match and request.resolver_match.url_name.endswith("_changelist")):
            return rows
        readings = Reading.objects.filter(kind=KINDS[self.model], number=OuterRef("pk"))
        return rows.annotate(read_recently=sum_of(readings.recent()), read_ever=sum_of(readings))

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "readings_by_day"]

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        return [*sets, ("阅读量", {"fields": ["readings_by_day"]})] if obj and obj.pk else sets

    @admin.display(description=mark_safe(f"阅读<br>（{RECENT_DAYS} 天 / 全部）"))
    def readings(self, item):
        return f"{item.read_recently or 0:,} / {item.read_ever:,}" if item.read_ever else "—"

    @admin.display(description=f"近 {RECENT_DAYS} 天")
    def readings_by_day(self, item):
        return render_to_string("admin/readership/bars.html", days_of(KINDS[type(item)], item.pk))


def days_of(kind, number):
    """What bars.html draws."""
    readings = Reading.objects.of(kind, [number])
    counts = dict(readings.recent().values_list("day", "count"))
    today = timezone.localdate()
    days = [today - timedelta(days=back) for back in reversed(range(RECENT_DAYS))]
    most = max(counts.values(), default=0)
    bars = []
    for place, day in enumerate(days):
        count = counts.get(day, 0)
        height = max(round(HEIGHT * count / most), 1) if count else 0
        bars.append({"day": day, "count": count, "x": place * STEP, "y": HEIGHT - height, "height": height})
    return {
        "bars": bars,
        "recent": f"{sum(counts.values()):,}",
        "ever": f"{readings.aggregate(sum=Sum('count'))['sum'] or 0:,}",
        "most": f"{most:,}",
        "first": days[0],
        "last": today,
        "width": STEP * RECENT_DAYS,
        "bar_width": WIDTH,
        "full_height": HEIGHT,
    }


# The parks' own screens know nothing of readers.
admin.site.unregister([Park, Listing])


@admin.register(Park)
class ReadParkAdmin(ShowsReadings, ParkAdmin):
    pass


@admin.register(Listing)
class ReadListingAdmin(ShowsReadings, ListingAdmin):
    pass
