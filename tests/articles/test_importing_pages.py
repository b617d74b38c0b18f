import pytest

from .files import docx, office, refusal

HTML = """<!DOCTYPE html><html><head><title>冷链中心签约_新闻_招商网</title><style>p{}</style></head><body>
<nav><a href="/">首页</a></nav><div class="page"><h1>【武清区招商】冷链中心签约</h1>
<p class="meta"><span>所属地区：</span><span>天津-武清区</span> <span>发布日期：2025-06-07 10:20</span> <span>来源：区商务局</span></p>
<div id="text"><p style="color:red">三家企业共建冷链中心，总投资3.5亿元。</p><script>alert(1)</script>
<p>冷库<strong>1.2万㎡</strong>。<img src="https://elsewhere.example/a.jpg"></p><table><tr><td>月台</td><td>20个</td></tr></table></div>
<p>联系我们</p></div><div class="side"><p>招商中心</p><p>400-123-4567</p></div><footer>版权所有</footer></body></html>"""


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

    def test_refuses_a_document_of_more_elements_than_anybody_writes(self, read, monkeypatch):
        monkeypatch.setattr("publishing.files.ELEMENTS", 10)
        content = docx(*[("Normal", "一段。")] * 3)
        assert refusal(read, "a.docx", content) == "文件内容太多，请拆开再导入。"
