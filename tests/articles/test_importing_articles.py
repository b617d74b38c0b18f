import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from tests import builders

pytestmark = pytest.mark.django_db
LEAD = "园区围绕主导产业梳理链条，为企业准备标准厂房、供电和供水，窗口当天受理申请，三个环节同时办理，材料一次提交。"
OTHER = "物流中心启用自动分拣线，冷库月台增加到二十个，夜间到货也能当班入库，运输车辆在区内等候的时间比去年缩短一半。"


@pytest.fixture
def run(tmp_path):
    def run_import(*files, **options):
        """(lines of the report, refused?); a file is rows of (title, body, date, …) or a path."""
        paths = []
        for number, file in enumerate(files):
            path = tmp_path / f"{number}.csv"
            if isinstance(file, list):
                written = io.StringIO()
                csv.writer(written).writerows(
                    [["标题", "正文", "日期", "地区", "来源", "摘要", "原文链接"], *file]
                )
                path.write_text(written.getvalue())
                paths.append(path)
            else:
                paths.append(file)
        out, refused = io.StringIO(), False
        try:
            call_command("import_articles", *map(str, paths), stdout=out, **options)
        except CommandError:
            refused = True
        return out.getvalue().replace(f"{tmp_path}/", "").splitlines(), refused

    return run_import


def titles():
    return sorted(Article.objects.values_list("title", flat=True))


