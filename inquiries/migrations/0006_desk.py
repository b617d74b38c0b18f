import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inquiries", "0005_submissions_by_state"),
        ("parks", "0007_pictures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="inquiry",
            options={
                "ordering": ["-created_at", "-pk"],
                "permissions": [
                    ("assign_inquiry", "分派"),
                    ("export_inquiry", "导出"),
                    ("report_inquiry", "看成效"),
                    ("erase_inquiry", "清除个人信息"),
                ],
                "verbose_name": "咨询",
                "verbose_name_plural": "咨询",
            },
        ),
        migrations.CreateModel(
            name="AssignmentRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        blank=True, help_text="留空为全部。", max_length=10, verbose_name="主题"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="小的在前，先符合的先用。", verbose_name="顺序"
                    ),
                ),
            ],
            options={
                "verbose_name": "分派规则",
                "verbose_name_plural": "分派规则",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DayException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="日期")),
                (
                    "is_working",
                    models.BooleanField(
                        default=False, help_text="勾选为上班（调休），不勾选为放假。", verbose_name="上班"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="说明")),
            ],
            options={
                "verbose_name": "放假与调休",
                "verbose_name_plural": "放假与调休",
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="ServiceStandard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "respond_days",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="新咨询收到后。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="首次响应",
                    ),
                ),
                (
                    "assess_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="响应之后。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="研判",
                    ),
                ),
                (
                    "feedback_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="研判之后，回复企业能不能落、落在哪里。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="反馈",
                    ),
                ),
                (
                    "report_days",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="此后每隔这么久至少跟进一次。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="跟进",
                    ),
                ),
            ],
            options={
                "verbose_name": "办理时限",
                "verbose_name_plural": "办理时限",
                "default_permissions": ("view", "change"),
            },
        ),
        migrations.CreateModel(
            name="StageChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "新"),
                            ("responded", "已响应"),
                            ("assessed", "研判"),
                            ("following", "跟进"),
                            ("negotiating", "洽谈"),
                            ("signed", "签约"),
                            ("building", "开工"),
                            ("operating", "投产"),
                            ("invalid", "无效"),
                            ("declined", "不跟进"),
                            ("unreachable", "失联"),
                            ("lost", "流失"),
                        ],
                        max_length=12,
                        verbose_name="原阶段",
                    ),
                ),
                (
                    "stage_to",
                    models.CharField(
                        choices=[
                            ("new", "新"),
                            ("responded", "已响应"),
                            ("assessed", "研判"),
                            ("following", "跟进"),
                            ("negotiating", "洽谈"),
                            ("signed", "签约"),
                            ("building", "开工"),
                            ("operating", "投产"),
                            ("invalid", "无效"),
                            ("declined", "不跟进"),
                            ("unreachable", "失联"),
                            ("lost", "流失"),
                        ],
                        max_length=12,
                        verbose_name="新阶段",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                ("due_on", models.DateField(null=True, verbose_name="当时的办理期限")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
            ],
            options={
                "verbose_name": "阶段变更",
                "verbose_name_plural": "阶段变更",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="inquiry",
            name="agreed_investment_wan",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="协议投资（万元）"
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="archived_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="归档时间"),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="assigned_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="分派时间"),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("spam", "垃圾信息"),
                    ("duplicate", "重复"),
                    ("unfit", "不符合准入"),
                    ("no_space", "没有合适载体"),
                    ("price", "价格谈不拢"),
                    ("policy", "政策不符合预期"),
                    ("elsewhere", "已落户他处"),
                    ("postponed", "项目暂缓"),
                    ("silent", "联系不上"),
                    ("other", "其他"),
                ],
                max_length=10,
                verbose_name="结束类别",
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="company_key",
            field=models.CharField(default="", editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="due_on",
            field=models.DateField(editable=False, null=True, verbose_name="办理期限"),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="entry_page",
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name="首次到达页"),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="first_place",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="parks.district",
                verbose_name="首谈地",
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="grade_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="定级理由"),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged",
                to="inquiries.inquiry",
                verbose_name="并入",
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="offered_to",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="parks.district",
                verbose_name="待接收地区",
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="place",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="parks.district",
                verbose_name="经办地区",
                db_index=False,
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="responded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="首次响应时间"),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="settled_listing",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="parks.listing",
                verbose_name="落户载体",
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="settled_park",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="parks.park",
                verbose_name="落户园区",
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="signed_on",
            field=models.DateField(blank=True, null=True, verbose_name="签约日期"),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="stage_since",
            field=models.DateTimeField(editable=False, null=True, verbose_name="进入阶段时间"),
        ),
        migrations.AddField(
            model_name="transfer",
            name="answered_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="答复人",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="decline_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="退回原因"),
        ),
        migrations.AddField(
            model_name="transfer",
            name="declined_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="退回时间"),
        ),
        migrations.RemoveIndex(model_name="inquiry", name="inquiries_by_stage"),
        migrations.RemoveIndex(model_name="inquiry", name="inquiries_by_arrival"),
        migrations.AddField(
            model_name="assignmentrule",
            name="district",
            field=models.ForeignKey(
                blank=True,
                help_text="含下级地区；留空为全部。",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="parks.district",
                verbose_name="地区",
            ),
        ),
        migrations.AddField(
            model_name="assignmentrule",
            name="industry",
            field=models.ForeignKey(
                blank=True,
                help_text="门类含其下的大类；留空为全部。",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="parks.industry",
                verbose_name="行业",
            ),
        ),
        migrations.AddField(
            model_name="assignmentrule",
            name="officers",
            field=models.ManyToManyField(
                help_text="选多人时，分给手上未结咨询最少的一位。",
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="专员",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestandard",
            constraint=models.CheckConstraint(
                condition=models.Q(("pk", 1)), name="inquiries_one_service_standard"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestandard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("assess_days__gte", 1),
                    ("feedback_days__gte", 1),
                    ("report_days__gte", 1),
                    ("respond_days__gte", 1),
                ),
                name="inquiries_service_standard_from_one_day",
                violation_error_message="每个时限至少 1 个工作日。",
            ),
        ),
        migrations.AddField(
            model_name="stagechange",
            name="follow_up",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="stage_change",
                to="inquiries.followup",
                verbose_name="跟进记录",
            ),
        ),
        migrations.AddField(
            model_name="stagechange",
            name="inquiry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stage_changes",
                to="inquiries.inquiry",
                verbose_name="咨询",
            ),
        ),
        migrations.AddField(
            model_name="stagechange",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="经办人",
            ),
        ),
    ]
