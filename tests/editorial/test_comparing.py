import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, PolicyDocument
from editorial.comparing import ADDED, REMOVED, changed_labels, compare, marked_lines, render, side
from editorial.contents import content_of
from editorial.lines import lines_of_html, lines_of_text
from tests import builders


def shown(before, after):
    """What a reader sees of two rich texts: whole, deletions in [-…], additions in [+…], a line each."""
    page = BeautifulSoup(render(marked_lines(lines_of_html(before), lines_of_html(after))), "html.parser")
    for tag, sign in (("del", "-"), ("ins", "+")):
        for one in page.find_all(tag):
            one.insert(0, f"[{sign}")
            one.append("]")
    return [
        " | ".join(cell.get_text() for cell in line.find_all(["td", "th"])) or line.get_text()
        for line in page.find_all(["p", "tr"])
    ]


def test_marks_the_words_that_changed():
    assert shown("<p>三家企业在园区签约落户。</p>", "<p>四家企业在园区签约投产。</p>") == [
        "[-三][+四]家企业在园区签约[-落户][+投产]。"
    ]


def test_does_not_cut_a_phrase_at_letters_it_shares_by_chance():
    assert shown("<p>今天三家企业到场。</p>", "<p>今天市里家属到场。</p>") == [
        "今天[-三家企业][+市里家属]到场。"
    ]


def test_takes_numbers_and_latin_words_whole():
    assert shown("<p>投资 1,200 万元，用 5G 网络。</p>", "<p>投资 1,250 万元，用 WiFi 网络。</p>") == [
        "投资 [-1,200][+1,250] 万元，用 [-5G][+WiFi] 网络。"
    ]


def test_sets_a_new_paragraph_among_the_old():
    assert shown(
        "<p>第一段话。</p><p>第三段话。</p>", "<p>第一段话。</p><p>新的内容。</p><p>第三段话。</p>"
    ) == [
        "第一段话。",
        "[+新的内容。]",
        "第三段话。",
    ]


def test_shows_a_paragraph_made_a_heading():
    assert shown("<p>签约情况</p>", "<h2>签约情况</h2>") == ["[-签约情况]", "[+签约情况]"]


def test_compares_a_table_cell_by_cell():
    before = "<table><thead><tr><th>名称</th><th>面积</th></tr></thead><tbody><tr><td>一号厂房</td><td>3200</td></tr></tbody></table>"
    after = before.replace("3200", "3500").replace(
        "</tbody>", "<tr><td>二号厂房</td><td>800</td></tr></tbody>"
    )
    assert shown(before, after) == ["名称 | 面积", "一号厂房 | [-3200][+3500]", "[+二号厂房] | [+800]"]


def test_shows_a_new_column_as_new_rows():
    before = "<table><tbody><tr><td>一号</td></tr></tbody></table>"
    after = "<table><tbody><tr><td>一号</td><td>800</td></tr></tbody></table>"
    assert shown(before, after) == ["[-一号]", "[+一号] | [+800]"]


def test_shows_an_exchanged_picture():
    figure = '<figure><img src="/media/{}.png" alt="主入口"><figcaption>园区</figcaption></figure>'
    page = BeautifulSoup(
        render(marked_lines(lines_of_html(figure.format(1)), lines_of_html(figure.format(2)))), "html.parser"
    )
    assert [(image.parent.name, image["src"], image["alt"]) for image in page.find_all("img")] == [
        ("del", "/media/1.png", "主入口"),
        ("ins", "/media/2.png", "主入口"),
    ]
    assert page.find_all("p")[-1].get_text() == "园区"


def test_shows_words_made_strong_and_a_link_that_leads_elsewhere():
    assert shown("<p>三家企业落户。</p>", "<p>三家<strong>企业</strong>落户。</p>") == [
        "三家[-企业][+企业]落户。"
    ]
    before, after = (f'<p>见<a href="https://a.example/{n}">通知全文</a>。</p>' for n in (1, 2))
    assert shown(before, after) == ["见[-通知全文][+通知全文]。"]


def test_folds_what_did_not_change():
    before = "".join(f"<p>第{n}段。</p>" for n in range(1, 10))
    marked = marked_lines(lines_of_html(before), lines_of_html(before.replace("第5段", "第五段")))
    page = BeautifulSoup(render(marked, folded=True), "html.parser")
    assert [one.get_text() for one in page.select("summary")] == ["3 段未改动", "3 段未改动"]
    assert [one.get_text() for one in page.find_all("p", recursive=False)] == [
        "第4段。",
        "第5五段。",
        "第6段。",
    ]


def test_trusts_no_html_it_is_given():
    html = render(
        marked_lines(
            lines_of_html("<p>好</p>"),
            lines_of_html('<p onclick="x()">好<script>alert(1)</script><a href="javascript:x()">啊</a></p>'),
        )
    )
    assert html == '<p data-line="p">好<ins><a href="" title="" rel="noopener">啊</a></ins></p>'


