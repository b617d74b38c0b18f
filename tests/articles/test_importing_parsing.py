from datetime import date

import pytest

from articles.importing.drafts import Draft
from articles.importing.parsing import Vocabulary, parse
from parks.gazetteer import AmbiguousPlace, Gazetteer, UnknownPlace
from parks.models import District, IndustryLabel
from publishing.files import Refusal
from tests import builders

pytestmark = pytest.mark.django_db


def parsed(**values):
    values = {"title": "园区开工", "body": "今日开工。", "date": "2025-03-01"} | values
    return parse(Draft(**values), Vocabulary(), builders.channel("news"))


def refusal(**values):
    with pytest.raises(Refusal) as refused:
        parsed(**values)
    return refused.value.reason


class TestPlaces:
    @pytest.fixture(autouse=True)
    def districts(self):
        self.wuqing, self.tianjin = builders.district(), builders.tianjin()
        self.heping = builders.district("tianjin-heping", name="和平区", short_name="和平区")
        liaoning = District.objects.create(name="辽宁省", short_name="辽宁", kind="province", slug="liaoning")
        shenyang = District.objects.create(
            name="沈阳市", short_name="沈阳", kind="city", slug="shenyang", parent=liaoning
        )
        self.other_heping = builders.district(
            "shenyang-heping", name="和平区", short_name="和平区", parent=shenyang
        )
        jilin = District.objects.create(name="吉林省", short_name="吉林", kind="province", slug="jilin")
        District.objects.create(
            name="吉林市", short_name="吉林", kind="city", slug="jilin-city", parent=jilin
        )
        self.jilin = jilin

    @pytest.mark.parametrize(
        "place",
        ["武清区", "武清", "天津-武清区", "天津市武清区", "天津武清", "天津市 / 武清区", "天津—武清区"],
    )
    def test_finds_a_district_however_it_is_written(self, place):
        assert Gazetteer().find(place) == self.wuqing

    def test_finds_the_province_of_a_city_that_shares_its_name(self):
        assert Gazetteer().find("吉林") == self.jilin

    def test_chooses_by_the_parent_among_districts_of_one_name(self):
        assert Gazetteer().find("天津-和平区") == self.heping
        assert Gazetteer().find("辽宁-沈阳-和平区") == self.other_heping
        assert Gazetteer().find("辽宁省和平区") == self.other_heping

    def test_asks_for_the_parent_where_several_are_meant(self):
        with pytest.raises(
            AmbiguousPlace, match="“和平区”有 2 个（天津-和平区、辽宁-沈阳-和平区 等），请写明上级"
        ):
            Gazetteer().find("和平区")

    def test_knows_no_place_under_the_wrong_parent(self):
        with pytest.raises(UnknownPlace, match="“武清区”不在“辽宁”之下"):
            Gazetteer().find("辽宁-武清区")

    def test_an_unknown_place_is_left_open_and_said(self):
        article = parsed(place="河北-某某区")
        assert article.district is None
        assert article.notices == ["没有“河北-某某区”这个地区，所属地区留空"]

    def test_takes_the_district_from_the_prefix_and_the_prefix_from_the_title(self):
        article = parsed(title="【武清区招商】园区开工")
        assert (article.title, article.district) == ("园区开工", self.wuqing)
        assert parsed(title="【天津招商】园区开工").district == self.tianjin

    def test_the_label_says_more_than_the_prefix(self):
        assert parsed(title="【和平区招商】园区开工", place="天津-和平区").district == self.heping
        assert "请写明上级" in refusal(title="【和平区招商】园区开工")


class TestDates:
    @pytest.mark.parametrize(
        "written",
        [
            "2025年03月01日",
            "2025-03-01",
            "2025/3/1",
            "2025.3.1",
            "２０２５年３月１日",
            "2025-03-01 10:20",
            "2025-03-01T10:20:00+08:00",
            "20250301",
            "[2025-03-01]",
            "45717",
        ],
    )
    def test_reads_a_day(self, written):
        assert parsed(date=written).published_on == date(2025, 3, 1)

    @pytest.mark.parametrize(
        ("written", "reason"),
        [
            ("2025-02-30", "没有“2025-02-30”这一天"),
            ("2025年13月1日", "没有“2025年13月1日”这一天"),
            ("0025-03-01", "日期“0025-03-01”的年份不对"),
            ("2999-03-01", "日期“2999-03-01”的年份不对"),
            ("三月一日", "看不懂日期“三月一日”，请写成 2025-08-22"),
            ("3月1日", "看不懂日期“3月1日”，请写成 2025-08-22"),
        ],
    )
    def test_refuses_a_day_that_never_was(self, written, reason):
        assert refusal(date=written) == reason

    def test_an_article_without_a_date_is_a_draft(self):
        article = parsed(date="")
        assert (article.published_on, article.notices) == (None, ["没有日期，存为草稿"])


