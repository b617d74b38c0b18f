"""首谈: what came of inquiries that a first district handed to another one."""

from django.db.models import Count, F, Q, Sum

from inquiries.desk.gates import SIGNED
from inquiries.models import Inquiry
from parks.models import District

from .scope import Stage
from .tables import Table

NOTE = "按首谈地统计：收到后流转到别的地区、对方已接收的咨询，后来怎样。还没有答复的流转不计。"


def handed_over(scope):
    went = scope.credited().filter(place__isnull=False).exclude(first_place=F("place"))
    found = went.values_list("first_place").annotate(
        count=Count("pk"),
        going_on=Count("pk", filter=Q(closed_at=None)),
        signed=Count("pk", filter=Q(stage__in=SIGNED)),
        operating=Count("pk", filter=Q(stage=Stage.OPERATING)),
        ended=Count("pk", filter=Q(stage__in=Inquiry.ENDED_WITHOUT_RESULT)),
        wan=Sum("agreed_investment_wan", filter=Q(stage__in=SIGNED)),
    )
    found = list(found)
    names = District.objects.select_related("parent").in_bulk([one[0] for one in found])
    rows = [[str(names[place]), *counts, round(wan or 0)] for place, *counts, wan in found]
    rows.sort(key=lambda row: (-row[1], row[0]))
    columns = ["首谈地", "已转出", "在办", "签约", "投产", "没有结果", "协议投资（万元）"]
    return Table("credit", "首谈后流转的咨询", columns, rows, NOTE)
