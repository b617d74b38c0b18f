from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0005_tokens_of_changes")]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="shows_reader_counts",
            field=models.BooleanField(
                default=False,
                help_text="勾选后，文章、政策、园区、载体和地区页面写明“1,204 次阅读”。不勾选也照常统计，只在后台看得到。",
                verbose_name="向访客显示阅读量",
            ),
        ),
    ]
