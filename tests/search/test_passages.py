import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.passages import marked, passage
from search.questions import Question


def test_marks_what_was_found_as_it_was_written():
    question = Question.of("廠房 iso9001 m2")
    assert marked("标准厂房 3,200㎡，ＩＳＯ 9001 与 ISO9001", question) == (
        "标准<mark>厂房</mark> 3,200<mark>㎡</mark>，ＩＳＯ 9001 与 <mark>ISO9001</mark>"
    )


def test_marks_a_figure_with_its_separator_however_it_is_asked():
    text = "建筑面积 16,000 ㎡，１，２００ 元"
    marks = "建筑面积 <mark>16,000</mark> ㎡，<mark>１，２００</mark> 元"
    assert [marked(text, Question.of(words)) for words in ("16000 1200", "16,000 1,200")] == [marks, marks]


def test_joins_marks_that_touch_or_overlap():
    assert marked("招商引资", Question.of("招商 商引 引资")) == "<mark>招商引资</mark>"


def test_escapes_everything():
    assert marked("<b>园区</b>&", Question.of("园区 <b")) == (
        "<mark>&lt;b</mark>&gt;<mark>园区</mark>&lt;/b&gt;&amp;"
    )


@given(st.text(), st.text(min_size=1, max_size=4))
def test_prints_no_sign_of_html_but_its_own(text, words):
    shown = marked(text, Question.of(words)).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in shown
    assert ">" not in shown


def test_takes_the_piece_where_most_stands_together():
    texts = ["园区概况。", "园区" + "甲" * 200 + "园区的优惠政策" + "乙" * 200]
    assert passage(texts, Question.of("园区 政策")) == (
        "…" + "甲" * 24 + "<mark>园区</mark>的优惠<mark>政策</mark>" + "乙" * 69 + "…"
    )


def test_takes_the_piece_from_the_text_that_says_it_as_it_is_asked_or_otherwise():
    assert passage(["厂房", "廠房與園區"], Question.of("园区 厂房")) == "<mark>廠房</mark>與<mark>園區</mark>"
    long = f"{'甲' * 200}，園區{'乙' * 200}"
    assert passage([long], Question.of("园区")) == f"…{'甲' * 23}，<mark>園區</mark>{'乙' * 74}…"


def test_begins_at_the_beginning_when_only_the_name_was_found():
    assert passage(["", "甲" * 120], Question.of("园区")) == "甲" * 100 + "…"
    assert passage([], Question.of("园区")) == ""


def test_makes_no_more_texts_than_it_needs():
    def texts():
        yield "园区概况"
        yield "园区的优惠政策"
        pytest.fail("one more was made")

    assert passage(texts(), Question.of("园区 政策")) == "<mark>园区</mark>的优惠<mark>政策</mark>"
