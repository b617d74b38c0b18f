from django.db import migrations

CHANNELS = [
    ("news", "招商动态", "news", "各地区招商引资的新闻与活动。"),
    ("policy", "招商政策", "service", "面向企业的招商政策与说明。"),
    ("process", "投资流程", "service", "从洽谈到投产的办理步骤。"),
    ("land", "土地招拍挂", "service", "工业用地出让的公告与结果。"),
    ("factory-price", "厂房价格", "service", "厂房租售的价格参考。"),
    ("register", "注册公司", "service", "企业设立登记的材料与窗口。"),
    ("incentive", "优惠政策", "service", "依法公开的支持措施。"),
    ("foreign-investment", "外商投资", "process", "外商投资企业的设立与备案。"),
    ("build", "买地自建", "process", "取得土地、报建到竣工的步骤。"),
    ("factory-rent", "厂房租赁", "process", "看房、签约到进场的步骤。"),
    ("office-rent", "写字楼租赁", "process", "选址、签约与装修的步骤。"),
]


def create_channels(apps, schema_editor):
    Channel = apps.get_model("articles", "Channel")
    for position, (slug, name, group, description) in enumerate(CHANNELS):
        Channel.objects.get_or_create(
            slug=slug,
            defaults={"name": name, "group": group, "description": description, "position": position},
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(create_channels, migrations.RunPython.noop)]
