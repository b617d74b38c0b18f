from django.contrib import messages

MAY_MOVE = "publishing.change_sitesettings"
WARNING = (
    "访客、搜索引擎和已印出的二维码都在用这个网址。改名后，旧网址会自动转到新网址，但仍请在确有必要时才改。"
)


class MovingAdmin:
    """Screens of what has a 网址名: once its pages are known, only who looks after the whole site may change it."""

    def get_readonly_fields(self, request, obj=None):
        kept = obj is not None and self.is_known(obj) and not request.user.has_perm(MAY_MOVE)
        return [*super().get_readonly_fields(request, obj), *(["slug"] if kept else [])]

    def is_known(self, item):
        return True

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if obj and self.is_known(obj) and "slug" in form.base_fields:
            form.base_fields["slug"].help_text = WARNING
        return form

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data and self.is_known(obj):
            before = form.initial["slug"]
            self.message_user(
                request, f"网址名已由 {before} 改为 {obj.slug}，旧网址会转到新网址。", messages.WARNING
            )
