import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from publishing.richtext import (
    clean_html,
    plain_text,
    plain_text_of_clean,
    printable,
    structure_text,
    summarise,
)
from tests import builders

SCRAPS = [
    *("<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<li>", "<ul>", "</ul>", "<h1>", "</h1>", "<br>"),
    *("<table>", "<tr>", "<td>", "</table>", "<img src=x>", '<a href="/x">', "</a>", "<svg>", "<math>"),
    *("<style>", "</style>", "<blockquote>", "字", " ", "\n", "&amp;", "&lt;p&gt;", "<", '"'),
]
PHRASES = [
    *(
        "一、",
        "二、",
        "三、",
        "（一）",
        "（二）",
        "1.",
        "2.",
        "3、",
        "第一、",
        "一",
        "10",
        "a",
        "<p>",
        "&",
        "”",
    ),
    *("标题", "正文一句话", "3.5亿", "2025.8.22", "1-2个", "。", "；", "：", "？", " ", "\n", "\u3000"),
]


class TestCleanHtml:
    @pytest.mark.parametrize(
        ("dirty", "clean"),
        [
            ("<p>正文<script>alert(1)</script></p>", "<p>正文</p>"),
            ('<p style="color:red" class="MsoNormal" onclick="x()">字</p>', "<p>字</p>"),
            ("<h1>大标题</h1><h5>小标题</h5>", "<h2>大标题</h2><h4>小标题</h4>"),
            ("<p><b>粗</b><i>斜</i></p>", "<p><strong>粗</strong><em>斜</em></p>"),
            ('<p><a href="javascript:alert(1)">点</a></p>', '<p><a rel="noopener">点</a></p>'),
            ('<p><a href="//evil.example/">点</a></p>', '<p><a rel="noopener">点</a></p>'),
            ('<p><a href="/parks/">园区</a></p>', '<p><a href="/parks/" rel="noopener">园区</a></p>'),
            (
                '<p><a href="tel:400-000-0000">电</a></p>',
                '<p><a href="tel:400-000-0000" rel="noopener">电</a></p>',
            ),
            (
                '<p><img src="/media/a.jpg" alt="厂房" width="9"></p>',
                '<p><img src="/media/a.jpg" alt="厂房" width="9"></p>',
            ),
            ('<p>图<img src="https://mmbiz.qpic.cn/a.jpg" alt="x"></p>', "<p>图</p>"),
            ('<p>图<img src="/media/../admin/x.png"></p>', "<p>图</p>"),
            ('<p>图<img src="/media/%2e%2e/x.png"></p>', "<p>图</p>"),
            (
                '<table><tr><td colspan="2" width="9">1</td></tr></table>',
                '<table><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
            ),
            ("<!-- <p>旧稿</p> --><p>新稿</p>", "<p>新稿</p>"),
            ("", ""),
            ("  ", ""),
        ],
    )
    def test_keeps_our_tags_and_nothing_else(self, dirty, clean):
        assert clean_html(dirty) == clean

    def test_gives_bare_text_a_paragraph(self):
        assert clean_html("一段话，<b>没有</b>标签") == "<p>一段话，<strong>没有</strong>标签</p>"

    def test_makes_paragraphs_of_the_containers_of_a_pasted_page(self):
        pasted = "<section><div>第一段</div><div>第二段<p>第三段</p>尾</div></section>"
        assert clean_html(pasted) == "<p>第一段</p><p>第二段</p><p>第三段</p><p>尾</p>"

    def test_drops_what_no_database_keeps_and_what_turns_the_reading_direction(self):
        assert clean_html("<p>甲\x00乙\ud800丙\u202e丁</p>") == "<p>甲乙丙丁</p>"

    def test_is_quick_with_a_page_nested_absurdly_deep(self):
        assert clean_html("<div>" * 200_000 + "底") == "<p>底</p>"

    @given(st.lists(st.sampled_from(SCRAPS)).map("".join) | st.text())
    def test_cleaning_twice_changes_nothing_more(self, source):
        once = clean_html(source)
        assert clean_html(once) == once
        tags = set(re.findall(r"</?([a-z0-9]+)", once))
        assert not tags & {"script", "style", "svg", "math", "div", "b", "h1"}


