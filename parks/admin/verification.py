"""What somebody has to look at from time to time and say: still so. The queues, and what is done with them."""

from datetime import date, timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html

from parks.models.freshness import ENDING_SOON, LAST_VERIFIED
from parks.models.listings import gone
from publishing.admin.odd_input import is_number

EXTENSION = timedelta(days=90)
BUTTON = (
    '{}<br><button type="submit" name="_verify" value="{}" class="button row-button"'
    ' aria-label="今日核实：{}">今日核实</button>'
)
OVER = "有效期已过，发布后也不会公开，请先延长有效期。"
OLDEST_FIRST, ENDING_FIRST = [LAST_VERIFIED.asc(), "pk"], ["valid_until", "pk"]
# value of the filter → its words, how the rows narrow, how the list is sorted then
QUEUES = {
    "stale": ("久未核实（90 天以上）", lambda rows: rows.stale(), OLDEST_FIRST),
    "never": ("从未核实", lambda rows: rows.never_verified(), OLDEST_FIRST),
    "expired": ("有效期已过", lambda rows: rows.past_term(), ENDING_FIRST),
    "ending": ("30 天内到期", lambda rows: rows.ending_soon(), ENDING_FIRST),
}


class VerifiedFilter(admin.SimpleListFilter):
    title = "核实"
    parameter_name = "verified"
    queues = ("stale", "never")

    def lookups(self, request, model_admin):
        return [(name, QUEUES[name][0]) for name in self.queues]

    def queryset(self, request, queryset):
        return QUEUES[self.value()][1](queryset) if self.value() in self.queues else queryset


class TermFilter(VerifiedFilter):
    title = "核实与有效期"
    queues = tuple(QUEUES)


class VerifiedTodayMixin:
    """The list as a queue: what waits longest stands first, and a row is done with one press."""

    def get_ordering(self, request):
        queue = QUEUES.get(request.GET.get(VerifiedFilter.parameter_name))
        return queue[2] if queue else super().get_ordering(request)

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        if self.has_change_permission(request):
            return columns
        return ["verified_day" if column == "verified_or_verify" else column for column in columns]

    def changelist_view(self, request, extra_context=None):
        """The button of a row sends the list's own form, so that its filters are kept."""
        if request.method == "POST" and "_verify" in request.POST:
            return self.verify_one(request, request.POST["_verify"])
        return super().changelist_view(request, extra_context)

    def verify_one(self, request, number):
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).filter(pk=number) if is_number(number) else []
        if rows:
            self.verify_today(request, rows)
        else:
            self.message_user(request, "没有这样的条目，什么也没有改动。", messages.WARNING)
        return redirect(request.get_full_path())

    @admin.action(description="今日核实", permissions=["change"])
    def verify_today(self, request, queryset):
        today, rows = timezone.localdate(), list(queryset)
        self.model._default_manager.filter(pk__in=[row.pk for row in rows]).update(
            verified_on=today, updated_at=timezone.now()
        )
        self.log_action(request, rows, f"核实日期记为 {today}。")
        over = sum(
            bool(until and until < today) for until in (getattr(row, "valid_until", None) for row in rows)
        )
        left = f"其中 {over} 条有效期已过，仍不公开：还有效的，请再延长有效期。" if over else ""
        self.report(request, f"已把 {len(rows)} 条的核实日期记为今天（{today}）。", left)

    @admin.display(description="核实", ordering="verified_on")
    def verified_day(self, item):
        day = f"{item.verified_on:%Y-%m-%d}" if item.verified_on else "从未核实"
        until = getattr(item, "valid_until", None)
        if until and until <= timezone.localdate() + ENDING_SOON:
            return format_html("{}<br>有效期至 {}", day, f"{until:%Y-%m-%d}")
        return day

    @admin.display(description="核实", ordering="verified_on")
    def verified_or_verify(self, item):
        if item.verified_on == timezone.localdate():
            return self.verified_day(item)
        return format_html(BUTTON, self.verified_day(item), item.pk, item)


class TermForm(forms.ModelForm):
    def clean(self):
        """The button 发布 means this moment, which the model cannot know."""
        cleaned = super().clean()
        until = cleaned.get("valid_until")
        if "_publish" in self.data and until and until < timezone.localdate():
            self.add_error("valid_until", OVER)
        return cleaned


class TermMixin:
    """For what holds until a day: 有效期."""

    form = TermForm

    @admin.action(description="发布", permissions=["publish"])
    def publish_chosen(self, request, queryset):
        """What is over would stay hidden all the same: it is left as it is, with a word."""
        over = queryset.past_term()
        hidden = over.count()
        super().publish_chosen(request, queryset.exclude(pk__in=over.values("pk")))
        if hidden:
            self.message_user(request, f"{hidden} 条有效期已过，没有发布，请先延长有效期。", messages.WARNING)

    @admin.action(description="有效期延长 90 天", permissions=["change"])
    def extend_term(self, request, queryset):
        """From today for what is over, from its last day for what still holds."""
        today, rows = timezone.localdate(), list(queryset)
        ending = [row for row in rows if row.valid_until]
        over = [row.pk for row in ending if row.valid_until < today]
        for row in ending:
            row.valid_until = min(max(row.valid_until, today), date.max - EXTENSION) + EXTENSION
            row.updated_at = timezone.now()
        self.model._default_manager.bulk_update(ending, ["valid_until", "updated_at"])
        self.log_action(request, ending, f"有效期延长 {EXTENSION.days} 天。")
        public_again = self.model._default_manager.published().filter(pk__in=over)
        left = len(rows) - len(ending)
        untouched = f"{left} 条没有填有效期，长期有效，未作改动。" if left else ""
        self.report(request, lengthened(ending, public_again.count()), doubts(public_again) + untouched)


def lengthened(ending, public_again):
    """How many hold until when; with different last days, the first of them."""
    ends = sorted({row.valid_until for row in ending})
    until = f"有效期延长 {EXTENSION.days} 天" if len(ends) != 1 else f"有效期至 {ends[0]}"
    until += f"，最早的至 {ends[0]}" if len(ends) > 1 else ""
    return f"{len(ending)} 条{until}" + (f"，其中 {public_again} 条重新公开。" if public_again else "。")


def doubts(public_again):
    """What should be looked at in rows the public sees again."""
    taken = public_again.filter(gone()).count()
    stale = public_again.stale().count()
    said = f"重新公开的有 {taken} 条是已租（售）或锁定，请核对租售状态。" if taken else ""
    return said + (f"重新公开的有 {stale} 条久未核实，请尽快核实。" if stale else "")
