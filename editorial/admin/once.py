"""A new item is made once, however often its form is sent: twice by an impatient finger, or again after the browser's
Back. The form carries a word of its own; where the session knows what was made with it, that draft is opened, and what
was typed since waits there to be saved as its next version.
"""

import secrets

from django.contrib import messages
from django.shortcuts import redirect

from editorial import autosaving
from editorial.working import Working
from publishing.references import digest

KEY, REMEMBERED = "made", 20  # in the session: {word: [screen, number, base, what was sent]}
MADE = "这一篇已经保存过，没有再建一篇。"
TYPED = "这一篇已经保存过，没有再建一篇。您后来输入的内容在下面，尚未保存，请核对后保存。"


class MadeOnce:
    """Before AtDesk."""

    def add_view(self, request, form_url="", extra_context=None):
        word = request.POST.get("made_with", "")[:40] or secrets.token_urlsafe(12)
        if request.method == "POST" and (made := self.made_with(request, word)):
            return self.opened_again(request, *made)
        request.made_with = word
        return super().add_view(request, form_url, {"made_with": word} | (extra_context or {}))

    def made_with(self, request, word):
        """(item, base, what was sent) of what exists and is his to change; None where nothing does."""
        screen, number, base, sent = request.session.get(KEY, {}).get(word, [""] * 4)
        item = self.get_object(request, str(number)) if screen == self.screen_of() else None
        return (item, base, sent) if item and self.has_change_permission(request, item) else None

    def opened_again(self, request, item, base, sent):
        address = self.address("change", item)
        if sent == sent_with(request):
            self.message_user(request, MADE, messages.WARNING)
            return redirect(address)
        request.POST = request.POST.copy()
        request.POST["version_base"] = base
        kept = self.keep_typed(request, item)
        self.message_user(request, TYPED if kept else MADE, messages.WARNING)
        return redirect(f"{address}?autosaved=1" if kept else address)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change and hasattr(request, "made_with"):
            item = self.model._default_manager.get(pk=form.instance.pk)
            made = [self.screen_of(), item.pk, Working(item).base, sent_with(request)]
            known = list(request.session.get(KEY, {}).items())[1 - REMEMBERED :]
            request.session[KEY] = dict(known) | {request.made_with: made}


def sent_with(request):
    """A mark of what the form said, whichever button sent it."""
    said = {name: request.POST.getlist(name) for name in sorted(request.POST)}
    return digest(
        {
            name: texts
            for name, texts in said.items()
            if name not in autosaving.OWN and not name.startswith("_")
        }
    )
