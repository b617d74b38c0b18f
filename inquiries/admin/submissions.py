from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Case, Value, When
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from inquiries import phones
from inquiries.adopting import adopt, send_back
from inquiries.attachments import kind_of
from inquiries.masking import mask_name
from inquiries.models import Submission
from parks.admin.filters import district_filter
from publishing.admin import StaffAdmin, change_link, dot, moment

from .contacts import HiddenContacts
from .erased import KeptWhenErased
from .erasing import ErasedOnRequest

# What the buttons beside 采用为草稿 decide.
BACK = {"_return": Submission.State.RETURNED, "_decline": Submission.State.DECLINED}
# Who waits longest comes first; what is settled after that, the newest first.
IN_TURN = Case(When(state="pending", erased_at=None, then=Value(0)), default=Value(1))


def file_link(attachment):
    if not attachment:
        return ""
    name = attachment.name.rpartition("/")[2]
    return format_html(
        '<a href="{}">下载（{}）</a>', reverse("inquiries:attachment", args=[name]), kind_of(name)
    )


class HandlingForm(forms.ModelForm):
    class Meta:
        model = Submission
        fields = ["reason"]
        widgets = {"reason": forms.Textarea({"rows": 3})}

    def clean(self):
        said = super().clean()
        if any(name in self.data for name in BACK) and not said.get("reason"):
            self.add_error("reason", "退回或不采用时请写明处理意见，投稿人凭编号能看到。")
        return said


@admin.register(Submission)
class SubmissionAdmin(HiddenContacts, ErasedOnRequest, KeptWhenErased, StaffAdmin):
    CONTACTS = {"author": "author_masked"}
    SPELLED = {
        "author": (lambda one: one.author, mask_name),
        "phone": (lambda one: phones.display(one.phone), phones.mask),
    }
    LINKED_BY = ("erased_at",)  # from the start page
    list_display = [
        "title",
        "state_dot",
        "author",
        "organisation",
        "district",
        "rights",
        "received",
        "waiting",
        "article_link",
    ]
    list_filter = ["state", "rights", "ai_generated", district_filter("submissions")]
    list_select_related = ["district__parent", "article"]
    list_defer = ["body"]
    date_hierarchy = "created_at"
    search_fields = ["title", "=author", "organisation", "reference", "article__title"]
    search_help_text = "按标题、单位或编号查找；投稿人、手机要写全"
    actions = ["adopt_chosen"]
    view_on_site = False
    change_form_template = "admin/inquiries/submission_form.html"
    form = HandlingForm
    ordering = [IN_TURN, Case(When(state="pending", then="created_at")), "-created_at", "-pk"]
    fieldsets = [
        ("处理", {"fields": ["state_dot", "reason", "article_link", "earlier"]}),
        ("稿件", {"fields": ["title", "body", "attachment_link", "district", "rights", "ai_words"]}),
        ("投稿人", {"fields": ["author", "organisation", "phone_masked"]}),
        ("登记", {"fields": ["reference", "received", "consent_version"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        """What the sender wrote stays as it was written."""
        names = flatten_fieldsets(self.get_fieldsets(request, obj))
        return [name for name in names if name != "reason"]

    def get_search_fields(self, request):
        return [name for name in self.search_fields if name != "=author" or self.may_find_people(request)]

    def has_add_permission(self, request):
        return False

    def has_adopt_permission(self, request):
        return self.has_change_permission(request) and request.user.has_perm("articles.add_article")

    @admin.display(description="状态", ordering="state")
    def state_dot(self, submission):
        return dot(submission.state, submission.get_state_display())

    @admin.display(description="收到时间", ordering="created_at")
    def received(self, submission):
        return moment(submission.created_at)

    @admin.display(description="已等")
    def waiting(self, submission):
        if submission.is_closed or submission.erased_at:
            return ""
        days = (timezone.now() - submission.created_at).days
        return f"{days} 天" if days else "不到 1 天"

    @admin.display(description="此前的稿件")
    def earlier(self, submission):
        """What was sent back before, with what was said of it."""
        texts = submission.earlier_texts.all() if submission.pk else []
        rows = (
            (moment(one.replaced_at), one.reason, one.title, one.body, file_link(one.attachment))
            for one in texts
        )
        row = "<details><summary>{} 修改前，意见：{}</summary><p><b>{}</b></p><p>{}</p>{}</details>"
        return format_html_join("", row, rows)

    @admin.display(description="文章", ordering="article")
    def article_link(self, submission):
        return change_link(submission.article, submission.article.title) if submission.article else ""

    @admin.display(description="含 AI 生成内容")
    def ai_words(self, submission):
        """In a word: Django's red cross beside 否 would read as a fault."""
        return "是" if submission.ai_generated else "否"

    @admin.display(description="附件")
    def attachment_link(self, submission):
        return file_link(submission.attachment)

    @admin.display(description="投稿人")
    def author_masked(self, submission):
        return self.contact(submission, "author")

    @admin.display(description="手机")
    def phone_masked(self, submission):
        return format_html("{} {}", self.contact(submission, "phone"), self.offered(submission))

    @admin.action(description="采用为草稿", permissions=["adopt"])
    def adopt_chosen(self, request, queryset):
        chosen = list(queryset)
        kept = [one for one in chosen if not one.erased_at]
        new = [one for one in kept if adopt(one, request.user)[1]]
        left, erased = len(kept) - len(new), len(chosen) - len(kept)
        self.log_action(request, new, "采用为草稿。")
        words = f"已采用 {len(new)} 篇为草稿。" + (f"{left} 篇此前已采用，未重复生成。" if left else "")
        words += f"{erased} 篇的个人信息已清除，不能再采用。" if erased else ""
        self.message_user(request, words, messages.WARNING if left or erased else messages.SUCCESS)
        self.warn_of_reprints(request, new)

    def warn_of_reprints(self, request, adopted):
        unlicensed = [one.title for one in adopted if one.rights == Submission.Rights.REPRINT]
        if unlicensed:
            words = f"尚未取得转载授权，发布前请先取得：{'、'.join(unlicensed)}"
            self.message_user(request, words, messages.WARNING)

    def save_model(self, request, obj, form, change):
        """Each button is a decision; without one only the words are kept."""
        if decided := next((state for name, state in BACK.items() if name in request.POST), None):
            return self.send_back(request, obj, decided)
        super().save_model(request, obj, form, change)
        if "_adopt" in request.POST and self.has_adopt_permission(request):
            obj.article, new = adopt(obj, request.user)
            if new:
                self.message_user(request, "已采用为草稿，可以接着编辑。")
                self.warn_of_reprints(request, [obj])

    def send_back(self, request, submission, state):
        if send_back(submission, state, submission.reason):
            self.log_action(request, [submission], f"{state.label}。")
            self.message_user(request, f"已{state.label}，投稿人凭编号能看到意见。")
        else:
            self.message_user(request, "这篇投稿已经采用为文章，不能再退。", messages.WARNING)

    def render_change_form(self, request, context, **kwargs):
        item = kwargs.get("obj")
        is_open = item is not None and not item.article_id and self.has_change_permission(request, item)
        context["may_adopt"] = is_open and self.has_adopt_permission(request)
        context["may_return"] = is_open and item.state != Submission.State.RETURNED
        context["may_decline"] = is_open and item.state != Submission.State.DECLINED
        return super().render_change_form(request, context, **kwargs)

    def response_change(self, request, obj):
        if "_adopt" in request.POST and obj.article_id:
            return redirect(reverse("admin:articles_article_change", args=[obj.article_id]))
        return super().response_change(request, obj)
