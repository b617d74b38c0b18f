"""The screens of what other people's apps bring: users, groups, tags."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from taggit.models import Tag

from parks.admin.remits import RemitForm, RemitMixin
from publishing.admin import StaffAdmin, moment, staff_name

admin.site.unregister([User, Group, Tag])

VERBS = {"add": "增加", "change": "修改", "delete": "删除", "view": "查看", "publish": "发布"}
# Rights over what no screen shows.
INTERNAL = ["contenttypes", "sessions", "axes"]


class RightsMixin:
    """Rights by the names of our screens: 文章：修改."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.widget, field.help_text = forms.CheckboxSelectMultiple(choices=field.choices), ""
        if db_field.name in ("permissions", "user_permissions"):
            field.queryset = field.queryset.exclude(content_type__app_label__in=INTERNAL)
            field.label_from_instance = right_name
        return field


def right_name(right):
    verb = right.codename.split("_")[0]
    return f"{right.content_type.name}：{VERBS.get(verb, right.name)}"


class PersonForm(RemitForm, UserChangeForm):
    pass


class NewPersonForm(RemitForm, UserCreationForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {"autofocus": False, "autocomplete": "username"}
        if is_staff := self.fields.get("is_staff"):
            is_staff.initial = True
            is_staff.help_text = "后台的账号都要勾选；不勾选的人登录不了后台。"


@admin.register(User)
class PersonAdmin(RemitMixin, RightsMixin, StaffAdmin, UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    filter_horizontal = ["user_permissions"]
    list_display = ["username", "full_name", "roles", "bound_to", "is_active", "is_superuser", "last_seen"]
    list_filter = ["is_active", "groups", "is_superuser"]
    search_fields = ["username", "last_name", "first_name", "email"]
    search_help_text = "按用户名、姓名或邮箱查找"
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("姓名与邮箱", {"fields": [("last_name", "first_name"), "email"]}),
        (
            "能做什么",
            {
                "fields": ["is_active", "is_staff", "groups", "districts"],
                "description": "选好角色即可。离职的人取消“在用”，不要删除，他办过的事仍有据可查。",
            },
        ),
        ("超出角色的权限", {"classes": ["collapse"], "fields": ["is_superuser", "user_permissions"]}),
        ("登录", {"fields": [("last_login", "date_joined")]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": [
                    ("last_name", "first_name"),
                    "username",
                    "password1",
                    "password2",
                    "is_staff",
                    "groups",
                    "districts",
                ],
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        """Who only looks on reads the districts; they are no column of a person, which Django could print."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return sets
        swap = {"districts": "bound_to"}
        return [
            (title, options | {"fields": [swap.get(name, name) for name in options["fields"]]})
            for title, options in sets
        ]

    def get_readonly_fields(self, request, obj=None):
        """Nobody gives away more than his own role holds."""
        more = [] if request.user.is_superuser else ["is_superuser", "user_permissions"]
        return [*self.readonly_fields, "bound_to", *more]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.may_touch(request, obj)

    def may_touch(self, request, user):
        return user is None or request.user.is_superuser or not user.is_superuser

    @admin.display(description="姓名")
    def full_name(self, user):
        return staff_name(user)

    @admin.display(description="角色")
    def roles(self, user):
        return "、".join(group.name for group in user.groups.all())

    @admin.display(description="上次登录", ordering="last_login")
    def last_seen(self, user):
        return moment(user.last_login)


@admin.register(Group)
class RoleAdmin(RightsMixin, StaffAdmin, GroupAdmin):
    list_display = ["name", "people"]
    search_help_text = "按角色名查找"

    def get_fields(self, request, obj=None):
        """What a role may do is decided by the program and by superusers, not by those who hold one."""
        return ["name", "permissions"] if request.user.is_superuser else ["name", "rights"]

    def get_readonly_fields(self, request, obj=None):
        return [] if request.user.is_superuser else ["rights"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("user_set")

    @admin.display(description="权限")
    def rights(self, group):
        return (
            "、".join(map(right_name, group.permissions.select_related("content_type"))) if group.pk else ""
        )

    @admin.display(description="人员")
    def people(self, group):
        return "、".join(staff_name(user) for user in group.user_set.all())


@admin.register(Tag)
class TagAdmin(StaffAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    fields = ["name"]  # its address is made from the name, once
