"""Each check by itself: what it says, and what it leaves alone."""

import pytest

from articles.models import PolicyDocument
from editorial.checking import blocking
from editorial.contents import content_of
from library.models import Picture
from tests import builders

from .checked import codes, found, said

pytestmark = pytest.mark.django_db


def test_a_plain_text_is_found_in_order():
    assert codes("<h2>一、签约</h2><p>三家企业签约，总投资“3.2亿元”（含设备）。</p><h3>（一）概况</h3>") == []


def test_asks_for_a_summary_and_a_body():
    assert codes("<p>三家企业签约。</p>", summary=" ") == ["summary"]
    assert [(one.code, one.grade) for one in found(body="<p></p>", summary="")] == [("body", "error")]
    assert "summary" not in codes(summary="")  # nothing to sum up


def test_asks_for_the_source_of_what_is_reprinted():
    [finding] = found(body="<p>签约。</p>", source_url="https://example.cn/1", source=" ")
    assert (finding.code, finding.grade, finding.place) == ("source", "error", "来源")
    assert codes("<p>签约。</p>", source_url="https://example.cn/1", source="天津日报") == []


def test_asks_for_what_the_cover_shows_unless_the_library_says_it():
    bare = Picture.objects.create(image=builders.picture_file())
    told = Picture.objects.create(image=builders.picture_file(), alt="园区大门")
    [finding] = found(body="<p>签约。</p>", cover=bare.pk)
    assert (finding.code, finding.field) == ("alt", "cover_alt")
    assert codes("<p>签约。</p>", cover=bare.pk, cover_alt="大门") == []
    assert codes("<p>签约。</p>", cover=told.pk) == []


def test_headings_go_down_step_by_step_and_say_something():
    [finding] = found(body="<h2>一、概况</h2><h4>1.用地</h4><p>签约。</p><h2>二、进展</h2>")
    assert (finding.code, finding.passage, finding.suggestion) == (
        "heading-order",
        "1.用地",
        "改为二级标题（h3）。",
    )
    assert codes("<h3>概况</h3><h4>用地</h4><h2>进展</h2><h3>后续</h3><p>签约。</p>") == []
    assert codes("<h2>一、概况</h2><h3></h3><p>签约。</p>") == ["heading-empty"]


# --- Signs and leftovers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("园区,企业", [("区,企", "区，企")]),
        ("时间:九点", [("间:九", "间：九")]),
        ("园区(东区)建成", [("(东区)", "（东区）")]),
        ("面积1,200㎡，比例1:2，A,B，见http://a.cn/?b，GB(2017)", []),
    ],
)
def test_half_width_marks(text, expected):
    assert said("half-width", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我们的的园区", [("的的", "的")]),
        ("签约了了", [("了了", "了")]),
        ("为了了解情况，实现目的的确切方法，的的确确", []),
        ("签约。。", [("。。", "。")]),
        ("签约，，完成", [("，，", "，")]),
        ("签约，。", [("，。", "。")]),
        ("等等。。。", [("。。。", "……")]),
        ("等等……好的！", []),
        ("和和美美，暖和和风", []),
    ],
)
def test_doubled_words_and_marks(text, expected):
    assert said("doubled", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("印发《办法，请执行", ["《"]),
        ("印发办法》，请执行", ["》"]),
        ("他说“很好", ["“"]),
        ("（含设备", ["（"]),
        ("《关于落实〈办法〉的“通知”》（试行）", []),
        ("1）用地；2）用房；（三）用能", []),
        ("半角(abc）和全角（abc)混用", []),
    ],
)
def test_marks_without_their_other_half(text, expected):
    assert [one for one, _ in said("unpaired", text)] == expected


def test_a_quotation_of_several_paragraphs_closes_once():
    assert codes("<p>“第一段。</p><p>“第二段。”</p>") == []
    assert codes("<p>“第一段。</p><p>第二段。”</p>") == ["unpaired", "unpaired"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联系人XX，电话××", ["XX", "××"]),
        ("X月签约，X日开工", ["X"]),
        ("投资（待补充）亿元", ["（待补充）"]),
        ("【图片未能取回：1.png】", ["【图片未能取回：1.png】"]),
        ("TODO", ["TODO"]),
        ("XXL码、MAXX公司、3×4米、待补充流动资金、价格待定", []),
    ],
)
def test_what_was_left_to_fill_in(text, expected):
    assert [one for one, _ in said("placeholder", text)] == expected
    assert all(finding.is_error for finding in found(body=f"<p>{text}</p>") if finding.code == "placeholder")


@pytest.mark.parametrize(
    ("text", "code", "found_", "replacement"),
    [
        ("2025年8月22日（星期一）", "day-weekday", "2025年8月22日（星期一", "2025年8月22日（星期五"),
        ("2025 年 8 月 22 日，周四", "day-weekday", "2025 年 8 月 22 日，周四", "2025 年 8 月 22 日，周五"),
        ("2月30日", "day-impossible", "2月30日", None),
        ("2025年2月29日", "day-impossible", "2025年2月29日", None),
        ("13月1日", "day-impossible", "13月1日", None),
        ("2025年9月3日至8月1日", "day-order", "2025年9月3日至8月1日", None),
    ],
)
def test_days_that_cannot_be(text, code, found_, replacement):
    [finding] = found(body=f"<p>定于{text}报名</p>")
    assert (finding.code, finding.found, finding.replacement, finding.grade) == (
        code,
        found_,
        replacement,
        "error",
    )