class TestPlainText:
    def test_keeps_two_blocks_apart_and_one_line_together(self):
        assert (
            plain_text("<h2>标题</h2><p>甲<strong>乙</strong>&amp;丙</p><ul><li>丁</li></ul>")
            == "标题 甲乙&丙 丁"
        )

    def test_reads_no_script(self):
        assert plain_text("<p>正文</p><script>var x</script><style>p{}</style>") == "正文"

    @given(st.lists(st.sampled_from([*SCRAPS, "<h2>", "</h2>", "<hr>", "<em>", "</em>"])).map("".join))
    def test_reads_clean_html_without_a_parser(self, source):
        cleaned = clean_html(source)
        assert plain_text_of_clean(cleaned) == plain_text(cleaned)

    @given(st.text())
    def test_gives_back_the_words_of_escaped_text(self, text):
        shown = printable(text)
        assert squeezed(plain_text(structure_text(text))) <= squeezed(shown)


def squeezed(text):
    return Words("".join(text.split()))


class Words(str):
    def __le__(self, other):
        """Every character of `self` stands in `other`, in the same order."""
        rest = iter(other)
        return all(character in rest for character in self)


class TestSummarise:
    LEAD = "开发区今年安排三类用地。第一类供装备制造使用，第二类供仓储物流使用。"

    def test_stops_at_the_last_whole_sentence_that_fits(self):
        assert summarise(self.LEAD + "后面这一句太长放不下了。", limit=40) == self.LEAD

    def test_cuts_a_long_sentence_where_a_clause_ends(self):
        text = "开发区为装备制造企业准备标准厂房，同时为物流企业准备仓库，还为研发机构准备写字楼和公寓。"
        assert summarise(text, limit=34) == "开发区为装备制造企业准备标准厂房，同时为物流企业准备仓库…"

    @pytest.mark.parametrize(
        ("text", "limit", "summary"),
        [
            ("新建标准厂房总投资为人民币3.5亿元整", 16, "新建标准厂房总投资为人民币…"),
            ("新建标准厂房总面积共计12,500平方米整", 15, "新建标准厂房总面积共计…"),
            ("新建标准厂房总面积增长百分之二十五左右", 17, "新建标准厂房总面积增长百分之…"),
            ("新建标准厂房引入了semiconductor企业", 16, "新建标准厂房引入了…"),
        ],
    )
    def test_never_cuts_through_a_number_or_a_word(self, text, limit, summary):
        assert summarise(text, limit) == summary

    def test_reads_the_lead_before_the_first_heading(self):
        assert summarise("<p>导语一句。</p><h2>一、背景</h2><p>后文。</p>") == "导语一句。"

    def test_reads_past_a_heading_the_text_opens_with(self):
        assert summarise("<h2>一、背景</h2><p>正文一句。</p>") == "正文一句。"

    def test_skips_an_opening_that_repeats_the_title(self):
        assert summarise("园区开工\n导语一句。", title="园区开工") == "导语一句。"
        assert summarise("园区开工 导语一句。", title="园区开工") == "导语一句。"

    def test_leaves_out_tables(self):
        assert summarise("<table><tr><td>厂房</td></tr></table><p>导语。</p>") == "导语。"

    def test_says_nothing_of_an_empty_text(self):
        assert summarise("") == ""
        assert summarise("<p></p>") == ""

    @given(
        st.text(alphabet="开发区，。；3.5亿 1,234一二：\n<p>/ab“”"), st.integers(min_value=10, max_value=60)
    )
    def test_stays_within_the_limit(self, text, limit):
        assert len(summarise(text, limit)) <= limit


