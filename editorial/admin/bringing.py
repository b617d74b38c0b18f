"""Texts that come from elsewhere: pasted out of Word, WPS, WeChat or a page, or uploaded as a Word file."""

from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from editorial.pasting import Pasting

LONGEST = 10_000_000  # characters of HTML or text


class BringsTextsIn:
    def get_urls(self):
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("paste/", view(require_POST(self.paste_view)), name=f"{name}_paste"),
            *super().get_urls(),
        ]

    def paste_view(self, request):
        """The clean HTML of what somebody pastes into any text of the staff pages, with its pictures."""
        parts = {name: read_part(request, name) for name in ("html", "text", "rtf")}
        if len(parts["html"]) > LONGEST or len(parts["text"]) > LONGEST:
            return JsonResponse({"error": "粘贴的内容太长，请分几次粘贴。"}, status=400)
        person = request.user if request.user.has_perm("library.add_picture") else None
        pasting = Pasting(person, may_add=person is not None)
        html = pasting.clean(**parts)
        return JsonResponse({"html": html, "said": pasting.said, "messages": pasting.messages})


def read_part(request, name):
    """A part of the form, sent as a file so that its length is no matter of memory."""
    if upload := request.FILES.get(name):
        return upload.read().decode("utf-8", "replace")
    return request.POST.get(name, "")
