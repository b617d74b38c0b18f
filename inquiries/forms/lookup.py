from django import forms

from inquiries import phones
from inquiries.fields import LineField
from inquiries.models import Inquiry, Submission
from publishing.references import written_out

NOT_THESE = "编号与手机号对不上，请核对后再试。"
DOORS = {model.REFERENCE_PREFIX: model for model in (Inquiry, Submission)}


class LookupForm(forms.Form):
    """Reference and phone together show how far a thing is; a wrong pair says nothing about either."""

    reference = LineField(
        label="编号", max_length=60, help_text="提交后给您的编号，如 ZX-7K3M-9QXW-H2TC-V8NP。"
    )
    phone = LineField(label="手机", max_length=60, help_text="提交时填写的手机号或座机号。")

    def __init__(self, *args, **options):
        super().__init__(*args, label_suffix="", **options)

    def clean(self):
        said = self.cleaned_data
        if "reference" in said and "phone" in said:
            self.row = self.find(written_out(said["reference"]))
            if not phones.is_same(self.row.phone if self.row else "", said["phone"]):
                self.add_error(None, NOT_THESE)
        return said

    def find(self, reference):
        model = DOORS.get(reference.partition("-")[0])
        return model.objects.kept().filter(reference=reference).first() if model else None