class TestIndustry:
    def test_finds_an_industry_by_name_or_code(self):
        builders.industry("37")
        assert parsed(industry="制造业").industry.code == "C"
        assert parsed(industry="37").industry.code == "37"

    def test_an_everyday_label_becomes_a_tag_and_what_its_industries_share(self):
        label = IndustryLabel.objects.create(name="汽车及装备制造")
        label.industries.set([builders.industry("36", "汽车制造业"), builders.industry("37")])
        article = parsed(industry="汽车及装备制造")
        assert (article.industry.code, article.tags) == ("C", ["汽车及装备制造"])

    def test_an_unknown_industry_is_left_open_and_said(self):
        article = parsed(industry="炼金")
        assert (article.industry, article.notices) == (None, ["没有“炼金”这个行业，行业留空"])


class TestWords:
    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"title": ""}, "没有标题"),
            ({"title": "——！"}, "没有标题"),
            ({"title": "【武清区招商】"}, "没有标题"),
            ({"title": "长" * 201}, "标题有 201 个字，最多 200 个"),
            ({"body": ""}, "没有正文"),
            ({"body": "<p><script>x</script></p>"}, "没有正文"),
            ({"body": "长" * 1_000_001}, "正文有 1000001 个字，最多 1000000 个"),
        ],
    )
    def test_refuses_what_is_no_article(self, values, reason):
        assert refusal(**values) == reason

    def test_gives_running_text_its_headings(self):
        article = parsed(body="导语一句。 一、盘活存量。清理厂房。 二、优化服务。当天受理。")
        assert article.body.count("<h2>") == 2
        assert article.summary == "导语一句。"

    def test_gives_the_plain_paragraphs_of_a_page_their_headings(self):
        article = parsed(
            body="<p>导语。</p><p>一、背景情况</p><p>正文。</p><p>二、做法</p><p>正文。</p>", is_html=True
        )
        assert article.body == "<p>导语。</p><h2>一、背景情况</h2><p>正文。</p><h2>二、做法</h2><p>正文。</p>"

    def test_leaves_the_order_of_a_page_that_has_one(self):
        body = "<h2>背景</h2><p>一、甲。</p><p>二、乙。</p>"
        assert parsed(body=body, is_html=True).body == body

    def test_cleans_html_from_a_table(self):
        assert parsed(body='<p onclick="x">甲<script>x</script></p>').body == "<p>甲</p>"

    @pytest.mark.parametrize(
        "body", ["园区开工\n今日开工。", "园区开工 今日开工。", "<p>园区开工</p><p>今日开工。</p>"]
    )
    def test_drops_an_opening_that_repeats_the_title(self, body):
        assert parsed(body=body).body == "<p>今日开工。</p>"

    def test_keeps_an_opening_that_only_begins_like_the_title(self):
        assert parsed(body="园区开工，今日举行仪式。").body == "<p>园区开工，今日举行仪式。</p>"

    def test_takes_no_summary_that_is_the_whole_text_again(self):
        assert parsed(body="今日开工。" * 40, summary="今日开工。" * 40).summary == "今日开工。" * 24
        assert parsed(summary="开工了。").summary == "开工了。"

    def test_finds_the_parks_the_text_names(self):
        park = builders.park(name="天津京滨工业园", alias="京滨工业园、京滨")
        builders.park(name="华明工业区")
        assert parsed(body="京滨工业园今日开工。").parks == [park]
        assert parsed(body="京滨今日开工。").parks == []

    def test_says_what_it_leaves_out(self):
        article = parsed(
            title="园区\ud800开工",
            channel="无此栏",
            source_url="javascript:alert(1)",
            author="甲" * 50,
            tags="厂房，出租、厂房",
        )
        assert article.title == "园区开工"
        assert article.notices == [
            "去掉了 1 个无法显示的字符",
            f"没有“无此栏”这个栏目，归入“{builders.channel('news').name}”",
            "原文链接不是网址，留空",
            "作者超过 40 个字，只留前 40 个",
        ]
        assert (article.source_url, article.tags) == ("", ["厂房", "出租"])

    def test_files_an_article_under_the_channel_it_names(self):
        assert parsed(channel="招商政策").channel.slug == "policy"
        assert parsed(channel="policy").channel.slug == "policy"
