"""负责地区 on a person's page: who gives it, gives nothing wider than his own."""

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, Q

from parks.models import District, Remit
from publishing.admin.odd_input import ChosenMany, SuggestedMany
from publishing.admin.placed import ELSEWHERE
from publishing.placing import remit_of, within_remit


class RemitForm(forms.ModelForm):
    """For forms of a person; `asked_by` is set where the giver himself is bound."""

    asked_by = None
    districts = ChosenMany(
        District.objects.select_related("parent"),
        label="负责地区",
        required=False,
        widget=SuggestedMany(Remit._meta.get_field("district"), admin.site),
        help_text="留空为不限。选了地区的人只看得到、只能改这些地区及其下级的内容。",
    )

    def __init__(self, *args, **kwargs):
        if (person := kwargs.get("instance")) and person.pk:
            bound = [*person.remits.order_by("pk").values_list("district", flat=True)]
            kwargs["initial"] = {"districts": bound} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_districts(self):
        chosen = self.cleaned_data["districts"]
        if self.asked_by is not None and not chosen:
            raise forms.ValidationError(ELSEWHERE)
        return chosen


class RemitMixin:
    """For the screens of people: those of other districts are not there for who is bound."""

    def get_queryset(self, request):
        people = super().get_queryset(request).prefetch_related("remits__district__parent")
        if remit_of(request.user) is None:
            return people
        his = Remit.objects.filter(person=OuterRef("pk"))
        elsewhere = his.exclude(pk__in=within_remit(request.user, Remit.objects.all()).values("pk"))
        return people.filter(Q(pk=request.user.pk) | Exists(his) & ~Exists(elsewhere), is_superuser=False)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "districts" in form.cleaned_data:
            bind(form.instance, form.cleaned_data["districts"])

    @admin.display(description="负责地区")
    def bound_to(self, person):
        return "、".join(str(one.district) for one in person.remits.all()) or "不限"


def bind(person, districts):
    """Binds `person` to exactly these; to none, and he sees all."""
    person.remits.exclude(district__in=districts).delete()
    known = set(person.remits.values_list("district", flat=True))
    Remit.objects.bulk_create(Remit(person=person, district=one) for one in districts if one.pk not in known)
