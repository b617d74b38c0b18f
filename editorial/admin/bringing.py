"""Texts that come from elsewhere: pasted out of Word, WPS, WeChat or a page, or uploaded as a Word file."""

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from editorial.documents import OpenedDocument
from editorial.pasting import Pasting, TooLong
from publishing.files import Refusal
from publishing.richtext import RichTextField

LONGEST = {"html": 20_000_000, "text": 1_000_000, "rtf": 20_000_000}  # characters, with the pictures in them


class BringsTextsIn:
    """For the articles' screens; the other texts of the staff pages ask here too."""

    change_list_template = "admin/editorial/article_list.html"

    def get_urls(self):
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("paste/", view(require_POST(self.paste_view)), name=f"{name}_paste"),
            path(
                "from-word/",
                view(require_http_methods(["GET", "POST"])(self.from_word_view)),
                name=f"{name}_from_word",
            ),
            *super().get_urls(),
        ]

    def paste_view(self, request):
        """The clean HTML of what somebody pastes into any text of the staff pages, with its pictures."""
        if not has_text_to_write(request.user):
            return JsonResponse({"error": "您没有编辑正文的权限。"}, status=403)
        parts = {name: read_part(request, name) for name in LONGEST}
        person = request.user if request.user.has_perm("library.add_picture") else None
        pasting = Pasting(person, may_add=person is not None)
        try:
            if any(len(parts[name]) > most for name, most in LONGEST.items()):
                raise TooLong
            html = pasting.clean(**parts)
        except TooLong:
            return JsonResponse({"error": "粘贴的内容太长，请分几次粘贴。"}, status=400)
        return JsonResponse({"html": html, "said": pasting.said, "messages": pasting.messages})

    def from_word_view(self, request):
        """A Word file becomes a draft of whoever uploads it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        refusal = ""
        if request.method == "POST":
            try:
                return self.opened(request, request.FILES.get("document"))
            except Refusal as refused:
                refusal = f"{refused.reason.rstrip('。')}。"
        context = self.admin_site.each_context(request) | {
            "title": "从 Word 新建",
            "opts": self.opts,
            "refusal": refusal,
            "back": reverse("admin:articles_article_changelist"),
        }
        return render(request, "admin/editorial/from_word.html", context)

    def opened(self, request, upload):
        if upload is None:
            raise Refusal("请选择一个 Word 文档")
        opened = OpenedDocument(upload, request.user, request.user.has_perm("library.add_picture"))
        self.log_addition(request, opened.article, "从 Word 新建。")
        self.message_user(request, "已从 Word 建好草稿，请核对标题、栏目、所属地区和图片的替代文字。")
        for sentence in opened.notices:
            self.message_user(request, f"{sentence.rstrip('。')}。", messages.WARNING)
        return redirect("admin:articles_article_change", opened.article.pk)


def has_text_to_write(person):
    """Whether any screen with a rich text is his: all of them ask the one view."""
    rich = [one for one in apps.get_models() if any(isinstance(f, RichTextField) for f in one._meta.fields)]
    return any(
        person.has_perm(f"{one._meta.app_label}.{action}_{one._meta.model_name}")
        for one in rich
        for action in ("add", "change")
    )


def read_part(request, name):
    """A part of the form, sent as a file so that its length is no matter of memory."""
    if upload := request.FILES.get(name):
        return upload.read().decode("utf-8", "replace")
    return request.POST.get(name, "")
