import io
import json
import os
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from articles.importing.drafts import Refusal
from articles.importing.reading import read_file

LIST = """-
【武清区招商】标准厂房分割出租
园区推出两种面积的厂房。 一、面积分档。五百平方米起租。 二、价格公开。按月付租金。
2025-03-01
-
物流企业签约入园
三家企业同日签约。
2025-03-02
有想补充的信息?点我投稿

- 联系我们
- 企业入驻
"""
PAGE = """津湾新材料园开工 总投资两亿元

制造业
所属地区:天津-武清区 发布日期:2025年04月05日
津湾新材料园今日开工，首期建设三栋厂房。
优惠政策
联系我们的企业已有十家。
一、进度
年底封顶。
（记者 张三）

天津武清区产业园区

天津武清区招商引资
某项目落户。
招商政策
招商中心
400-123-4567
  • 联系我们
投资咨询热线
400-123-4567
"""
HTML = """<!DOCTYPE html><html><head><title>冷链中心签约_新闻_招商网</title><style>p{}</style></head><body>
<nav><a href="/">首页</a></nav><div class="page"><h1>【武清区招商】冷链中心签约</h1>
<p class="meta"><span>所属地区：</span><span>天津-武清区</span> <span>发布日期：2025-06-07 10:20</span> <span>来源：区商务局</span></p>
<div id="text"><p style="color:red">三家企业共建冷链中心，总投资3.5亿元。</p><script>alert(1)</script>
<p>冷库<strong>1.2万㎡</strong>。<img src="https://elsewhere.example/a.jpg"></p><table><tr><td>月台</td><td>20个</td></tr></table></div>
<p>联系我们</p></div><div class="side"><p>招商中心</p><p>400-123-4567</p></div><footer>版权所有</footer></body></html>"""