class TestStructureText:
    def test_finds_chapters_that_run_on_in_one_line_and_end_with_a_full_stop(self):
        text = "导语一句。 一、盘活存量，扩大增量。区里清理了闲置厂房。 二、优化服务。窗口当天受理。"
        assert structure_text(text) == (
            "<p>导语一句。</p><h2>一、盘活存量，扩大增量</h2><p>区里清理了闲置厂房。</p>"
            "<h2>二、优化服务</h2><p>窗口当天受理。</p>"
        )

    def test_finds_chapters_that_run_on_in_one_line_and_end_with_a_space(self):
        text = "导语一句。 一、盘活存量厂房 2024年区里清理了闲置厂房，共计三处。其中一处出租。 二、优化窗口服务 窗口当天受理企业的申请。结尾一句。"
        assert structure_text(text) == (
            "<p>导语一句。</p><h2>一、盘活存量厂房</h2><p>2024年区里清理了闲置厂房，共计三处。其中一处出租。</p>"
            "<h2>二、优化窗口服务</h2><p>窗口当天受理企业的申请。结尾一句。</p>"
        )

    def test_finds_chapters_on_lines_of_their_own(self):
        text = "导语。\n一、基本 情况\n正文甲。\n\n正文乙。\n二、下一步\n正文丙。"
        assert structure_text(text) == (
            "<p>导语。</p><h2>一、基本 情况</h2><p>正文甲。</p><p>正文乙。</p><h2>二、下一步</h2><p>正文丙。</p>"
        )

    def test_puts_parts_below_their_chapter(self):
        text = (
            "一、支持对象\n（一）企业\n注册在本区。\n（二）机构\n服务于本区。\n二、附则\n自印发之日起施行。"
        )
        assert structure_text(text) == (
            "<h2>一、支持对象</h2><h3>（一）企业</h3><p>注册在本区。</p><h3>（二）机构</h3><p>服务于本区。</p>"
            "<h2>二、附则</h2><p>自印发之日起施行。</p>"
        )

    def test_makes_a_list_of_items_that_run_on_in_one_line(self):
        text = "重点有三: 1.整理土地; 2.建设厂房，面积3.5万㎡; 3.引进企业。各项工作按月调度。"
        assert structure_text(text) == (
            "<p>重点有三:</p><ol><li>整理土地;</li><li>建设厂房，面积3.5万㎡;</li><li>引进企业。</li></ol>"
            "<p>各项工作按月调度。</p>"
        )

    def test_makes_a_list_of_items_on_lines_of_their_own(self):
        assert structure_text("1、甲\n2、乙\n完") == "<ol><li>甲</li><li>乙</li></ol><p>完</p>"

    def test_takes_a_space_after_a_full_stop_for_a_lost_line_break(self):
        text = "甲地开工。乙地竣工，丙地投产。 丁地同日签约。"
        assert structure_text(text) == "<p>甲地开工。乙地竣工，丙地投产。</p><p>丁地同日签约。</p>"

    @pytest.mark.parametrize(
        "prose",
        [
            "工作有两项：一是整理土地；二是建设厂房。",
            "第一、土地。第二、厂房。",
            "推动一、二、三产业融合。一、二期工程开工。",
            "2025.8.22开工，投资3.5亿元，聚焦1-2个产业。",
            "一、只有一条。",
            "任务：一、整理土地；二、建设厂房；三、引进企业。",
            "增长1.5倍。2.5亿元到位。",
            "3.先说第三，2.再说第二。",
        ],
    )
    def test_leaves_prose_alone(self, prose):
        assert plain_text(structure_text(prose)).replace(" ", "") == prose
        assert "<h2>" not in structure_text(prose)
        assert "<ol>" not in structure_text(prose)

    def test_escapes_everything(self):
        assert structure_text("<b>a & b</b>") == "<p>&lt;b&gt;a &amp; b&lt;/b&gt;</p>"

    def test_reads_a_million_characters_in_one_line(self):
        assert structure_text("一、甲乙 丙" * 200_000).count("丙") == 200_000

    @given(st.lists(st.sampled_from(PHRASES)).map("".join))
    def test_loses_nothing_but_item_numbers_and_the_full_stop_of_a_heading(self, text):
        structured = structure_text(text)
        assert squeezed(plain_text(structured)) <= squeezed(text)
        kept, all_of_it = plain_text(structured), text
        for mark in "0123456789.、。":
            kept, all_of_it = kept.replace(mark, ""), all_of_it.replace(mark, "")
        items, headings = structured.count("<li>"), structured.count("</h2>") + structured.count("</h3>")
        assert squeezed(kept) == squeezed(all_of_it)
        assert (
            len("".join(text.split())) - len("".join(plain_text(structured).split())) <= 3 * items + headings
        )
        assert clean_html(structured) == structured


@pytest.mark.django_db
class TestRichTextField:
    DIRTY, CLEAN = "<p onclick=x>正文<script>x</script></p>", "<p>正文</p>"

    def test_cleans_what_is_saved_and_what_is_created_in_bulk(self):
        saved = builders.article(body=self.DIRTY)
        saved.pk = None
        saved.body = self.DIRTY
        Article.objects.bulk_create([saved])
        assert list(Article.objects.values_list("body", flat=True)) == [self.CLEAN, self.CLEAN]
        assert saved.body == self.CLEAN

    def test_cleans_what_is_updated_past_save(self):
        article = builders.article()
        Article.objects.update(body=self.DIRTY)
        article.refresh_from_db()
        assert article.body == self.CLEAN
        article.body = self.DIRTY
        Article.objects.bulk_update([article], ["body"])
        article.refresh_from_db()
        assert article.body == self.CLEAN
