"""Editing screens whose saving keeps versions: what visitors see changes when a version goes live, not before."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from editorial import autosaving, versioning
from editorial.contents import DATES, as_json, content_of, differing, put, settled
from editorial.models import Version
from editorial.working import Meeting, Working
from publishing.admin import PublishableAdmin
from publishing.models import Publishable

from .desk import AtDesk
from .history import WithHistory
from .once import MadeOnce

State = Publishable.State
SAVED = {
    State.DRAFT: "尚未公开。",
    State.PUBLISHED: "线上内容未变，送审通过后替换。",
    State.SCHEDULED: "到点公开的仍是原来的内容，送审通过后替换。",
    State.EXPIRED: "页面仍未公开，送审通过后替换。",
}


class ProposingForm:
    """An end may be proposed before a beginning is: it begins when the text has passed. The row has neither until then,
    so that its own rule about the two is not asked.
    """

    def _get_validation_exclusions(self):
        left_out = super()._get_validation_exclusions()
        begins_later = self.cleaned_data.get("published_at") is None
        return {*left_out, "expires_at"} if begins_later else left_out

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        ends, begins_later = cleaned.get("expires_at"), cleaned.get("published_at") is None
        if ends and begins_later and "expires_at" in self.changed_data and ends <= timezone.now():
            self.add_error("expires_at", "下线时间已经过去，请填将来的时间，或者留空。")
        return cleaned


class VersionedForm:
    """The form of an item that exists: filled with the working text, and wary of who saved meanwhile."""

    working = None
    kept_values = None  # an autosave to be taken up again
    conflict = False

    def __init__(self, *args, **kwargs):
        initial = self.working.initial() | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        if self.kept_values:
            self.initial |= autosaving.as_initial(self, self.kept_values)

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        self.keep_public(cleaned)
        self.refuse_outdated()
        return cleaned

    def keep_public(self, cleaned):
        """What is public stays public: its next version replaces it as soon as it has passed."""
        row, stated = self.working.row, cleaned.get("published_at")
        if not row.is_published or "published_at" not in cleaned:
            return
        if stated is None:
            cleaned["published_at"] = row.published_at
        elif stated > timezone.now():
            words = f"{row._meta.verbose_name}已公开，新版本通过审核后立即替换，不能定时。"
            self.add_error("published_at", words)

    def refuse_outdated(self):
        given = self.data.get("version_base", "")
        accepted = (given, self.data.get("_mine", ""))
        if "_merge" in self.data:
            self.add_error(None, ValidationError("您的文字还在下面，尚未保存。合并好对方的修改后再保存。"))
            self.conflict = True
        elif not any(self.working.is_base(one) for one in accepted) and self.working.newest:
            self.add_error(None, ValidationError("您打开之后，这一篇又保存过。您的文字还在下面，尚未保存。"))
            self.conflict = True

    @property
    def base(self):
        """Which text the next saving goes on from: the one shown beside it, once one has chosen to merge."""
        if self.is_bound and "_merge" not in self.data:
            return self.data.get("version_base", "")[:40]
        if self.kept_values:
            return next(iter(self.kept_values.get("version_base", [])), "")[:40]
        return self.working.base

    def meeting(self):
        given = self.data.get("version_base", "")
        theirs = self.working.newer_than(given)
        model = type(self.working.row)
        mine = settled(model, self.working.with_form(self))
        return Meeting(theirs, mine, model, self.begun_with(given.partition("-")[0]))

    def begun_with(self, number):
        """The version both texts began with; what nobody had saved here yet became the first."""
        if not (number.isdecimal() and len(number) < 9):
            return None
        return Version.objects.of(self.working.row).filter(number=max(int(number), 1)).first()


class VersionedAdmin(MadeOnce, AtDesk, WithHistory):
    """Screens whose saving keeps versions."""

    def after_recorded(self, request, item, version):
        """Called in the transaction that kept `version` of `item`, or found the newest one unchanged and not public."""

    # --- The form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "published_at":
            field.help_text = "留空则审核通过后立即公开；填将来的时间为定时公开。"
        return field

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if not hasattr(form, "_meta"):
            return form
        if obj is None:
            return type(form.__name__, (ProposingForm, form), {})
        kept = self.kept_to_restore(request, obj)
        bound = {"working": self.working(request, obj), "kept_values": kept}
        return type(form.__name__, (VersionedForm, ProposingForm, form), bound)

    def working(self, request, obj):
        """Asked for once a request, before the form writes into `obj`; nobody else saves until an answer is given."""
        known = request.__dict__.setdefault("_working", {})
        if obj.pk not in known:
            rows = self.model._default_manager
            is_saving = request.method == "POST" and connection.in_atomic_block
            row = versioning.locked(obj) if is_saving else rows.get(pk=obj.pk)
            known[obj.pk] = Working(row)
        return known[obj.pk]

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        if kept := self.kept_to_restore(request, None):
            initial |= autosaving.as_initial(self.get_form(request)(), kept)
        return initial

    def get_inline_instances(self, request, obj=None):
        """What hangs on a released item is public with it at once: only who may release may change it."""
        inlines = super().get_inline_instances(request, obj)
        released = obj is not None and self.working(request, obj).row.published_at is not None
        if released and not self.may_release(request):
            for inline in inlines:
                only_read(inline)
        return inlines

    def may_release(self, request):
        return self.has_publish_permission(request) or request.user.has_perm("editorial.review_final")

    # --- Saving

    def save_model(self, request, obj, form, change):
        """A new item is a draft, whatever date its first version proposes; one that exists is left to its versions."""
        if change:
            return
        request.proposed = {name: as_json(obj, name) for name in DATES}
        obj.published_at = obj.expires_at = None
        super(PublishableAdmin, self).save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        if change:
            for formset in formsets:
                self.save_formset(request, form, formset, change=change)
            row, version, words = self.record_change(request, form)
        else:
            super().save_related(request, form, formsets, change)
            row = versioning.locked(form.instance)
            version = versioning.begin(row, content_of(row) | request.proposed, request.user)
            words = "已保存为第 1 版，" + SAVED[State.DRAFT]
        autosaving.forget(request.user, self.screen_of(row if change else None))
        request.said = words
        if version:
            self.after_recorded(request, row, version)
            self.tell_of_release(request, version)

    def record_change(self, request, form):
        """(row, version, words): the version is None where nothing is left to do for anybody."""
        working = form.working
        content = settled(self.model, working.with_form(form))
        if differing(working.content, content):
            version = versioning.record(working.row, content, request.user)
            words = f"已保存为第 {version.number} 版，{SAVED[working.row.state]}"
        else:
            version = working.version_to_release()
            words = "没有改动，没有生成新版本。"
        return self.model._default_manager.get(pk=working.row.pk), version, words

    def tell_of_release(self, request, version):
        """Where the version was released or handed in, the message about that says the rest."""
        known = Version.objects.filter(pk=version.pk, number=version.number)
        if known.filter(went_live_at__isnull=False).exists() or "_submit" in request.POST:
            request.said = f"已保存为第 {version.number} 版。"

    def message_user(self, request, message, level=messages.INFO, **options):
        """What exactly was saved, in place of Django's 成功修改."""
        if level == messages.SUCCESS and (words := request.__dict__.pop("said", "")):
            message = words
        super().message_user(request, message, level, **options)

    # --- The page

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        context |= self.desk_context(request, obj)
        if obj is not None and obj.pk:
            context |= self.versions_context(request, form, obj)
            if not self.has_change_permission(request, obj):
                put(obj, without_dates(self.working(request, obj).content))
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def versions_context(self, request, form, obj):
        working = self.working(request, obj)
        return {
            "working": working,
            "version_base": getattr(form, "base", working.base),
            "meeting": form.meeting() if getattr(form, "conflict", False) else None,
            "addresses": {
                what: self.address(what, obj) for what in ("compare", "discard", "history", "change")
            },
            "public_address": working.row.get_absolute_url() if working.row.is_published else "",
        }

    def address(self, what, item=None):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{what}"
        return reverse(name, args=[item.pk] if item else [])


def without_dates(content):
    return {name: value for name, value in content.items() if name not in DATES}


def only_read(inline):
    for action in ("add", "change", "delete"):
        setattr(inline, f"has_{action}_permission", lambda request, obj=None: False)
    inline.verbose_name_plural = f"{inline.verbose_name_plural}（已随页面公开，由终审或站长修改）"