@pytest.fixture
def read(tmp_path):
    def read_content(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(path)

    return read_content


def refusal(read, name, content):
    with pytest.raises(Refusal) as refused:
        read(name, content)
    return refused.value.reason


def office(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(*paragraphs):
    """Paragraphs of (style, text)."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    names = {"Title": "Title", "1": "heading 1", "Normal": "Normal"}
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return office(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{main}.styles+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{relations}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{relations}/styles" Target="styles.xml"/></Relationships>',
            "word/styles.xml": f'<w:styles xmlns:w="{space}">{styles}</w:styles>',
            "word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        }
    )


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


class TestTexts:
    def test_reads_a_list_parted_by_dashes_without_the_page_around_it(self, read):
        drafts = read("list.txt", LIST)
        assert [(one.line, one.title, one.date) for one in drafts] == [
            (2, "【武清区招商】标准厂房分割出租", "2025-03-01"),
            (6, "物流企业签约入园", "2025-03-02"),
        ]
        assert drafts[1].body == "三家企业同日签约。"

    def test_a_lost_dash_glues_no_two_articles(self, read):
        drafts = read("list.txt", "-\n甲\n正文甲。\n2025-01-01\n乙\n正文乙。\n2025-01-02\n-\n")
        assert [(one.title, one.body) for one in drafts] == [("甲", "正文甲。"), ("乙", "正文乙。")]

    def test_reads_a_saved_page_without_its_furniture(self, read):
        (draft,) = read("page.txt", PAGE)
        assert (draft.title, draft.industry, draft.place, draft.date) == (
            "津湾新材料园开工 总投资两亿元",
            "制造业",
            "天津-武清区",
            "2025年04月05日",
        )
        assert draft.body.split("\n") == [
            "津湾新材料园今日开工，首期建设三栋厂房。",
            "优惠政策",
            "联系我们的企业已有十家。",
            "一、进度",
            "年底封顶。",
            "（记者 张三）",
        ]

    def test_takes_a_sentence_above_the_title_for_the_summary(self, read):
        (draft,) = read(
            "page.txt",
            "园区今日开工，首期三栋。\n园区开工\n所属地区：武清区\n园区今日开工，首期三栋。年底封顶。",
        )
        assert (draft.title, draft.summary) == ("园区开工", "园区今日开工，首期三栋。")

    def test_takes_the_date_below_the_text_too(self, read):
        (draft,) = read("page.txt", "园区开工\n今日开工，首期三栋。\n2025年3月1日")
        assert (draft.title, draft.body, draft.date) == ("园区开工", "今日开工，首期三栋。", "2025年3月1日")

    def test_drops_an_opening_line_that_repeats_the_title(self, read):
        (draft,) = read("page.txt", "园区 开工\n2025-03-01\n园区开工\n今日开工。")
        assert draft.body == "今日开工。"

    def test_loses_no_line_of_a_text_that_mentions_time_and_place(self, read):
        (draft,) = read(
            "page.txt",
            "推介会通知\n现将有关事项通知如下。\n请提前报名。\n时间：2025年3月1日\n地点：会议中心\n欢迎参加。",
        )
        assert draft.body.count("\n") == 4

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
    def test_reads_the_encodings_office_programs_write(self, read, encoding):
        (draft,) = read("page.txt", "园区开工\n今日开工，镕基路通车。\n2025-03-01".encode(encoding))
        assert (draft.title, draft.body) == ("园区开工", "今日开工，镕基路通车。")


class TestPages:
    def test_reads_the_article_of_a_saved_page(self, read):
        (draft,) = read("page.html", HTML)
        assert (draft.title, draft.place, draft.date, draft.source) == (
            "【武清区招商】冷链中心签约",
            "天津-武清区",
            "2025-06-07 10:20",
            "区商务局",
        )
        assert draft.body == (
            "<p>三家企业共建冷链中心，总投资3.5亿元。</p><p>冷库<strong>1.2万㎡</strong>。</p>"
            "<table><tbody><tr><td>月台</td><td>20个</td></tr></tbody></table>"
        )

    def test_knows_a_page_by_its_content(self, read):
        (draft,) = read("saved.txt", HTML)
        assert draft.title == "【武清区招商】冷链中心签约"

    def test_reads_every_article_of_a_list_page(self, read):
        item = "<li><h3><a href=1>{0}项目开工</a></h3><p>{0}项目今日开工。</p><span>2025-05-0{1}</span></li>"
        drafts = read("list.html", f"<html><ul>{item.format('甲', 1)}{item.format('乙', 2)}</ul></html>")
        assert [(one.title, one.body, one.date) for one in drafts] == [
            ("甲项目开工", "<p>甲项目今日开工。</p>", "2025-05-01"),
            ("乙项目开工", "<p>乙项目今日开工。</p>", "2025-05-02"),
        ]

    def test_believes_a_page_that_names_its_charset(self, read):
        page = (
            '<html><head><meta charset="big5"></head><body><h1>園區開工</h1><p>今日開工。</p></body></html>'
        )
        assert read("page.html", page.encode("big5"))[0].title == "園區開工"

    @pytest.mark.parametrize("hostile", ["<" * 1_000_000, "<b>x</b>" * 300_000, "&lt;" * 500_000])
    def test_refuses_a_page_too_heavy_to_take_apart(self, read, hostile):
        assert refusal(read, "a.html", "<html>" + hostile) == "网页过于庞大复杂，请只保存文章部分再导入。"

    def test_is_quick_with_pages_made_to_be_slow(self, read):
        for hostile in ["<div>" * 200_000 + "深", "<!--" * 500_000, "<p " + "a=1 " * 300_000 + ">文"]:
            read("a.html", "<html>" + hostile)


class TestDocuments:
    def test_reads_headings_and_labels_of_a_word_file(self, read):
        (draft,) = read(
            "园区.docx",
            docx(
                ("Title", "园区开工"),
                ("Normal", "发布日期：2025年3月1日　来源：区商务局"),
                ("Normal", "今日开工。"),
                ("1", "建设内容"),
                ("Normal", "厂房三栋。"),
            ),
        )
        assert (draft.title, draft.date, draft.source) == ("园区开工", "2025年3月1日", "区商务局")
        assert draft.body == "<p>今日开工。</p><h2>建设内容</h2><p>厂房三栋。</p>"

    def test_takes_the_first_paragraph_for_the_title_where_no_style_says_so(self, read):
        (draft,) = read(
            "a.docx", docx(("Normal", "园区开工"), ("Normal", "今日开工。"), ("Normal", "年底封顶。"))
        )
        assert (draft.title, draft.body) == ("园区开工", "<p>今日开工。</p><p>年底封顶。</p>")

    @pytest.mark.parametrize(
        ("parts", "reason"),
        [
            ({"word/document.xml": b"\0" * 50_000_000}, "文件解压后大得不正常，不予导入。"),
            (
                {"word/document.xml": "<a/>"} | dict.fromkeys(map(str, range(5_001)), ""),
                "文件解压后大得不正常，不予导入。",
            ),
            (
                {"word/document.xml": "<a/>", "word/vbaProject.bin": "x"},
                "文件带有宏，请另存为不带宏的 .docx 或 .xlsx 再导入。",
            ),
            (
                {"word/document.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'},
                "文件里有不该出现的 XML 声明，可能有害，不予导入。",
            ),
            ({"word/document.xml": "<a>" * 9_999 + "</a>" * 9_999}, "文件已经损坏，打不开。"),
            ({"word/document.xml": "<a>"}, "文件已经损坏，打不开。"),
            ({"word/document.xml": "<a/>"}, "文件已经损坏，打不开。"),
            ({"xl/workbook.xml": "<a/>"}, "文件已经损坏，打不开。"),
            ({"photo.jpg": "x"}, "这是压缩包，里面不是 Word 或 Excel 文档；请先解压再导入。"),
        ],
    )
    def test_refuses_what_should_not_be_opened(self, read, parts, reason):
        assert refusal(read, "a.docx", office(parts)) == reason


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


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("a.txt", b"", "文件是空的。"),
            ("a.txt", b" \n\n", "文件是空的。"),
            ("a.txt", b"\xef\xbb\xbf\n", "文件是空的。"),
            ("a.txt", b"a\0b", "这是二进制文件，不是文本（UTF-16 的文本请另存为 UTF-8）。"),
            ("a.txt", "甲\0乙".encode("utf-16"), "文件里有空字符（NUL），可能不是文本或已经损坏。"),
            ("a.txt", b"\xe6\xad\xa3\xff\xff\xff", "编码无法识别，请另存为 UTF-8 再导入。"),
            ("a.txt", b"\x81\x01\x02\x03\x04" * 9, "编码无法识别，请另存为 UTF-8 再导入。"),
            ("a.pdf", b"%PDF-1.7", "这是 PDF 文件，请先转成 Word 或文本再导入。"),
            ("a.txt", b"\x89PNG\r\n", "这是图片，不是文章。"),
            (
                "a.doc",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                "这是旧版 Office 文件（.doc/.xls），请另存为 .docx 或 .xlsx 再导入。",
            ),
            (
                "a.docx",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "文件加了密码，请去掉密码另存后再导入。",
            ),
            ("a.docx", "甲\n乙", "文件名是 .docx，内容却不是 Office 文档，可能已经损坏。"),
            ("a.docx", b"PK\x03\x04" + b"x" * 99, "文件已经损坏，打不开。"),
            ("a.xyz", "甲\n乙", "不认识 .xyz 文件；可以导入 .txt .html .docx .xlsx .csv .json。"),
        ],
    )
    def test_says_why_a_file_is_not_read(self, read, name, content, reason):
        assert refusal(read, name, content) == reason

    def test_refuses_a_large_file_unread(self, tmp_path):
        path = tmp_path / "large.txt"
        with path.open("wb") as file:
            file.truncate(50 * 1024 * 1024)
        with pytest.raises(Refusal, match="文件有 50 MB，超过 20 MB 的上限，请拆开再导入。"):
            read_file(path)

    def test_refuses_what_is_no_file(self, tmp_path):
        for path, reason in {
            tmp_path: "这是文件夹，请写出其中的文件。",
            tmp_path / "none.txt": "没有这个文件。",
            "/dev/zero": "这不是普通文件。",
            "a\0.txt": "文件打不开。",
        }.items():
            with pytest.raises(Refusal, match=reason):
                read_file(path)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_refuses_a_file_it_may_not_read(self, tmp_path):
        (tmp_path / "a.txt").write_text("甲")
        (tmp_path / "a.txt").chmod(0)
        with pytest.raises(Refusal, match="没有读取这个文件的权限。"):
            read_file(tmp_path / "a.txt")

    @pytest.mark.parametrize(
        "line",
        [
            "一" * 1_000_000,
            "一、" * 300_000,
            "所属地区:" * 200_000,
            " " * 500_000 + "x",
            "1.2." * 200_000,
            "联系我们\n" * 200_000,
            "-\n" * 300_000,
        ],
    )
    def test_is_quick_with_texts_made_to_be_slow(self, read, line):
        read("a.txt", "标题\n" + line + "\n2025-01-01")
