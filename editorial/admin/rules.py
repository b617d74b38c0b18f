from django.contrib import admin

from editorial.models import ReviewRule
from publishing.admin import StaffAdmin


@admin.register(ReviewRule)
class ReviewRuleAdmin(StaffAdmin):
    list_display = ["where", "levels"]
    list_select_related = ["channel", "district__parent"]
    list_filter = ["levels"]
    autocomplete_fields = ["district"]
    fieldsets = [
        (
            None,
            {
                "fields": ["channel", "district", "levels"],
                "description": "没有规则的内容一律三审。同时写明栏目和地区的规则优先；其次看地区，越近越优先；再次看栏目。",
            },
        )
    ]

    @admin.display(description="适用于", ordering="district")
    def where(self, rule):
        return f"{rule.channel or '所有栏目'}，{rule.district or '所有地区'}"
