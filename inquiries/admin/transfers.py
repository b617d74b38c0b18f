from django import forms
from django.contrib import admin
from django.utils import timezone

from inquiries.models import Transfer
from publishing.admin import NOBODY_LEFT, StaffTabularInline, moment, staff_name

HANDED_OVER = ["from_district", "to_district", "first_contact_district", "reason"]


class TransferForm(forms.ModelForm):
    """A new row hands the inquiry over; of an old one only the receipt can still be noted, once."""

    accepted = forms.BooleanField(label="已接收", required=False)

    class Meta:
        model = Transfer
        fields = HANDED_OVER

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from_district"].required = self.fields["first_contact_district"].required = False
        if self.instance.pk:
            for name in HANDED_OVER:
                self.fields[name].disabled = True
            self.fields["accepted"].initial = self.instance.accepted_at is not None
            self.fields["accepted"].disabled = self.instance.accepted_at is not None

    def clean(self):
        """The first district keeps its credit however often the inquiry is handed on."""
        cleaned, inquiry = super().clean(), self.instance.inquiry
        cleaned["from_district"] = cleaned.get("from_district") or inquiry.district
        if cleaned["from_district"] is None:
            self.add_error("from_district", "这条咨询没有意向地区，请选择转出地区。")
        elif not cleaned.get("first_contact_district"):
            first = inquiry.transfers.order_by("pk").first()
            cleaned["first_contact_district"] = (
                first.first_contact_district if first else cleaned["from_district"]
            )
        return cleaned

    def save(self, commit=True):
        if self.cleaned_data.get("accepted") and self.instance.accepted_at is None:
            self.instance.accepted_at = timezone.now()
        return super().save(commit)


class TransferInline(StaffTabularInline):
    model = Transfer
    form = TransferForm
    fields = ["from_district", "to_district", "first_contact_district", "reason", "handed_by", "accepted"]
    readonly_fields = ["handed_by"]
    offered_everywhere = ["to_district", "first_contact_district"]  # an inquiry goes elsewhere
    autocomplete_fields = ["from_district", "to_district", "first_contact_district"]

    def get_queryset(self, request):
        districts = ["from_district__parent", "to_district__parent", "first_contact_district__parent"]
        return super().get_queryset(request).select_related("requested_by", *districts)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="转出")
    def handed_by(self, transfer):
        if transfer.pk is None:
            return ""
        accepted = f"，{moment(transfer.accepted_at)} 接收" if transfer.accepted_at else ""
        return f"{staff_name(transfer.requested_by) or NOBODY_LEFT} {moment(transfer.created_at)}{accepted}"

    @admin.display(description="已接收")
    def accepted(self, transfer):
        """What those see who may not note the receipt; for the others it is the form's tick."""
        return "是" if transfer.accepted_at else "否"
