import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from inquiries import attachments
from inquiries.fields import ChosenField, LineField, NamedField, ParagraphsField, PhoneField
from inquiries.models import EarlierText, Submission
from parks.models import District

from .receipts import ReceiptForm, districts_to_choose_from

KINDS = "、".join(Submission.ATTACHMENT_KINDS)


class AttachmentField(forms.FileField):
    """Gives the file as it may be kept, `fingerprint` of what was sent on it."""

    def __init__(self, **options):
        accept = ",".join(f".{kind}" for kind in Submission.ATTACHMENT_KINDS)
        messages = {
            "empty": "文件是空的，请重新选择。",
            "invalid": "没有收到文件，请重新选择。",
            "missing": "没有收到文件，请重新选择。",
        }
        super().__init__(
            required=False,
            allow_empty_file=True,  # said in our own words
            error_messages=messages,
            widget=forms.FileInput({"accept": accept}),
            **options,
        )

    def to_python(self, value):
        upload = super().to_python(value)
        if not upload:
            return None
        if attachments.kind_of(upload.name) not in Submission.ATTACHMENT_KINDS:
            raise ValidationError(f"只接受这些类型的文件：{KINDS}。", code="kind")
        kept = attachments.taken_in(upload)
        upload.seek(0)
        kept.fingerprint = hashlib.sha256(upload.read()).hexdigest()
        upload.seek(0)
        return kept


class SubmissionForm(ReceiptForm):
    ASKED = [
        "title",
        "body",
        "author",
        "organisation",
        "phone",
        "district",
        "rights",
        "ai_generated",
        "attachment",
    ]

    title = LineField(label="标题", max_length=200)
    body = ParagraphsField(
        label="正文",
        max_length=50_000,
        widget=forms.Textarea({"rows": 12}),
        help_text="可以直接粘贴，段落之间空一行；格式由编辑整理。",
    )
    author = LineField(
        label="投稿人",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text="采用后按此署名。",
    )
    organisation = LineField(
        label="单位", max_length=100, required=False, widget=forms.TextInput({"autocomplete": "organization"})
    )
    phone = PhoneField(help_text="编辑核实稿件时联系您，也凭它查询结果；不公开。座机请带区号。")
    district = NamedField(
        label="相关地区", find=District.objects.all, by="slug", missing="没有找到这个地区，请重新选择。"
    )
    rights = ChosenField(
        label="稿件来源", choices=Submission.Rights.choices, required=True, widget=forms.RadioSelect
    )
    ai_generated = forms.BooleanField(label="含有 AI 生成的文字或图片", required=False)
    attachment = AttachmentField(label="附件", help_text=f"一个文件，不超过 10 MB：{KINDS}。只有编辑能看到。")

    class Meta:
        model = Submission
        fields = [
            "title",
            "body",
            "author",
            "organisation",
            "phone",
            "district",
            "rights",
            "ai_generated",
            "attachment",
        ]

    def __init__(self, data=None, files=None, query=None, **options):
        super().__init__(data, files, **options)
        if data is None and query is not None:
            self.prefill({"district": query.get("district")})
        if "district" in self.fields:
            self.offer("district", districts_to_choose_from())

    def content(self):
        attachment = self.cleaned_data.get("attachment")
        return super().content() | {
            "attachment": attachment and getattr(attachment, "fingerprint", attachment.name)
        }

    def forget(self, row):
        if row.attachment:
            row.attachment.delete(save=False)


class AmendingForm(SubmissionForm):
    """A text that was sent back, written anew under its number; who sent it stays as it was said."""

    ASKED = ["title", "body", "rights", "ai_generated", "attachment"]

    author = organisation = phone = district = None

    class Meta(SubmissionForm.Meta):
        fields = ["title", "body", "rights", "ai_generated", "attachment"]

    def __init__(self, submission, data=None, files=None):
        super().__init__(data, files, instance=submission)
        self.fields["attachment"].help_text = f"不选则沿用原来的附件。{KINDS}，不超过 10 MB。"

    def save(self):
        """The row as it is then; what was not sent back, or is amended by now, stays as it is."""
        with transaction.atomic():
            before = Submission.objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
            if before.state != Submission.State.RETURNED:
                return before
            EarlierText.objects.create(
                submission=before,
                title=before.title,
                body=before.body,
                attachment=before.attachment.name,
                reason=before.reason,
            )
            self.instance.state, self.instance.reason = Submission.State.PENDING, ""
            return super().save()
