"""What the office decides about its desk: who gets what comes in, how long a step may take, which days are worked."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse

from inquiries.desk import assigning, workdays
from inquiries.models import AssignmentRule, DayException, Inquiry, ServiceStandard
from publishing.admin import StaffAdmin, staff_name


class RuleForm(forms.ModelForm):
    topic = forms.ChoiceField(
        label="主题",
        choices=[("", "全部主题"), *Inquiry.Topic.choices],
        required=False,
        help_text="留空为全部。",
    )


@admin.register(AssignmentRule)
class AssignmentRuleAdmin(StaffAdmin):
    form = RuleForm
    list_display = ["in_words", "position"]
    list_display_links = ["in_words"]
    list_editable = ["position"]
    list_select_related = ["district__parent", "industry"]
    autocomplete_fields = ["district", "industry"]
    nothing_listed = "还没有分派规则，新咨询都在“待认领”里等人认领。"
    fieldsets = [
        (
            None,
            {
                "fields": ["district", "topic", "industry", "officers", "position"],
                "description": "新咨询到了，按顺序找第一条符合的规则，分给其中手上未结咨询最少的一位。"
                "停用的账号、不能处理咨询的账号和不管这个地区的专员会跳过；一条规则里没有人能接，就看下一条；"
                "都没有人，就放进“待认领”。",
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("officers")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and db_field.name == "officers":
            field.queryset = assigning.officers().order_by("last_name", "username")
            field.label_from_instance = staff_name
        return field

    @admin.display(description="规则")
    def in_words(self, rule):
        """`天津-武清区及下级 · 工业用地招商 · 全部行业 → 专员甲、专员乙`"""
        where = f"{rule.district}及下级" if rule.district else "全部地区"
        topic = dict(Inquiry.Topic.choices).get(rule.topic, "全部主题")
        industry = f"{rule.industry.code} {rule.industry}" if rule.industry else "全部行业"
        officers = "、".join(map(staff_name, sorted(rule.officers.all(), key=lambda one: one.pk)))
        return f"{where} · {topic} · {industry} → {officers or '没有专员'}"


@admin.register(ServiceStandard)
class ServiceStandardAdmin(StaffAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": ["respond_days", "assess_days", "feedback_days", "report_days"],
                "description": "都按工作日计，当天不算。默认值取自《江门市招商线索管理办法》（2024）。"
                "改动后，每条咨询从下一步起按新的时限算，已经定下的办理期限不变。",
            },
        )
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_object(self, request, object_id, from_field=None):
        """The one row, also before it was ever saved."""
        return ServiceStandard.current() if ServiceStandard.objects.exists() else ServiceStandard(pk=1)

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:inquiries_servicestandard_change", 1)

    def response_post_save_change(self, request, obj):
        return redirect(reverse("admin:index"))


@admin.register(DayException)
class DayExceptionAdmin(StaffAdmin):
    list_display = ["day", "kind", "name"]
    list_filter = ["is_working"]
    date_hierarchy = "day"
    search_fields = ["name"]
    search_help_text = "按说明查找"
    nothing_listed = f"{workdays.LAST_YEAR_KNOWN} 年及以前的放假和调休已经内置。这里只登记内置日历没有的，或者与它不同的日子。"
    fieldsets = [
        (
            None,
            {
                "fields": ["day", "is_working", "name"],
                "description": "办理期限按工作日算。国务院办公厅公布新一年的安排后，把放假和调休上班的日子逐日登记；"
                "普通的周末不用登记。",
            },
        )
    ]

    def changelist_view(self, request, extra_context=None):
        if request.method == "GET":
            for words in workdays.unknown_holidays():
                self.message_user(request, words, messages.WARNING)
        return super().changelist_view(request, extra_context)

    @admin.display(description="安排", ordering="is_working")
    def kind(self, exception):
        return "上班" if exception.is_working else "放假"
