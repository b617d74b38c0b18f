import pytest

from articles.importing.reading import read_file
from publishing.files import Refusal

from .files import refusal

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

    def test_refuses_a_file_it_may_not_read(self, tmp_path, monkeypatch):
        (tmp_path / "a.txt").write_text("甲")

        def forbid(*args):
            raise PermissionError

        monkeypatch.setattr("pathlib.Path.open", forbid)  # root may read everything
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
