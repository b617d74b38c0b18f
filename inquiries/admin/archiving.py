"""归档 and 标为垃圾信息 of several at once."""

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR

from inquiries.desk import closing

OWN = ["archive_chosen", "unarchive_chosen", "spam_chosen"]


class PutAway:
    """Before StaffAdmin, behind the list's own actions, whose `few_enough` and `each` it borrows."""

    def get_actions(self, request):
        """Not by `actions`: the list's mixin has some, and of two lists only the first counts."""
        actions = super().get_actions(request)
        if IS_POPUP_VAR in request.GET or not self.has_change_permission(request):
            return actions
        return actions | {name: self.get_action(name) for name in OWN}

    @admin.action(description="归档", permissions=["change"])
    def archive_chosen(self, request, queryset):
        self.put_away(request, queryset, closing.archive, "归档了 {} 条咨询。", "没有归档")

    @admin.action(description="取消归档", permissions=["change"])
    def unarchive_chosen(self, request, queryset):
        self.put_away(request, queryset, closing.unarchive, "取消归档了 {} 条咨询。", "没有取消归档")

    @admin.action(description="标为垃圾信息", permissions=["change"])
    def spam_chosen(self, request, queryset):
        self.put_away(request, queryset, closing.mark_spam, "标记了 {} 条垃圾信息。", "没有标记")

    def put_away(self, request, queryset, verb, done, not_done):
        if chosen := self.few_enough(request, queryset):
            self.each(request, chosen, lambda one: verb(one, request.user), done, not_done)
