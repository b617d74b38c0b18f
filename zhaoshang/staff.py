"""The staff site: its name, its menu and its start page. Who is bound to districts meets nothing of others."""

from functools import wraps

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.safestring import mark_safe

from audit.recording import answering
from inquiries.desk.workdays import unknown_holidays
from inquiries.protection import switched_off
from outbox import channels
from parks.models import District
from publishing.placing import remit_of

from . import menu, resuming
from .lockout import too_many_failures
from .recent import last_edited_by
from .waiting import waiting_for


def site_warnings():
    return [*switched_off(), *channels.warnings()]


class StaffSite(admin.AdminSite):
    site_header = "招商后台"
    site_title = "招商后台"
    index_title = "等我处理"
    empty_value_display = mark_safe('<span class="nothing">—</span>')

    def get_urls(self):
        """Django would lead from any number to any row's page: here only to what one may see."""
        from editorial.admin.reports import report_urls  # screens: they are there once the site is
        from outcomes.screen import outcome_urls

        view = self.admin_view(self.page_of, cacheable=False)
        return [
            path("r/<str:content_type_id>/<path:object_id>/", view, name="view_on_site"),
            *report_urls(self),
            *outcome_urls(self),
            *super().get_urls(),
        ]

    def page_of(self, request, content_type_id, object_id):
        model = self._model_numbered(content_type_id)
        screen = self._registry.get(model)
        item = screen.get_object(request, object_id) if screen else None
        has_page = hasattr(item, "get_absolute_url")
        if not has_page or not screen.has_view_permission(request, item):
            raise Http404("没有这个条目：可能已经删除，或者不归您负责的地区管理。")
        return redirect(item.get_absolute_url())

    def _model_numbered(self, number):
        known = number.isdecimal() and len(number) < 10 and ContentType.objects.filter(pk=number).first()
        return known.model_class() if known else None

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        return apps if app_label else menu.grouped(apps, request.user)

    def each_context(self, request):
        context = super().each_context(request)
        if context["has_permission"] and not context["is_popup"]:
            menu.count(context["available_apps"], request.user)
        return context

    def login(self, request, extra_context=None):
        too_many = too_many_failures(request) if request.method == "POST" else None
        return too_many or resuming.go_on(request, super().login(request, extra_context), self)

    def admin_view(self, view, cacheable=False):
        """Whose login has ended while he wrote loses nothing; what he does is noted with from where."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def kept(request, *args, **kwargs):
            if not self.has_permission(request) and resuming.is_at_stake(request):
                return resuming.ask_to_log_in(request, self)
            with answering(request):
                return guarded(request, *args, **kwargs)

        return kept

    def app_index(self, request, app_label, extra_context=None):
        """The menu goes by work, not by app."""
        return redirect("admin:index")

    def index(self, request, extra_context=None):
        from outcomes.screen import last_month

        user = request.user
        paths = remit_of(user)
        context = {
            "outcomes": last_month(user),
            "waiting": waiting_for(user),
            "begin": menu.to_begin(super().get_app_list(request)),
            "recent": last_edited_by(request, self),
            "warnings": [
                *(site_warnings() if user.has_perm("publishing.change_sitesettings") else []),
                *(unknown_holidays() if user.has_perm("inquiries.add_dayexception") else []),
            ],
            "bound_to": District.objects.filter(path__in=paths).select_related("parent") if paths else [],
        }
        return super().index(request, context | (extra_context or {}))

    def autocomplete_view(self, request):
        """No database looks for a NUL; PostgreSQL says so with an error."""
        if "\0" in request.GET.get("term", ""):
            return JsonResponse({"results": [], "pagination": {"more": False}})
        return super().autocomplete_view(request)
