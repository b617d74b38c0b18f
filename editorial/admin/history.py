"""What was saved of an item, by whom and when; two of its versions compared; one taken up again."""

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from editorial import autosaving, reviewing, versioning
from editorial.comparing import changed_labels, compare
from editorial.contents import DATES, differing
from editorial.models import Step, Version
from editorial.models.items import named
from editorial.reviewing import Refused
from parks.models import District
from publishing.admin import staff_name
from publishing.admin.odd_input import is_number
from publishing.caching import private_page
from publishing.placing import is_within

VERSIONS_A_PAGE, STEPS_SHOWN, ENTRIES_SHOWN = 50, 200, 50


class WithHistory:
    """`working`, `address`, `screen_of` and `after_recorded` are VersionedAdmin's."""

    def get_urls(self):
        info = f"{self.opts.app_label}_{self.opts.model_name}"

        def view(of):
            return self.admin_site.admin_view(private_page(of))

        return [
            path("<int:number>/compare/", view(require_safe(self.compare_view)), name=f"{info}_compare"),
            path("<int:number>/restore/", view(require_POST(self.restore_view)), name=f"{info}_restore"),
            path("<int:number>/discard/", view(self.discard_view), name=f"{info}_discard"),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        item = self.get_object(request, object_id) if is_number(object_id) else None
        if item is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, item):
            raise PermissionDenied
        versions = Version.objects.of(item).newest_first().select_related("author")
        page = Paginator(versions, VERSIONS_A_PAGE).get_page(request.GET.get("p"))
        working = self.working(request, item)
        return render(
            request,
            "admin/editorial/history.html",
            self.admin_site.each_context(request)
            | {
                "title": "历史版本",
                "subtitle": str(item),
                "opts": self.opts,
                "item": item,
                "working": working,
                "page": page,
                "rows": with_changes(list(page.object_list), versions, self.model),
                "steps": Step.objects.of(item).select_related("version")[:STEPS_SHOWN],
                "entries": entries_of(item),
                "may_change": self.has_change_permission(request, item),
                "addresses": {what: self.address(what, item) for what in ("change", "compare", "restore")},
            }
            | (extra_context or {}),
        )

    def compare_view(self, request, number):
        """Two versions of the item, `?a=3&b=5`, the older one first; without numbers what is live and what waits."""
        item = self.asked_item(request, number)
        working = self.working(request, item)
        known = Version.objects.of(item).select_related("author")
        asked = [request.GET.get(name, "") for name in ("a", "b")]
        chosen = [known.filter(number=one).first() if is_number(one) else None for one in asked]
        if not any(asked):
            chosen = [working.live, versioning.latest(item)]
        if None in chosen:
            messages.warning(request, "请选两个版本来对比。")
            return redirect(self.address("history", item))
        before, after = sorted(chosen, key=lambda version: version.number)
        context = self.admin_site.each_context(request) | {
            "title": f"对比{before}与{after}",
            "subtitle": str(item),
            "opts": self.opts,
            "item": item,
            "before": before,
            "after": after,
            "working": working,
            "differences": compare(before.content, after.content, self.model),
            "addresses": {what: self.address(what, item) for what in ("change", "history")},
        }
        return render(request, "admin/editorial/compare.html", context)

    def restore_view(self, request, number):
        """A new version like the one chosen; the dates stay as they are."""
        item = self.asked_item(request, number, to_change=True)
        chosen = request.POST.get("version", "")
        old = Version.objects.of(item).filter(number=chosen).first() if is_number(chosen) else None
        if old is None:
            messages.warning(request, "请选一个要恢复的版本。")
            return redirect(self.address("history", item))
        try:
            with transaction.atomic():
                version = self.restore(request, item, old)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(self.address("history", item))
        if version is None:
            messages.info(request, f"现在的内容与第 {old.number} 版相同，没有生成新版本。")
            return redirect(self.address("history", item))
        messages.success(request, f"已恢复第 {old.number} 版的内容，保存为第 {version.number} 版。")
        return redirect(self.address("change", item))

    def restore(self, request, item, old):
        """The new version; None where it would say nothing new."""
        working = self.working(request, item)
        content = old.content | {name: working.content.get(name) for name in DATES}
        if not differing(working.content, content):
            return None
        if not is_his_place(request.user, working.content, content):
            raise Refused(f"第 {old.number} 版不在您负责的地区，不能恢复。")
        version = versioning.record(working.row, content, request.user, note=f"恢复自第 {old.number} 版")
        note_step(working.row, Step.Action.RESTORED, request.user, version)
        self.log_action(request, [working.row], f"恢复第 {old.number} 版，成为第 {version.number} 版。")
        self.after_recorded(request, working.row, version)
        return version

    def discard_view(self, request, number):
        """Asks first: GET shows what would be given up, POST gives up just that."""
        item = self.asked_item(request, number, to_change=True)
        if request.method == "POST":
            return self.discard(request, item)
        working = self.working(request, item)
        if working.pending is None:
            messages.info(request, "没有待发布的修改。")
            return redirect(self.address("change", item))
        context = self.admin_site.each_context(request) | {
            "title": "放弃修改",
            "subtitle": str(item),
            "opts": self.opts,
            "item": item,
            "working": working,
            "differences": compare(working.live.content, working.content, self.model),
            "addresses": {what: self.address(what, item) for what in ("change", "history")},
        }
        return render(request, "admin/editorial/discard.html", context)

    @transaction.atomic
    def discard(self, request, item):
        working = self.working(request, item)  # locked: what is looked at here is what is given up
        if working.pending is None:
            messages.info(request, "没有待发布的修改。")
        elif reviewing.pending_of(working.row):
            messages.warning(request, "这一稿正在审核，请先撤回送审，再放弃修改。")
        elif request.POST.get("version_base", "") != working.base:
            messages.warning(request, "您打开之后，这一篇又保存过。请看过最新的修改，再决定是否放弃。")
            return redirect(self.address("discard", item))
        else:
            versioning.discard(working.row, request.user)
            autosaving.forget(request.user, self.screen_of(item))
            self.log_action(request, [working.row], f"放弃第 {working.pending.number} 版的修改。")
            messages.success(request, "已放弃修改，内容回到线上版本；放弃的文字在历史版本里还能找到。")
        return redirect(self.address("change", item))


def is_his_place(person, before, after):
    """Whether `person` may write the text `after`: it stays where it was, or lies in a district of his."""
    if after.get("district") == before.get("district"):
        return True
    paths = District.objects.filter(pk=after.get("district")).values_list("path", flat=True)
    return is_within(person, paths.first() or "")


def with_changes(rows, versions, model):
    """[(version, labels of what it changed or None for the first)], of a page of versions, the newest first."""
    if not rows:
        return []
    earlier = versions.filter(number__lt=rows[-1].number).first()
    pairs = zip(rows, [*rows[1:], earlier], strict=True)
    return [
        (row, None if before is None else changed_labels(before.content, row.content, model))
        for row, before in pairs
    ]


def entries_of(item):
    """What Django's log knows of the item, also from before there were versions."""
    kind = ContentType.objects.get_for_model(item)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(item.pk)).select_related("user")
    return entries.order_by("-action_time", "-pk")[:ENTRIES_SHOWN]


def note_step(item, action, person, version):
    Step.objects.create(
        **named(item), action=action, person=person, person_name=staff_name(person)[:80], version=version
    )
