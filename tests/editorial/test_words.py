"""The 词库: what it finds, and its way in and out."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from articles.models import Article
from editorial.checking import findings_for
from editorial.checking.lexicon import Lexicon, is_whole, lexicon
from editorial.models import Word
from tests.staff_screens import cells, enter, errors_on, screen, told

pytestmark = pytest.mark.django_db


def lexicon_of(*words):
    """Of (text, kind), …"""
    return Lexicon([Word(text=text, kind=kind) for text, kind in words])


def found(lexicon, text):
    return [(text[hit.start : hit.end], hit.start) for hit in lexicon.hits(text)]


def test_of_overlapping_words_the_longest_is_meant():
    words = lexicon_of(("先征", "promise"), ("先征后返", "promise"), ("返税", "promise"), ("征后", "promise"))
    assert found(words, "先征后返税，先征") == [("先征后返", 0), ("先征", 6)]


def test_an_allowed_phrase_covers_the_words_in_it():
    words = lexicon_of(("截止", "confused"), ("截止日期", "allowed"))
    assert found(words, "截止日期到了，截止目前") == [("截止", 7)]


def test_no_words_find_nothing():
    assert Lexicon([]).hits("截止目前") == []


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("按装机容量", "按装", False),
        ("按装设备", "按装", True),
        ("地图象征", "图象", False),
        ("图象清晰", "图象", True),
    ],
)
def test_a_word_is_read_by_itself(text, word, expected):
    start = text.index(word)
    assert is_whole(text, start, start + len(word)) is expected


def test_the_list_is_followed_from_the_next_text_on():
    def said():
        findings = findings_for(
            Article(), {"title": "签约", "summary": "签约。", "body": "<p>欢迎打卡园区</p>"}
        )
        return [finding.found for finding in findings]

    assert said() == []
    word = Word.objects.create(text="打卡", kind="sensitive")
    assert said() == ["打卡"]
    word.is_active = False
    word.save()
    assert said() == []
    assert lexicon() is lexicon()


def test_the_starter_list_says_of_each_wrong_writing_what_is_right():
    confused = Word.objects.filter(kind="confused")
    assert confused.count() > 500
    assert not confused.filter(suggestion="").exists()
    promises = set(Word.objects.filter(kind="promise").values_list("text", flat=True))
    assert promises >= {"税收返还", "财政奖补", "先征后返", "零地价", "税收洼地", "核定征收"}
    right = {one.suggestion for one in confused}
    wrong = lexicon()
    assert [text for text in sorted(right) if wrong.hits(text)] == []


# --- In and out


def upload(client, name, data):
    return client.post(screen(Word, "import"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def book(*rows):
    workbook, file = Workbook(), io.BytesIO()
    for row in rows:
        workbook.active.append(row)
    workbook.save(file)
    return file.getvalue()


def preview(response):
    return [(row["name"], row["outcome"], row["reasons"]) for row in response.context["rows"]]


def test_a_file_is_looked_at_before_it_is_saved(client):
    enter(client, "站长")
    Word.objects.create(text="打卡地", kind="sensitive", suggestion="")
    rows = [
        ["词语", "类别", "改为", "启用"],
        ["打卡地", "禁用", "好去处", "是"],
        ["网红园", "", "知名园区", ""],
        ["爆款", "奇怪", "", ""],
        ["网红园", "", "", ""],
        ["字", "", "", ""],
        ["两 字", "", "", "也许"],
    ]
    shown = upload(client, "words.xlsx", book(*rows))
    assert sorted(preview(shown)) == sorted(
        [
            ("打卡地", "changed", []),
            ("网红园", "created", []),
            ("爆款", "refused", ["“类别”里的“奇怪”看不懂，请填易错、敏感、承诺、禁用、放行中的一个。"]),
            ("网红园", "refused", ["和第 3 行重复。"]),
            ("字", "refused", ["词语：确保该变量至少包含 2 字符(目前字符数 1)。"]),
            (
                "两 字",
                "refused",
                ["“启用”里的“也许”看不懂，请填是、否中的一个。", "词语：词语里不能有空格或换行。"],
            ),
        ]
    )
    assert not Word.objects.filter(text="网红园").exists()
    done = client.post(shown.redirect_chain[-1][0], follow=True)
    assert "已新增 1 条，更新 1 条；4 行没有导入" in done.content.decode()
    assert [
        *Word.objects.filter(text__in=["打卡地", "网红园", "爆款"])
        .order_by("text")
        .values_list("text", "kind", "suggestion")
    ] == [
        ("打卡地", "forbidden", "好去处"),
        ("网红园", "confused", "知名园区"),
    ]
    assert "网红园" in [hit.word.text for hit in lexicon().hits("网红园")]


def test_a_column_that_is_not_there_changes_nothing(client):
    enter(client, "站长")
    before = Word.objects.get(text="布署")
    upload(client, "words.csv", "词语,说明\n布署,应为部署\n".encode("gb18030"))
    token = told(upload(client, "words.csv", b"\xff\xfe"))  # nothing of the second file
    assert (token, Word.objects.get(text="布署").suggestion) == ([], before.suggestion)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", "网红园→知名园区\n爆款\n".encode(), [("爆款", "created", []), ("网红园", "created", [])]),
        ("a.txt", "布署→部署\r\n".encode("utf-8-sig"), [("布署", "unchanged", [])]),
        ("a.csv", "词语;改为\n网红园;知名园区\n".encode(), [("网红园", "created", [])]),
    ],
)
def test_plain_lists_are_read_too(client, name, data, expected):
    enter(client, "站长")
    assert sorted(preview(upload(client, name, data))) == expected


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.xlsx", b"PK\x03\x04no", "文件已经损坏，打不开。"),
        ("a.csv", "说明\n无\n".encode(), "第一行要写明各列的名称，其中要有“词语”。可以下载模板来填。"),
        ("a.csv", '词语\n"布署\n'.encode(), "引号不成对，从这一行起读不下去"),
        ("a.txt", b"a\x00b", "这是二进制文件，不是文本（UTF-16 的文本请另存为 UTF-8）。"),
        ("a.txt", b"  \n ", "文件是空的。"),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....",
            "这是旧版 Office 文件（.doc/.xls），请另存为 .docx 或 .xlsx 再导入。",
        ),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(client, name, data, sentence):
    enter(client, "站长")
    assert errors_on(upload(client, name, data)) == [sentence]


def test_what_was_exported_changes_nothing_when_it_comes_back(client):
    enter(client, "站长")
    Word.objects.create(text="=1+1", kind="sensitive", explanation="+开头", is_active=False)
    data = client.get(screen(Word, "export") + "?q=1%2B1").content
    rows = [[cell or "" for cell in row] for row in load_workbook(io.BytesIO(data)).active.values]
    assert rows == [
        ["词语", "类别", "轻重", "改为", "说明", "启用"],
        ["=1+1", "敏感", "建议", "", "+开头", "否"],
    ]
    assert preview(upload(client, "words.xlsx", data)) == [("=1+1", "unchanged", [])]
    everything = upload(client, "words.xlsx", client.get(screen(Word, "export")).content)
    assert {outcome for _, outcome, _ in preview(everything)} == {"unchanged"}


def test_the_template_left_as_it_is_changes_nothing(client):
    enter(client, "站长")
    template = client.get(screen(Word, "template")).content
    assert sorted(preview(upload(client, "words.xlsx", template))) == [
        ("布署", "unchanged", []),
        ("截止日期", "unchanged", []),
    ]


def test_words_are_switched_off_and_on_in_the_list(client):
    enter(client, "站长")
    word = Word.objects.get(text="布署")
    address = screen(Word) + "?q=布署"
    answer = client.post(address, {"action": "switch_off", "_selected_action": [word.pk]}, follow=True)
    word.refresh_from_db()
    assert (told(answer), word.is_active) == (["已停用 1 条。"], False)
    assert cells(client.get(address))[0][:4] == ["布署", "易错", "建议", "部署"]


def test_only_who_keeps_the_list_may_change_it(client):
    enter(client, "编辑")
    assert cells(client.get(screen(Word) + "?q=布署"))[0][:2] == ["布署", "易错"]
    exported = load_workbook(io.BytesIO(client.get(screen(Word, "export") + "?q=布署").content)).active
    assert exported["A2"].value == "布署"
    assert client.get(screen(Word, "add")).status_code == 403
    assert upload(client, "a.txt", b"abc").status_code == 403
    enter(client, "招商专员")
    for kind in ("changelist", "export", "template", "import"):
        assert client.get(screen(Word, kind)).status_code == 403