class TestCommand:
    def test_publishes_at_nine_in_shanghai_and_counts(self, run):
        builders.district()
        report, refused = run([["【武清区招商】园区开工", "今日开工。", "2025-03-01"]])
        assert report == ["0.csv：新增 1，更新 0，跳过 0，拒绝 0", "合计：新增 1，更新 0，跳过 0，拒绝 0"]
        assert not refused
        article = Article.objects.get()
        assert (article.title, article.prefix) == ("园区开工", "【武清区招商】")
        assert article.published_at == datetime(2025, 3, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
        assert (article.channel.slug, article.summary, article.body) == (
            "news",
            "今日开工。",
            "<p>今日开工。</p>",
        )

    def test_a_second_run_changes_nothing(self, run):
        builders.park(name="天津京滨工业园")
        rows = [["甲", LEAD, "2025-03-01"], ["乙", "天津京滨工业园开工。", "2025-03-01"], ["丙", OTHER, ""]]
        run(rows)
        before = list(Article.objects.order_by("pk").values())
        report, refused = run(rows)
        assert report[-1] == "合计：新增 0，更新 0，跳过 3，拒绝 0"
        assert list(Article.objects.order_by("pk").values()) == before
        assert not refused

    def test_a_bad_row_stops_no_good_one(self, run):
        report, refused = run(
            [["甲", LEAD, "2025-02-30"], ["乙", OTHER, "2025-03-01"], ["", "x", ""]], ["/none.txt"][0]
        )
        assert report == [
            "0.csv:2 没有“2025-02-30”这一天。",
            "0.csv:4 没有标题。",
            "0.csv：新增 1，更新 0，跳过 0，拒绝 2",
            "/none.txt 没有这个文件。",
            "/none.txt：新增 0，更新 0，跳过 0，拒绝 1",
            "合计：新增 1，更新 0，跳过 0，拒绝 3",
        ]
        assert refused
        assert titles() == ["乙"]

    def test_all_or_none_saves_nothing_beside_a_bad_row(self, run):
        rows = [["甲", LEAD, "2025-03-01"], ["乙", OTHER, "2025-02-30"]]
        report, refused = run(rows, all_or_none=True)
        assert report[-1] == "没有写入数据库。"
        assert refused
        assert titles() == []
        run(rows[:1], all_or_none=True)
        assert titles() == ["甲"]

    def test_a_dry_run_counts_and_saves_nothing(self, run):
        report, _ = run([["甲", LEAD, "2025-03-01"]], dry_run=True)
        assert report[-2:] == ["合计：新增 1，更新 0，跳过 0，拒绝 0", "没有写入数据库。"]
        assert titles() == []

    def test_drafts_stay_out_of_sight_and_are_known_again(self, run):
        rows = [["甲", LEAD, "2025-03-01"]]
        run(rows, draft=True)
        assert Article.objects.get().published_at is None
        assert run(rows)[0][-1] == "合计：新增 0，更新 0，跳过 1，拒绝 0"
        assert Article.objects.published().count() == 0

    def test_lists_one_day_in_the_order_of_the_file(self, run):
        run([["甲", LEAD, "2025-03-01"], ["乙", OTHER, "2025-03-01"]])
        assert list(Article.objects.newest_first().values_list("title", flat=True)) == ["甲", "乙"]

    def test_files_under_the_channel_asked_for(self, run):
        run([["甲", LEAD, "2025-03-01"]], channel="policy")
        assert Article.objects.get().channel.slug == "policy"

    def test_names_the_channels_when_asked_for_another(self):
        with pytest.raises(CommandError, match="没有“nope”这个栏目。可用的栏目：news（招商动态）、"):
            call_command("import_articles", "a.txt", channel="nope")

    def test_one_file_nobody_foresaw_stops_no_other(self, run, monkeypatch, tmp_path):
        from articles.importing import running

        read_file = running.read_file
        monkeypatch.setattr(
            running, "read_file", lambda path: 1 / 0 if "none" in str(path) else read_file(path)
        )
        report, refused = run([["甲", LEAD, "2025-03-01"]], "none.txt")
        assert report[1] == "none.txt 读取这个文件时出了意外，请把它交给技术人员。"
        assert refused
        assert titles() == ["甲"]

    def test_links_the_parks_the_text_names(self, run):
        park = builders.park(name="天津京滨工业园")
        run([["甲", "天津京滨工业园开工。", "2025-03-01"]])
        assert list(Article.objects.get().parks.all()) == [park]


class TestRenewal:
    def test_a_better_text_replaces_the_imported_one(self, run):
        run([["甲", LEAD, "2025-03-01"]])
        report, _ = run([["甲", LEAD + "首批企业已经入驻。", "2025-03-01"]])
        assert report[-1] == "合计：新增 0，更新 1，跳过 0，拒绝 0"
        assert Article.objects.get().body.endswith("首批企业已经入驻。</p>")

    def test_never_overwrites_what_a_person_has_edited(self, run):
        run([["甲", LEAD, "2025-03-01"]])
        article = Article.objects.get()
        article.body = f"<p>{LEAD}编辑补充一句。</p>"
        article.save()
        report, refused = run([["甲", LEAD + "首批企业已经入驻。", "2025-03-01"]])
        assert report[0] == "0.csv:2 提示：这篇文章导入后有人改过，内容与文件不同，未更新。"
        assert not refused
        article.refresh_from_db()
        assert article.body.endswith("编辑补充一句。</p>")

    def test_knows_its_own_row_again_however_a_person_changed_the_article(self, run):
        rows = [["甲", LEAD * 5, "2025-03-01"]]
        run(rows)
        article = Article.objects.get()
        article.title, article.body = "全新的名字", "<p>全新的正文。</p>"
        article.published_at += timedelta(90)
        article.save()
        assert run(rows)[0] == [
            "0.csv：新增 0，更新 0，跳过 1，拒绝 0",
            "合计：新增 0，更新 0，跳过 1，拒绝 0",
        ]

    def test_leaves_an_article_written_by_hand(self, run):
        builders.article(
            title="甲",
            body=f"<p>{LEAD}</p>",
            district=None,
            published_at=datetime(2025, 3, 1, 1, tzinfo=ZoneInfo("UTC")),
        )
        report, _ = run([["甲", LEAD + "首批企业已经入驻。", "2025-03-01"]])
        assert report[0] == "0.csv:2 提示：网站上已有这篇文章（不是导入的），内容与文件不同，未更新。"

    def test_keeps_the_fuller_text(self, run):
        run([["甲", LEAD + OTHER, "2025-03-01"]])
        report, _ = run([["甲", LEAD, "2025-03-01"]])
        assert report[0] == "0.csv:2 提示：网站上已有这篇文章，正文更全，未更新。"

    def test_an_empty_cell_empties_nothing(self, run):
        run([["甲", LEAD, "2025-03-01", "", "区商务局"]])
        assert run([["甲", LEAD, "2025-03-01"]])[0][-1] == "合计：新增 0，更新 0，跳过 1，拒绝 0"
        assert Article.objects.get().source == "区商务局"

    def test_a_list_and_a_page_of_one_article_do_not_undo_each_other(self, run):
        listed, page = (
            [["甲", LEAD * 3, "2025-03-01"]],
            [["甲", LEAD * 3, "2025-03-01", "", "区商务局", "摘要一句。"]],
        )
        assert run(listed, page)[0][-1] == "合计：新增 1，更新 1，跳过 0，拒绝 0"
        assert run(listed, page)[0][-1] == "合计：新增 0，更新 0，跳过 2，拒绝 0"
        article = Article.objects.get()
        assert (article.source, article.summary) == ("区商务局", "摘要一句。")


class TestMatching:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (["园区 开工", LEAD, "2025-03-01"], ["园区开工！", LEAD, "2025-03-01"]),
            (["园区开工", LEAD, "2025-03-01"], ["园区开工", LEAD, "2025-03-03"]),
            (["园区项目今天顺利开工了", LEAD, "2025-03-01"], ["园区项目今天顺利开工", LEAD, "2025-03-01"]),
            (["园区开工", "今日开工。", "2025-03-01"], ["园区开工", "今日开工！", "2025-03-01"]),
        ],
    )
    def test_one_article_written_twice_is_one(self, run, one, other):
        run([one])
        run([other])
        assert Article.objects.count() == 1

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (["园区召开推介会（一）", LEAD, "2025-03-01"], ["园区召开推介会（二）", LEAD, "2025-03-01"]),
            (["第一批项目开工", LEAD, "2025-03-01"], ["第二批项目开工", LEAD, "2025-03-01"]),
            (["2024年推介会召开", LEAD, "2025-03-01"], ["2025年推介会召开", LEAD, "2025-03-01"]),
            (["园区开工", LEAD, "2025-03-01", "武清区"], ["园区开工", LEAD, "2025-03-01", "西青区"]),
            (["图片新闻", LEAD + LEAD, "2025-03-01"], ["图片新闻", OTHER + OTHER, "2025-03-01"]),
            (["接待日安排", "欢迎来访。", "2025-03-01"], ["接待日安排", "欢迎来访。", "2025-04-01"]),
            (["园区项目顺利开工", LEAD, "2025-03-01"], ["园区项目顺利竣工", OTHER, "2025-03-01"]),
            (
                ["月度通报", f"新增项目12个。{LEAD}", "2025-03-01"],
                ["月度通报", f"新增项目15个。{LEAD}", "2025-04-01"],
            ),
        ],
    )
    def test_two_articles_much_alike_stay_two(self, run, one, other):
        builders.district()
        builders.district("xiqing", name="西青区", short_name="西青区")
        for _ in range(2):
            run([one, other])
            assert Article.objects.count() == 2

    def test_a_row_twice_in_one_file_is_one_article(self, run):
        row = ["甲", LEAD, "2025-03-01"]
        report, _ = run([row, row])
        assert report[0] == "0.csv:2 提示：与这个文件里的另一条是同一篇。"
        assert titles() == ["甲"]
