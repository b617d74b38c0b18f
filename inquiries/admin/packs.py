"""The policy pack of an inquiry, for staff: what its investor would be handed now, and what he was handed."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.views.decorators.http import require_safe

from inquiries.packs.choosing import Wanted
from inquiries.packs.composing import pack_for
from inquiries.packs.views import as_file, home_of
from publishing.admin.odd_input import is_number
from publishing.caching import private_page

SHOWN = 5  # of the versions handed out, the latest


class PackAdmin:
    """Before StaffAdmin: `admin:inquiries_inquiry_pack`, and what pack.html shows on an inquiry's screen."""

    def get_urls(self):
        view = require_safe(private_page(self.admin_site.admin_view(self.pack)))
        return [path("<path:object_id>/pack/", view, name="inquiries_inquiry_pack"), *super().get_urls()]

    def pack(self, request, object_id):
        """For whoever may see the inquiry; not noted as handed to the investor."""
        inquiry = self.get_object(request, object_id) if is_number(object_id) else None
        if inquiry is None:
            raise Http404("没有这条咨询，或不在您负责的地区。")
        if not self.has_view_permission(request, inquiry):
            raise PermissionDenied
        made = pack_for(Wanted.by(inquiry), home_of(request))
        if made is None:
            raise Http404("这条咨询的地区和行业目前没有公开的现行政策。")
        return as_file(made)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["packs_sent"] = obj.packs_sent.select_related("version")[:SHOWN]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
