"""图库: the list as a sheet of pictures, several uploads at once, where each is shown, another file in its place."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q
from django.forms.widgets import Script
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from library.intake import MOST_AT_ONCE, TOO_MANY, take
from library.models import Picture, places
from library.replacing import replace, why_not_replace
from library.showing import typed_names
from publishing import pictures
from publishing.admin import StaffAdmin, change_link, staff_name
from publishing.admin.odd_input import is_number
from publishing.placing import remit_of
from publishing.richtext import printable

A_PAGE = 24
SHOWN_AT_MOST = 50  # places named for one picture
NEW = timedelta(days=1)


class UseFilter(admin.SimpleListFilter):
    title = "使用"
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("used", "用过"), ("unused", "未用")]

    def queryset(self, request, queryset):
        if self.value() == "used":
            return queryset.used()
        return queryset.unused() if self.value() == "unused" else queryset


class UploaderFilter(admin.SimpleListFilter):
    title = "上传者"
    parameter_name = "by"

    def lookups(self, request, model_admin):
        added = Picture.objects.filter(added_by=OuterRef("pk")).order_by()  # a look at each person
        people = User.objects.filter(Exists(added)).order_by("username")
        return [(str(one.pk), staff_name(one)) for one in people]

    def queryset(self, request, queryset):
        return queryset.filter(added_by=self.value()) if is_number(self.value() or "") else queryset


class PictureForm(forms.ModelForm):
    class Meta:
        labels = {"image": "换一张图片"}
        help_texts = {"image": "所有用到它的页面、草稿和旧版本会一起换成新图片。"}
        widgets = {"image": forms.FileInput}


def as_json(picture):
    return {
        "number": picture.pk,
        "src": picture.image.url,
        "thumb": picture.thumb,
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
        "credit": picture.credit,
    }


def rows_showing(picture, person):
    """What `person` may see of what shows `picture`, each row once, at most so many of a kind."""
    rows = []
    for relation in places():
        found = seen(relation, person).filter(**{relation.field.name: picture})
        for row in found.order_by("-pk")[:SHOWN_AT_MOST]:
            rows.append((relation.related_model._meta.verbose_name, row))
    return rows


def seen(relation, person):
    """The rows of `relation` that `person` may see, where they lie in districts."""
    rows = relation.related_model._default_manager.all()
    return rows.visible_to(person) if hasattr(rows, "visible_to") else rows


def is_shown_elsewhere(picture, person):
    """Whether something shows it that `person`, bound to districts, may not change."""
    for relation in places():
        rows = relation.related_model._default_manager.filter(**{relation.field.name: picture})
        if (
            hasattr(rows, "changeable_by")
            and rows.exclude(pk__in=rows.changeable_by(person).values("pk")).exists()
        ):
            return True
    return False


def named_places(picture, person):
    """A sentence with a link for each place: 文章：…, 版本：… 第 3 版; others' places without their names."""
    named = {}
    for kind, row in rows_showing(picture, person):
        page = getattr(row, "shown_on", row)
        words = f"{kind}：{page}" + ("" if page is row else f"，{row}")
        named.setdefault(words, change_link(page, words))
    hidden = (
        ["别的地区的内容也在用这张图片，您不能改动或删除它。"] if is_shown_elsewhere(picture, person) else []
    )
    typed = ["有人正在写的内容里用着这张图片，还没有保存。"] if picture.is_typed else []
    return [*named.values(), *typed, *hidden]


