"""The filter forms of the lists. A form narrows rows, in the database or in memory; what it cannot read narrows
nothing.
"""

from django import forms
from django.http import QueryDict

from parks.forms.choices import ManyChoices
from parks.forms.fields import (
    NamedField,
    choice_field,
    district_field,
    industry_field,
    offer,
    words_field,
)
from parks.models import District, Industry
from publishing.fragments import kept

from .listed import channels, districts, industries
from .models import Channel, PolicyDocument


class ChannelField(NamedField, forms.ModelChoiceField):
    noun, widget = "channel", ManyChoices


class ListFilter(forms.Form):
    @classmethod
    def of(cls, data, settled=()):
        """As an address fills it in, without the fields that are `settled`. Where it asks nothing it is one for all
        pages of an edition: nobody may change it.
        """
        if any(data.get(name) for name in cls.base_fields if name not in settled):
            return cls.filled(data, settled)
        return kept(("blank form", cls, settled), lambda: cls.filled(QueryDict(), settled))

    @classmethod
    def filled(cls, data, settled):
        form = cls(data)
        for name in settled:
            del form.fields[name]
        form.is_valid()
        return form

    @property
    def is_blank(self):
        """Nothing is asked: the same form wherever it stands."""
        return not any(self.data.get(name) for name in self.fields)

    @property
    def parts(self):
        return type(self), *self.fields


class ArticleFilter(ListFilter):
    q = words_field()
    district = district_field()
    channel = ChannelField(
        Channel.objects.all(),
        to_field_name="slug",
        label="栏目",
        required=False,
        empty_label="全部栏目",
        error_messages={"invalid_choice": "没有找到这个栏目，下面是全部栏目的文章。"},
    )
    industry = industry_field()
    tag = forms.CharField(label="标签", required=False, max_length=60, widget=forms.HiddenInput)
    sort = choice_field("排序", [("oldest", "最早发布")], "最新发布")

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        offer(self.fields["district"], "districts with articles", lambda: districts().values())
        offer(self.fields["channel"], "channels", lambda: channels().values())
        offer(self.fields["industry"], "industries of articles", lambda: industries().values())

    def narrow(self, articles):
        asked = self.cleaned_data
        if district := asked.get("district"):
            articles = articles.in_district(district)
        if channel := asked.get("channel"):
            articles = articles.filter(channel=channel)
        if industry := asked.get("industry"):
            articles = articles.in_industry(industry)
        if tag := asked.get("tag"):
            articles = articles.tagged(tag)
        if words := asked.get("q"):
            articles = articles.matching(words)
        if asked.get("sort") == "oldest":
            return articles.oldest_first()
        return articles.newest_first()


class PolicyFilter(ListFilter):
    q = words_field()
    district = district_field()
    industry = industry_field()
    level = choice_field("层级", PolicyDocument.Level.choices, "全部层级")
    validity = choice_field("效力", [("valid", "只看现行有效")], "全部效力")
    sort = choice_field("排序", [("oldest", "最早发布")], "最新发布")

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        public = PolicyDocument.objects.published
        offer(
            self.fields["district"],
            "districts with policies",
            lambda: District.objects.holding("policies", public()),
        )
        offer(
            self.fields["industry"],
            "industries of policies",
            lambda: Industry.objects.named_by("policies", public()),
        )

    def narrow(self, policies):
        asked = self.cleaned_data
        if district := asked.get("district"):
            policies = policies.applying_in(district)
        if industry := asked.get("industry"):
            policies = policies.in_industry(industry)
        if level := asked.get("level"):
            policies = policies.filter(level=level)
        if asked.get("validity"):
            policies = policies.valid()
        if words := asked.get("q"):
            policies = policies.matching(words)
        if asked.get("sort") == "oldest":
            return policies.order_by("published_at", "pk")
        return policies.newest_first()
