"""What an editing screen says and keeps while somebody types: who else is there, what is not saved yet, how it looks."""

from django import forms
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editorial import autosaving, presence, previewing
from editorial.autosaving import Unreadable
from editorial.models import Version
from editorial.models.items import named
from editorial.working import content_of_form
from publishing.admin import staff_name
from publishing.admin.odd_input import is_number
from publishing.caching import private_page

SHEET = "css/admin-versions.css"


class AtDesk:
    """Addresses and context of an editing screen; `working(request, obj)` is VersionedAdmin's."""

    @property
    def media(self):
        return super().media + forms.Media(
            css={"all": [SHEET]}, js=["js/admin-versions.js", "js/admin-once.js"]
        )

    def get_urls(self):
        info = f"{self.opts.app_label}_{self.opts.model_name}"

        def view(of):
            return self.admin_site.admin_view(private_page(of))

        return [
            path("desk/presence/", view(require_POST(self.presence_view)), name=f"{info}_presence"),
            path("desk/autosave/", view(require_POST(self.autosave_view)), name=f"{info}_autosave"),
            path("desk/drop/", view(require_POST(self.drop_view)), name=f"{info}_drop"),
            path("desk/preview/", view(require_safe(self.preview_view)), name=f"{info}_preview_new"),
            path("desk/page/", view(require_safe(self.page_view)), name=f"{info}_page_new"),
            path("<int:number>/preview/", view(require_safe(self.preview_view)), name=f"{info}_preview"),
            path("<int:number>/page/", view(require_safe(self.page_view)), name=f"{info}_page"),
            *super().get_urls(),
        ]

    def screen_of(self, item=None):
        return f"{next(iter(named(item or self.model())))}-{item.pk if item else 'new'}"

    def asked_item(self, request, number, to_change=False):
        """The item of that number, None for a new one; refuses who may not open its screen."""
        if number in (None, ""):
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        item = self.get_object(request, str(number)) if is_number(str(number)) else None
        if item is None:
            raise Http404("没有这一篇。")
        may = self.has_change_permission if to_change else self.has_view_or_change_permission
        if not may(request, item):
            raise PermissionDenied
        return item

    # --- Said while somebody types

    def presence_view(self, request):
        return self.answered(request, self.note_presence)

    def autosave_view(self, request):
        return self.answered(request, self.keep_values)

    def answered(self, request, answer):
        """`answer(request, item, sent)` as JSON; what can't be read is refused in words."""
        try:
            sent = autosaving.read_json(request.body)
            item = self.asked_item(request, sent.get("item"), to_change=True)
            return JsonResponse(answer(request, item, sent))
        except (Unreadable, RequestDataTooBig) as error:
            words = (
                str(error) if isinstance(error, Unreadable) else "内容太大，没有自动保存，请及时手动保存。"
            )
            return JsonResponse({"refused": words}, status=400)

    def note_presence(self, request, item, sent):
        screen = self.screen_of(item)
        presence.note(request.user, screen)
        base = str(sent.get("base", ""))
        return {"others": presence.others(request.user, screen) if item else [], "newer": newer(item, base)}

    def keep_values(self, request, item, sent):
        row = autosaving.keep(request.user, self.screen_of(item), autosaving.values_of(sent))
        return {"saved": f"{timezone.localtime(row.saved_at):%H:%M} 已自动保存"}

    def keep_typed(self, request, item):
        """What was posted and refused, as if the screen had kept it by itself. Whether it could be kept."""
        posted = {name: request.POST.getlist(name) for name in request.POST}
        try:
            autosaving.keep(request.user, self.screen_of(item), autosaving.values_of({"values": posted}))
        except Unreadable:
            return False
        return True

    def drop_view(self, request):
        item = self.asked_item(request, request.POST.get("item"))
        autosaving.forget(request.user, self.screen_of(item))
        self.message_user(request, "已丢弃自动保存的内容。")
        return redirect(self.address("change", item) if item else self.address("add"))

    # --- The screen

    def kept_to_restore(self, request, item):
        """The values of an autosave somebody asked to take up again."""
        if request.method != "GET" or "autosaved" not in request.GET:
            return None
        row = autosaving.kept(request.user, self.screen_of(item))
        return row.values if row else None

    def desk_context(self, request, item):
        item = item if item is not None and item.pk else None
        may_write = self.has_change_permission(request, item) if item else self.has_add_permission(request)
        screen = self.screen_of(item)
        is_restored = bool(self.kept_to_restore(request, item))
        return {
            "others": presence.others(request.user, screen) if item and may_write else [],
            "autosave": autosaving.kept(request.user, screen)
            if may_write and request.method == "GET" and not is_restored
            else None,
            "is_restored": is_restored,
            "desk_addresses": {what: self.address(what) for what in ("presence", "autosave", "drop")}
            if may_write
            else None,
            "preview_address": self.address("preview", item) if item else self.address("preview_new"),
        }

    # --- How it will look

    def preview_view(self, request, number=None):
        """The frame around the page: as desktop or phone, with the link to pass on."""
        item = self.asked_item(request, number)
        version, content = self.shown(request, item)
        context = self.admin_site.each_context(request) | {
            "title": "预览",
            "opts": self.opts,
            "item": item,
            "back": self.address("change", item) if item else self.address("add"),
            "version": version,
            "is_unsaved": "autosaved" in request.GET,
            "name": content.get("title") or self.opts.verbose_name,
            "page": (self.address("page", item) if item else self.address("page_new"))
            + (f"?{request.GET.urlencode()}" if request.GET else ""),
            "link": previewing.link_to(request, version) if version else None,
        }
        return render(request, "admin/editorial/preview.html", context)

    def page_view(self, request, number=None):
        """The page itself, with the public template; only our own frame may hold it."""
        item = self.asked_item(request, number)
        _, content = self.shown(request, item)
        return previewing.framed(previewing.page(request, item or self.model(), content))

    def shown(self, request, item):
        """(version or None, content): of a number asked for, of what is typed and not saved, or as last saved."""
        if item is None:
            return None, self.typed(request, None, {})
        working = self.working(request, item)
        number = request.GET.get("version", "")
        if number:
            known = Version.objects.of(item)
            version = known.filter(number=number).first() if is_number(number) else None
            if version is None:
                raise Http404("没有这一版。")
            return version, version.content
        if "autosaved" in request.GET:
            return None, self.typed(request, item, working.content)
        return working.version(), working.content

    def typed(self, request, item, content):
        """`content` with what is kept of this person's typing, as far as it can be read."""
        row = autosaving.kept(request.user, self.screen_of(item))
        if row is None:
            if item is None:
                raise Http404("还没有可以预览的内容。")
            return content
        form = self.get_form(request, item, change=item is not None)(
            autosaving.as_post(row.values), instance=self.get_object(request, str(item.pk)) if item else None
        )
        form.is_valid()
        return content | content_of_form(form, self.model)


def newer(item, base):
    """The sentence about a version saved since a screen opened; "" where there is none."""
    newest = Version.objects.of(item).newest_first().select_related("author").first() if item else None
    if newest is None or str(newest.number) == base.partition("-")[0]:
        return ""
    who = staff_name(newest.author) or "系统"
    moment = f"{timezone.localtime(newest.created_at):%H:%M}"
    return f"{who} {moment} 已保存第 {newest.number} 版。您保存时会把两边的文字放在一起对照，不会丢失。"
