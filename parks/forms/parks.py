from django import forms

from parks.models import Park

from .directory import DirectoryFilter, sort_field
from .fields import choice_field, district_field, figure_field, industry_field, words_field


class ParkFilter(DirectoryFilter):
    model = Park

    q = words_field()
    district = district_field()
    level = choice_field("级别", Park.Level.choices, "全部级别")
    type = choice_field("类型", Park.Kind.choices, "全部类型")
    industry = industry_field()
    area_min = figure_field("可供地下限（亩）")
    area_max = figure_field("可供地上限（亩）")
    available = forms.BooleanField(label="只看有空置载体的", required=False)
    sort = sort_field(("level", "按级别"), ("name", "按名称"), ("land", "按可供地"))

    RANGES = {"area_min": "area_max"}
    NARROWS = {
        "q": lambda parks, words: parks.matching(words),
        "district": lambda parks, district: parks.in_district(district),
        "level": lambda parks, level: parks.filter(level=level),
        "type": lambda parks, kind: parks.filter(kind=kind),
        "industry": lambda parks, industry: parks.in_industry(industry),
        "area_min": lambda parks, mu: parks.filter(land_available_mu__gte=mu),
        "area_max": lambda parks, mu: parks.filter(land_available_mu__lte=mu),
        "available": lambda parks, yes: parks.with_vacancies(),
    }

    CHOICES = {"district": "district", "level": "level", "type": "kind", "available": None}