def text(lines):
    return "\n".join(line.text for line in lines)


WORDS = st.text(st.sampled_from("三家企业园区ab1 ，。"), max_size=12)
BLOCKS = st.builds(
    lambda tag, one, other: tag.format(one, other),
    st.sampled_from(
        [
            "<p>{}</p>",
            "<h2>{}</h2>",
            "<ul><li>{}</li><li>{}<ul><li>内</li></ul></li></ul>",
            "<p>{}<br><strong>{}</strong></p>",
            "<table><tbody><tr><td>{}</td><td><p>{}</p></td></tr></tbody></table>",
            '<figure><img src="/media/1.png" alt="{}"><figcaption>{}</figcaption></figure>',
            "<blockquote><p>{}</p></blockquote><hr>",
        ]
    ),
    WORDS,
    WORDS,
)
TEXTS = st.lists(BLOCKS, max_size=6).map("".join) | st.text(max_size=40)


@given(TEXTS, TEXTS)
def test_without_deletions_reads_as_the_new_text_and_without_additions_as_the_old(before, after):
    old, new = lines_of_html(before), lines_of_html(after)
    marked = marked_lines(old, new)
    assert (side(marked, REMOVED), side(marked, ADDED)) == (new, old)
    for tag, lines in (("del", new), ("ins", old)):
        page = BeautifulSoup(render(marked), "html.parser")
        [one.decompose() for one in page.find_all(tag)]
        [one.replace_with(one["alt"]) for one in page.find_all("img")]
        assert squeezed(page.get_text()) == squeezed(text(lines))


def squeezed(words):
    return "".join(words.split())


def test_is_done_with_two_long_texts_that_share_nothing():
    """A hundred thousand bytes as one paragraph, as many short ones, and as one word said over and over."""
    for before, after in [
        ("甲乙丙丁" * 8_000, "戊己庚辛" * 8_000),
        ("甲乙丙丁" * 8_000, "甲丙乙丁" * 8_001),
        ("甲\n乙\n" * 8_000, "甲\n丙\n" * 8_000),
        ("\n".join(map(str, range(20_000))), "\n".join(map(str, range(20_000, 0, -1)))),
    ]:
        old, new = lines_of_text(before), lines_of_text(after)
        marked = marked_lines(old, new)
        assert (side(marked, REMOVED), side(marked, ADDED)) == (new, old)


@pytest.mark.django_db
def test_names_what_an_article_points_to():
    article = builders.article(district=None, tags=["自行车"])
    before = content_of(article)
    park, wuqing, editor = (
        builders.park(),
        builders.district(),
        builders.staff(last_name="王", first_name="芳"),
    )
    after = before | {
        "district": wuqing.pk,
        "editor": editor.pk,
        "channel": 0,
        "parks": [park.pk],
        "tags": ["自行车", "链条"],
        "ai_declaration": "assisted",
        "published_at": "2025-09-01T01:00:00+00:00",
        "title": before["title"].replace("企业", "公司"),
    }
    assert [(one.name, one.label, str(one.html)) for one in compare(before, after, Article)] == [
        ("title", "标题", '<p data-line="p">自行车产业园新引进<del>企业</del><ins>公司</ins>1</p>'),
        ("ai_declaration", "AI 声明", "<p><del>未使用 AI</del> <ins>AI 辅助撰写，人工审核</ins></p>"),
        ("published_at", "发布时间", "<p><del>2025-08-22 09:00</del> <ins>2025-09-01 09:00</ins></p>"),
        ("channel", "栏目", f"<p><del>{article.channel}</del> <ins>（已删除）</ins></p>"),
        ("district", "所属地区", f"<p><ins>{wuqing}</ins></p>"),
        ("editor", "责编", "<p><ins>王芳</ins></p>"),
        ("parks", "提及园区", f"<p><ins>{park}</ins></p>"),
        ("tags", "标签", "<p>自行车、<ins>链条</ins></p>"),
    ]


@pytest.mark.django_db
def test_compares_the_plain_and_the_rich_texts_of_a_policy():
    before = content_of(builders.policy(audience="区内企业\n园区企业", valid_until=None))
    after = before | {
        "audience": "区内企业\n全市企业",
        "valid_until": "2027-12-31",
        "body": "<p>第一条 略。</p>",
    }
    found = compare(before, after, PolicyDocument)
    assert [(one.label, one.is_long) for one in found] == [
        ("有效期至", False),
        ("适用对象", True),
        ("正文", True),
    ]
    assert found[0].html == "<p><ins>2027-12-31</ins></p>"
    assert found[1].html == (
        '<p data-line="p">区内企业</p><p data-line="p"><del>园区</del><ins>全市</ins>企业</p>'
    )
    assert changed_labels(before, after, PolicyDocument) == ["有效期至", "适用对象", "正文"]


@pytest.mark.django_db
def test_finds_no_difference_between_equal_contents():
    content = content_of(builders.article())
    assert compare(content, dict(content), Article) == []