@pytest.mark.parametrize(
    "text",
    [
        "2025年8月22日（星期五）",
        "2024年2月29日",
        "2月29日",
        "8月23日周末",
        "2025年8月23日（周末）",
        "2025年12月1日至2026年1月31日",
        "2025年8月1日至9月1日",
        "第13月1日",
    ],
)
def test_days_that_can_be(text):
    assert codes(f"<p>定于{text}报名</p>") == []


def test_half_width_marks_throughout_are_spoken_of_once():
    [finding] = found(body="<p>园区,企业,项目,厂房,仓库(新建)。</p><p>电话:企业</p>")
    assert (finding.title, finding.sweep, finding.found) == ("中文里有 6 处半角标点", "half-width", "区,企")


# --- Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截止目前，园区已布署", [("截止目前", "截至目前"), ("布署", "部署")]),
        ("截止日期为月底，报名截止2025年8月", []),
        ("召开坐谈会", [("坐谈会", "座谈会")]),
        ("按装设备", [("按装", "安装")]),
        ("按装机容量计价，按装修标准交付，土地图象征着，月份额度", []),
    ],
)
def test_words_often_confused(text, expected):
    assert said("word-confused", text) == expected


def test_words_that_advertisements_may_not_use():
    assert said("word-forbidden", "最佳选择，国家级享受") == [("最佳", None), ("国家级", None)]
    assert said("word-forbidden", "国家级经济技术开发区、最佳实践，统一编码的唯一性") == []
    promised = "全国第一的园区，最好的政策，绝对放心，保证收益，回报率100%"
    assert [found for found, _ in said("word-forbidden", promised)] == [
        *("全国第一", "最好的", "绝对", "保证收益", "回报率100%")
    ]
    assert said("word-forbidden", "误差的绝对值、绝对多数，迎来最好的时期") == []


def test_words_that_are_not_said():
    assert said("word-sensitive", "台湾总统") == [("台湾总统", "台湾地区领导人")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("入驻即享税收返还", ["税收返还"]),
        ("按增值税地方留成部分的50%返还", ["增值税地方留成部分的50%返还"]),
        ("实行零地价，先征后返", ["零地价", "先征后返"]),
        ("土地出让金超出部分返还", ["土地出让金超出部分返还"]),
        ("不得以税收返还、财政奖补等方式招商", []),
        ("严禁先征后返。清理税收返还政策", []),
        ("税收返还等做法一律取消", []),
        ("依照《财政奖补资金管理办法》执行", []),
        ("退还投标保证金，返还押金", []),
    ],
)
def test_promises_that_may_not_be_made(text, expected):
    assert [one for one, _ in said("promise", text)] == expected


def test_a_promise_is_an_error_unless_a_policy_tells_of_it():
    [finding] = found(body="<p>入驻即享税收返还。</p>")
    assert (finding.grade, "国务院令第783号，2024年8月1日起施行" in finding.explanation) == ("error", True)
    [finding] = found(PolicyDocument(), body="<p>入驻即享税收返还。</p>")
    assert finding.grade == "advice"
    [finding] = found(body="<p>给予财政奖补。</p>")
    assert finding.grade == "advice"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本文由AI生成", ["本文由AI生成"]),
        ("（内容由 DeepSeek 生成）", ["（内容由 DeepSeek 生成）"]),
        ("作为一个AI语言模型", ["作为一个AI语言模型"]),
        ("园区集聚了人工智能企业，生成式AI产品上线，内容由编辑撰写", []),
    ],
)
def test_what_a_machine_wrote_is_declared(text, expected):
    assert [one for one, _ in said("machine", text)] == expected
    assert said("machine", text, ai_declaration="generated") == []


# --- All together


def test_the_same_passage_in_summary_and_body_is_spoken_of_once():
    [finding] = found(summary="截止目前签约三家。", body="<p>截止目前签约三家。</p>")
    assert (finding.place, finding.fields) == ("摘要、正文", "summary body")


def test_errors_come_first_and_block():
    findings = found(body="<p>截止目前，联系人XX。</p>")
    assert [finding.code for finding in findings] == ["placeholder", "word-confused"]
    article = builders.article(**builders.DRAFT)
    content = content_of(article) | {"body": "<p>截止目前，联系人XX。</p>"}
    assert [finding.code for finding in blocking(article, content)] == ["placeholder"]


def test_a_policy_is_read_in_all_its_texts():
    fields = ["audience", "conditions", "support", "body", "interpretation"]
    findings = found(
        PolicyDocument(), **{name: f"第{number}：联系人XX" for number, name in enumerate(fields)}
    )
    assert [finding.field for finding in findings] == fields
