"""The staff site: its name, its menu by kind of work, and the start page."""

from django.contrib import admin
from django.http import JsonResponse
from django.utils.safestring import mark_safe

from inquiries.protection import switched_off

from .waiting import waiting_for

# The menu in the order of the work, whichever app a thing lives in.
MENU = {
    "内容": [
        "articles.Article",
        "articles.PolicyDocument",
        "inquiries.Submission",
        "articles.Channel",
        "taggit.Tag",
    ],
    "园区与载体": [
        "parks.Park",
        "parks.Listing",
        "parks.District",
        "parks.Industry",
        "parks.IndustryLabel",
    ],
    "咨询": ["inquiries.Inquiry"],
    "站点": [
        "publishing.SiteSettings",
        "publishing.FriendLink",
        "auth.User",
        "auth.Group",
        "editorial.Push",
        "outbox.Delivery",
    ],
}


class StaffSite(admin.AdminSite):
    site_header = "招商后台"
    site_title = "招商后台"
    index_title = "等我处理"
    empty_value_display = mark_safe('<span class="nothing">—</span>')

    def get_app_list(self, request, app_label=None):
        """Django's list of apps, sorted into the menu; what the menu doesn't name comes last, under its app."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        screens = {f"{app['app_label']}.{one['object_name']}": one for app in apps for one in app["models"]}
        groups = []
        for position, (name, wanted) in enumerate(MENU.items()):
            models = [screens.pop(label) for label in wanted if label in screens]
            if models:
                groups.append(
                    {"name": name, "app_label": f"work-{position}", "app_url": "", "models": models}
                )
        rest = [app | {"models": [one for one in app["models"] if one in screens.values()]} for app in apps]
        return groups + [app for app in rest if app["models"]]

    def index(self, request, extra_context=None):
        warnings = switched_off() if request.user.has_perm("publishing.change_sitesettings") else []
        context = {"waiting": waiting_for(request.user), "warnings": warnings}
        return super().index(request, context | (extra_context or {}))

    def autocomplete_view(self, request):
        """No database looks for a NUL; PostgreSQL says so with an error."""
        if "\0" in request.GET.get("term", ""):
            return JsonResponse({"results": [], "pagination": {"more": False}})
        return super().autocomplete_view(request)
