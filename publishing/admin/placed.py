"""Screens for members of staff bound to districts: what lies elsewhere they neither read, choose nor write.

Whatever manager knows `visible_to` is asked; of other rows nothing is withheld.
"""

from django.contrib import messages
from django.db.models import Model, Q
from django.http import Http404

from publishing.placing import is_within, path_of, remit_of

ELSEWHERE = "请选择您负责的地区。"
NOT_HERE = "没有这个条目：可能已经删除，或者不归您负责的地区管理。"


def is_placed(rows):
    return hasattr(rows, "visible_to")


class PlacedForm:
    """Offers and takes only what `asked_by` may see, and what the item names already.

    What is saved must lie in his districts, unless it stays where it was.
    """

    asked_by = None
    offered_everywhere = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.place_before = path_of(self.instance) if self.instance.pk else None
        for name, field in self.fields.items():
            rows = getattr(field, "queryset", None)
            if is_placed(rows) and name not in self.offered_everywhere:
                visible = rows.model._default_manager.visible_to(self.asked_by).order_by()
                named = keys(self.get_initial_for_field(field, name))
                field.queryset = rows.filter(Q(pk__in=visible.values("pk")) | Q(pk__in=named))
        for name in ("district", "parent"):
            if name in self.fields:
                words = dict.fromkeys(["required", "invalid_choice"], ELSEWHERE)
                self.fields[name].error_messages = self.fields[name].error_messages | words

    def _post_clean(self):
        super()._post_clean()
        if not is_placed(type(self.instance)._default_manager):
            return
        path = path_of(self.instance)
        if path == self.place_before or is_within(self.asked_by, path):
            return
        name = next((name for name in ("district", "parent") if name in self.fields), None)
        if name is None or name not in self.errors:
            self.add_error(name, ELSEWHERE)


def keys(initial):
    """The primary keys an initial value names: of a row, of several, or keys already."""
    if initial in (None, ""):
        return []
    several = initial if isinstance(initial, list | tuple | set) or hasattr(initial, "filter") else [initial]
    return [one.pk if isinstance(one, Model) else one for one in several]


class PlacedInline:
    """Rows of a form, offering only what who fills them in may see."""

    offered_everywhere = ()

    def get_formset(self, request, obj=None, **kwargs):
        if remit_of(request.user) is None:
            return super().get_formset(request, obj, **kwargs)
        bound = {"asked_by": request.user, "offered_everywhere": self.offered_everywhere}
        form = kwargs.pop("form", self.form)
        return super().get_formset(
            request, obj, form=type(form.__name__, (PlacedForm, form), bound), **kwargs
        )


class PlacedAdmin:
    """Lists, forms and bulk actions within the districts of who uses them."""

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if is_placed(rows) and not getattr(request, "offers_everywhere", False):
            return rows.visible_to(request.user)
        return rows

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if remit_of(request.user) is None or not hasattr(form, "_meta"):
            return form
        return type(form.__name__, (PlacedForm, form), {"asked_by": request.user})

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Django would lead to the start page with an odd sentence."""
        raise Http404(NOT_HERE)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.is_his(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.is_his(request, obj)

    def is_his(self, request, item):
        """Whether he may change it: a policy of the nation is his to read, not to write."""
        rows = self.model._default_manager
        if not is_placed(rows) or getattr(item, "pk", None) is None or remit_of(request.user) is None:
            return True
        known = request.__dict__.setdefault("_his", {})
        key = (self.model, item.pk)
        if key not in known:
            known[key] = rows.changeable_by(request.user).filter(pk=item.pk).exists()
        return known[key]

    def only_his(self, request, queryset):
        """The rows of a bulk action; what is not his is left out, with a word."""
        if not is_placed(queryset) or remit_of(request.user) is None:
            return queryset
        mine = self.model._default_manager.changeable_by(request.user).order_by().values("pk")
        kept = queryset.filter(pk__in=mine)
        if left := queryset.count() - kept.count():
            words = f"{left} 条不归您负责的地区管理，未作改动。"
            self.message_user(request, words, messages.WARNING)
        return kept
