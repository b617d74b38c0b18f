"""What the two doors share: the consent, and that one form sent twice is one row."""

import re
from contextlib import suppress

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from parks.models import District, Listing, Park
from publishing.models import SiteSettings
from publishing.references import digest, new_token

TOKEN = re.compile(r"[\w-]{24}", re.ASCII)


def districts_to_choose_from():
    """Slug and name of those with a place to offer or somebody to call."""
    offers = Q(parks__in=Park.objects.published()) | Q(listings__in=Listing.objects.published())
    districts = District.objects.filter(offers | ~Q(hotline="")).select_related("parent").distinct()
    return [(district.slug, district.full_name) for district in districts]


class Choosing:
    """Before a form: what a link fills in, and lists in which what was named stays in sight."""

    def prefill(self, asked):
        """Takes of `asked` what the fields accept; the rest was never said."""
        for name, value in asked.items():
            with suppress(ValidationError):
                if self.fields[name].clean(value):
                    self.initial[name] = value

    def offer(self, name, choices):
        """A list to choose from. What was named but is not on it stays in sight, also when it is refused."""
        choices = [("", "未定"), *choices]
        named = self[name].value()
        if named and named not in dict(choices):
            choices.append((named, self.word_for(name)))
        self.fields[name].widget = forms.Select(choices=choices)

    def word_for(self, name):
        value = self[name].value()
        with suppress(ValidationError):
            return str(self.fields[name].clean(value))
        return value[:40]


class ReceiptForm(Choosing, forms.ModelForm):
    """A public form. Its fields end with `consent`; `save` gives the row stored now or by the first click."""

    ASKED = []
    NOT_SAID = ("token", "consent")  # what two posts of the same words may differ in

    token = forms.Field(required=False, widget=forms.HiddenInput)
    consent = forms.BooleanField(
        label="我已阅读并同意上述个人信息处理说明",
        error_messages={"required": "请阅读个人信息处理说明，同意后再提交。"},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, label_suffix="", **options)
        self.order_fields([*self.ASKED, *(name for name in self.fields if name != "consent"), "consent"])
        self.initial.setdefault("token", new_token())

    @property
    def asks_for_proof(self):
        return settings.FORM_PROOF > 0

    @property
    def asked(self):
        return [self[name] for name in self.ASKED]

    def clean_token(self):
        """A token we did not make is nobody's: the form counts as sent once."""
        token = self.cleaned_data["token"]
        return token if TOKEN.fullmatch(token or "") else new_token()

    def content(self):
        """Everything the sender said, in plain values: what makes two posts the same or not."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in self.NOT_SAID}
        return {name: getattr(value, "pk", value) for name, value in said.items()}

    def sent_before(self, reference):
        """The row `reference` names, where it says exactly the same; else None."""
        rows = type(self.instance).objects.kept()
        return rows.filter(reference=reference, digest=digest(self.content())).first()

    def save(self):
        row = self.instance
        row.token = self.cleaned_data["token"]
        row.digest = digest(self.content())
        row.consent_version = SiteSettings.current().privacy_version
        row.consented_at = timezone.now()
        try:
            with transaction.atomic():
                row.save()
                self.arrive(row)
        except IntegrityError:
            first = type(row).objects.filter(token=row.token, digest=row.digest).first()
            if first is None:
                raise
            self.forget(row)
            return first
        return row

    def arrive(self, row):
        """`row` has been stored, for the first time: what follows belongs to the same transaction."""

    def forget(self, row):
        """`row` was not stored, because it already is: nothing of it may stay behind."""
