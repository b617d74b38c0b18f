import io
import json
from datetime import date

import pytest
from openpyxl import Workbook

from publishing.files import Refusal

from .files import refusal, workbook


class TestTables:
    def test_reads_a_sheet_below_a_heading_with_real_dates(self, read):
        content = workbook(
            ["三月汇总"],
            [],
            ["标题", "正文", "发布日期", "地区"],
            ["甲", "正文甲。", date(2025, 3, 1), "武清区"],
            [None],
            [7.0, "正文乙。"],
        )
        drafts = read("a.xlsx", content)
        assert [(one.line, one.title, one.body, one.date[:10], one.place) for one in drafts] == [
            (4, "甲", "正文甲。", "2025-03-01", "武清区"),
            (6, "7", "正文乙。", "", ""),
        ]

    def test_refuses_a_sheet_that_pretends_to_be_endless(self, read):
        book, file = Workbook(), io.BytesIO()
        book.active["A1"], book.active["B1"], book.active["A1048576"] = "标题", "正文", "远"
        book.save(file)
        assert refusal(read, "a.xlsx", file.getvalue()) == "表格超过 20000 行，请拆开再导入。"

    def test_reads_a_csv_with_english_columns_and_tabs(self, read):
        (draft,) = read("a.csv", "title\tcontent\tdate\n甲\t正文甲，有逗号。\t2025-03-01\n".encode("utf-16"))
        assert (draft.title, draft.body, draft.date) == ("甲", "正文甲，有逗号。", "2025-03-01")

    def test_tells_a_row_with_too_many_cells_from_a_short_one(self, read):
        rows = read("a.csv", '标题,正文,日期\n甲,正文,2025-03-01,多\n乙,正文\n\n丙,"两\n行",2025-03-03\n')
        assert [(type(row), row.line) for row in rows[:1]] == [(Refusal, 2)]
        assert [(row.line, row.title, row.body) for row in rows[1:]] == [
            (3, "乙", "正文"),
            (5, "丙", "两\n行"),
        ]

    def test_keeps_the_rows_before_a_quote_nobody_closed(self, read):
        good, bad = read("a.csv", '标题,正文\n甲,正文\n乙,"没完\n')
        assert good.title == "甲"
        assert (bad.line, bad.reason) == (3, "引号不成对，从这一行起读不下去")

    def test_asks_for_a_header(self, read):
        assert (
            refusal(read, "a.csv", "甲,乙\n1,2\n")
            == "找不到表头：要有“标题”和“正文”两列（或 title 和 body）。"
        )

    def test_reads_json_of_one_of_many_and_of_a_named_list(self, read):
        one = {"标题": "甲", "正文": "正文。", "标签": ["厂房", "出租"], "日期": 20250301}
        for content in (one, [one], {"articles": [one]}):
            (draft,) = read("a.json", json.dumps(content))
            assert (draft.title, draft.tags, draft.date) == ("甲", "厂房，出租", "20250301")

    def test_refuses_only_the_json_objects_that_are_no_article(self, read):
        rows = read("a.json", '[5, {"title": ["甲"], "body": "正文"}, {"title": "乙", "body": "正文"}]')
        assert [getattr(row, "reason", "") for row in rows] == [
            "这一条不是一篇文章（应为 {…}）。",
            "“title”应为文字。",
            "",
        ]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            ("[" * 100_000, "JSON 嵌套太深。"),
            ('[{"title": ,}]', "不是合格的 JSON（第 1 行第 12 个字符附近）。"),
            ('[{"date": ' + "1" * 5000 + "}]", "JSON 里有过长的数字。"),
            ("5", "JSON 里要有一组文章：[…] 或 {“articles”: […]}。"),
        ],
    )
    def test_refuses_json_in_words(self, read, content, reason):
        assert refusal(read, "a.json", content) == reason
