"""The table to fill in: its head, an example that is nobody's, and the words that may be used."""

from parks.exchange.lookups import Lookups
from parks.models import Industry
from publishing.sheets import book_of

from .rows import InquiryRow
from .running import EXAMPLE, NEEDED

EXAMPLES = {
    "contact_name": f"{EXAMPLE}王女士",
    "phone": "13800138000",
    "topic": "租购厂房仓库",
    "kind": "企业入驻",
    "company": "某某自行车厂",
    "call_slot": "工作日上午",
    "deal": "租赁",
    "area_min": "3000",
    "area_max": "5000",
    "height_min": "9",
    "landing_timeframe": "半年内",
    "message": "需要行车",
    "source_channel": "展会",
    "created_at": "2026-11-20 10:20",
}
IN_GENERAL = [
    "一行一条咨询。带 * 的列必填；其余的列可以留空，也可以删去，顺序可以换。",
    f"以{EXAMPLE}开头的行不会导入，可以删去，也可以留着。",
    "同一行内容再导入一次不会重复；已有的咨询不会被改动。",
    "收到时间留空按导入的时间；只填日期的，按当天零点。",
    "类型留空：填了企业名称的是“企业入驻”，没填的是“联系我们”。来源渠道留空记为“导入”。",
]


def template(user):
    """The bytes of a workbook; its districts are those `user` may bring inquiries for."""
    lookups = Lookups(user)
    fields = InquiryRow({}, lookups).fields
    head = [f"{field.label}{'*' if name in NEEDED else ''}" for name, field in fields.items()]
    districts = sorted(lookups.districts_offered(), key=lambda one: one.path)
    example = EXAMPLES | {"district": lookups.district_names[districts[0].pk] if districts else ""}
    choices = [
        (field.label, "、".join(str(label) for value, label in field.choices if value))
        for field in fields.values()
        if hasattr(field, "choices")
    ]
    return book_of(
        ("咨询", head, [[example.get(name, "") for name in fields]]),
        ("填写说明", ["列", "可填的内容"], [*(("", one) for one in IN_GENERAL), *choices]),
        (
            "地区",
            ["意向地区", "行政区划代码"],
            [(lookups.district_names[one.pk], one.code) for one in districts],
        ),
        ("行业", ["代码", "行业"], Industry.objects.order_by("code").values_list("code", "name")),
    )