@admin.register(Picture)
class PictureAdmin(StaffAdmin):
    form = PictureForm
    change_list_template = "admin/library/picture/change_list.html"
    change_form_template = "admin/library/picture/change_form.html"
    delete_confirmation_template = "admin/library/picture/delete_confirmation.html"
    list_display = ["__str__", "alt", "credit"]
    list_editable = ["alt", "credit"]
    list_filter = [UseFilter, UploaderFilter]
    list_per_page = A_PAGE
    list_select_related = ["added_by"]
    date_hierarchy = "added_at"
    search_fields = ["alt", "credit"]
    search_help_text = "按说明或来源查找"
    actions = ["remove_unused"]
    readonly_fields = ["added", "shown_in", "kept"]
    fieldsets = [
        (None, {"fields": ["alt", "credit", ("focal_x", "focal_y"), "image"]}),
        ("用在哪里", {"fields": ["shown_in", "added"]}),
    ]

    @property
    def media(self):
        scripts = [Script(f"js/admin-{name}.js", defer=True) for name in ("pictures", "library")]
        return super().media + forms.Media(css={"all": ["css/admin-pictures.css"]}, js=scripts)

    def get_urls(self):
        view, name = self.admin_site.admin_view, "library_picture"
        return [
            path("upload/", view(require_POST(self.upload_view)), name=f"{name}_upload"),
            path("choose/", view(require_GET(self.choose_view)), name=f"{name}_choose"),
            *super().get_urls(),
        ]

    # --- The list

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["image", "alt", "credit"]})]
        if why_not_replace(obj, request.user):
            words = [name for name in self.fieldsets[0][1]["fields"] if name != "image"]
            return [(None, {"fields": [*words, "kept"]}), *self.fieldsets[1:]]
        return super().get_fieldsets(request, obj)

    def changelist_view(self, request, extra_context=None):
        context = {
            "title": "图库",
            "accept": pictures.ACCEPT,
            "most": MOST_AT_ONCE,
            "may_add": self.has_add_permission(request),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def get_actions(self, request):
        """Deleting several at once is only for what nothing shows."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description="删除未用的图片", permissions=["delete"])
    def remove_unused(self, request, queryset):
        """Not what came in today: it may belong to a text that nobody has saved yet."""
        old = queryset.unused().filter(added_at__lt=timezone.now() - NEW)
        rows = list(old.exclude(image__in=typed_names()))
        left = queryset.count() - len(rows)
        self.log_deletions(request, rows)
        for picture in rows:
            picture.delete()
        kept = f"{left} 张有页面或草稿在用，或上传不满一天，没有删除。" if left else ""
        level = messages.WARNING if left else messages.SUCCESS
        self.message_user(request, f"已删除 {len(rows)} 张图片。{kept}", level)

    def get_changelist_instance(self, request):
        """In the list nobody sees what else shows a picture: who is bound to districts changes it on its page."""
        changelist = super().get_changelist_instance(request)
        if remit_of(request.user) is not None:
            changelist.list_editable = ()
        return changelist

    # --- One picture

    def get_object(self, request, object_id, from_field=None):
        picture = super().get_object(request, object_id, from_field)
        if picture:
            picture.looked_at_by = request.user
        return picture

    def is_his(self, request, item):
        if item is None or item.pk is None or remit_of(request.user) is None:
            return True
        return not is_shown_elsewhere(item, request.user)

    @admin.display(description="用在")
    def shown_in(self, picture):
        links = named_places(picture, picture.looked_at_by)
        return format_html_join(mark_safe("<br>"), "{}", [[link] for link in links]) or "没有页面用它。"

    @admin.display(description="换一张图片")
    def kept(self, picture):
        return why_not_replace(picture, picture.looked_at_by)

    @admin.display(description="上传")
    def added(self, picture):
        return (
            f"{staff_name(picture.added_by) or '系统'}，{timezone.localtime(picture.added_at):%Y-%m-%d %H:%M}"
        )

    def save_model(self, request, obj, form, change):
        upload = form.cleaned_data.get("image") if "image" in form.changed_data else None
        if not change:
            obj.added_by = request.user
        elif upload:
            replace(
                obj, upload, request.user
            )  # before the row is written: what shows the picture is locked first
            obj.refresh_from_db(fields=["image", "width", "height", "digest", "focal_x", "focal_y"])
            self.message_user(request, "图片已经换好，用到它的页面都已更新。")
        super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs, request):
        rows, counts, needed, protected = super().get_deleted_objects(objs, request)
        return (
            rows,
            counts,
            needed,
            [*protected, *(link for one in objs for link in named_places(one, request.user))],
        )

    # --- For scripts

    def choose_view(self, request):
        if not self.has_view_permission(request):
            return JsonResponse({"error": "您没有查看图库的权限。"}, status=403)
        words, page = printable(request.GET.get("q", "")).split(), request.GET.get("page", "")
        number = int(page) if is_number(page) and len(page) < 6 else 1
        rows = Picture.objects.all()
        for word in words[:10]:
            rows = rows.filter(Q(alt__icontains=word) | Q(credit__icontains=word))
        start = max(number - 1, 0) * A_PAGE
        found = list(rows[start : start + A_PAGE + 1])
        return JsonResponse({"pictures": list(map(as_json, found[:A_PAGE])), "more": len(found) > A_PAGE})

    def upload_view(self, request):
        """Takes each file of `pictures` by itself: one that is none stops no other."""
        wants_json = "application/json" in request.headers.get("Accept", "")
        if not self.has_add_permission(request):
            if wants_json:
                return JsonResponse({"error": "您没有上传图片的权限。"}, status=403)
            raise PermissionDenied
        taken, refused = received(request.FILES.getlist("pictures"), request.user)
        if wants_json:
            new = [as_json(picture) | {"isNew": is_new} for picture, is_new in taken]
            return JsonResponse({"pictures": new, "refused": refused})
        self.say(request, taken, refused)
        return redirect("admin:library_picture_changelist")

    def say(self, request, taken, refused):
        known = sum(not is_new for _, is_new in taken)
        if taken:
            again = f"其中 {known} 张图库里已有，没有重复保存。" if known else ""
            self.message_user(request, f"已上传 {len(taken)} 张图片。{again}请补上说明。")
        for sentence in refused or ([] if taken else ["没有选择文件。"]):
            self.message_user(request, sentence, messages.WARNING)


def received(uploads, person):
    """→ ([(picture, whether it is new)], sentences about those not taken)."""
    taken, refused = [], [TOO_MANY] if len(uploads) > MOST_AT_ONCE else []
    for upload in uploads[:MOST_AT_ONCE]:
        try:
            taken.append(take(upload, person))
        except ValidationError as error:
            refused.append(f"“{upload.name}”没有保存：{error.messages[0]}")
    return taken, refused
