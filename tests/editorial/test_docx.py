"""Word files of different makers, in tests/editorial/documents/: python-docx, the npm package docx, LibreOffice, and the
markup of WPS and of Google Docs.
"""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article
from library.models import Picture
from parks.models import Remit
from tests import builders
from tests.articles.files import docx, office
from tests.editorial.test_pasting import named
from tests.staff_screens import enter, told

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "documents"

OPENED = {
    "python_docx": (
        "武清开发区新签三个项目",
        "wuqing",
        "<h2>一、签约情况</h2>"
        "<p>三家企业<strong>总投资12亿元</strong>，落户京滨工业园。</p>"
        '<figure><img alt="" height="3" src="RED" width="4"></figure>'
        "<ol><li>土地</li><li>厂房</li></ol>"
        "<table><tbody><tr><td>项目</td><td>面积（亩）</td></tr><tr><td>自行车</td><td>60</td></tr></tbody></table>",
    ),
    "npm_docx": (
        "智能制造若干措施解读",
        "wuqing",
        "<h2>支持对象</h2>"
        '<p>凡在本区<strong>依法登记</strong>的企业，见<a href="https://www.tj.gov.cn/" rel="noopener">原文</a>。</p>'
        "<ul><li>技术改造</li><li>设备更新</li></ul><h3>申报</h3>"
        '<figure><img alt="申报流程图" height="3" src="BLUE" width="4"></figure><p>材料齐全即办。</p>',
    ),
    "libreoffice": (
        "园区配套一览",
        None,
        "<p>园区距京津塘高速出口3公里，<em>双回路供电</em>，日供水2万吨，建有污水处理厂。</p>"
        "<h2>交通</h2><ul><li>机场80公里</li><li>港口71公里<ul><li>有班列</li></ul></li></ul>"
        '<figure><img alt="" height="3" src="RED" width="4"></figure>'
        "<table><tbody><tr><td>项目</td><td>指标</td></tr><tr><td>供电</td><td>110 kV</td></tr></tbody></table>"
        "<p>以管委会公布为准。</p>",
    ),
    "wps": (
        "关于征集用地需求的通知",
        None,
        "<p>各街镇：</p><p>为摸清企业用地需求，请于3月1日前报送。</p>"
        "<h2>一、征集范围</h2><h3>（一）对象</h3><p>亩均税收较高的企业。</p>"
        "<h2>二、报送方式</h2><p>发至邮箱，<strong>逾期不候</strong>。</p>"
        '<figure><img alt="" height="3" src="RED" width="4"></figure><p>【图片未能取回：请补传】</p>'
        "<p>武清区投资促进局</p><p>2026年2月10日</p>",
    ),
    "google_docs": (
        "外资企业设立三步走",
        None,
        "<h2>准备材料</h2><ol><li>主体资格证明<ul><li>需要公证认证</li></ul></li><li>地址证明</li></ol>"
        "<p>材料用中文，<em>外文附译本</em><sup>1</sup>。</p>"
        '<figure><img alt="办理窗口" height="3" src="BLUE" width="4"></figure><p>【图片未能取回：请补传】</p>',
    ),
}


@pytest.fixture(autouse=True)
def places():
    builders.channel(), builders.district()


def upload(client, content, name="稿件.docx"):
    document = SimpleUploadedFile(name, content)
    return client.post(reverse("admin:articles_article_from_word"), {"document": document}, follow=True)


@pytest.mark.parametrize("name", OPENED)
def test_opens_as_a_draft_with_its_pictures(client, name):
    editor = enter(client, "编辑")
    response = upload(client, (FOLDER / f"{name}.docx").read_bytes())
    article = Article.objects.get()
    assert (article.title, article.district and article.district.slug, named(article.body)) == OPENED[name]
    assert (article.published_at, article.editor, article.channel.slug) == (None, editor, "news")
    assert list(article.pictures.all()) == list(Picture.objects.filter(added_by=editor))
    assert response.redirect_chain == [(reverse("admin:articles_article_change", args=[article.pk]), 302)]


def test_is_recorded_as_the_first_version(client):
    editor = enter(client, "编辑")
    upload(client, (FOLDER / "python_docx.docx").read_bytes())
    article = Article.objects.get()
    version = article.versions.get()
    assert (version.number, version.author, version.note) == (1, editor, "从 Word 新建")
    assert (version.content["title"], version.content["source"]) == (article.title, "武清融媒")


def test_says_what_has_to_be_looked_at(client):
    enter(client, "编辑")
    assert told(upload(client, (FOLDER / "wps.docx").read_bytes())) == [
        "已从 Word 建好草稿，请核对标题、栏目、所属地区和图片的替代文字。",
        "1 张图片没能带进来，正文里标着“【图片未能取回：请补传】”，请补传。",
    ]


def test_leaves_what_is_doubtful_open(client):
    enter(client, "编辑")
    content = docx(("Title", "新园区开工"), ("Normal", "发布日期：某年某月"), ("Normal", "今天开工。"))
    assert told(upload(client, content))[1] == "看不懂日期“某年某月”，请写成 2025-08-22，已留空，请补上。"
    assert Article.objects.get().title == "新园区开工"


LEAD = "武清开发区举行签约仪式，三家企业集中签约落户，总投资十二亿元，涉及自行车整车、零部件和智能仓储，计划明年六月底前全部投产，达产后预计年产值二十亿元。"


@pytest.mark.parametrize(
    "label", ["来源：武清区投资促进局", "作者：王芳 来源：武清融媒", "时间：3月1日上午9点"]
)
def test_keeps_every_block_of_the_text_whatever_looks_like_a_label(client, label):
    enter(client, "编辑")
    blocks = [("1", "一、签约情况"), ("Normal", LEAD), ("Normal", label), ("Normal", "下一步抓好落地。")]
    messages = told(upload(client, docx(("Title", "三个项目签约"), *blocks)))
    article = Article.objects.get()
    assert article.body == f"<h2>一、签约情况</h2><p>{LEAD}</p><p>{label}</p><p>下一步抓好落地。</p>"
    assert (article.title, article.source, article.author) == ("三个项目签约", "", "")
    assert messages == ["已从 Word 建好草稿，请核对标题、栏目、所属地区和图片的替代文字。"]


def test_takes_the_labels_right_below_the_title(client):
    enter(client, "编辑")
    above = [
        ("Normal", "——记武清开发区"),
        ("Normal", "来源：武清融媒 作者：王芳"),
        ("Normal", "所属地区：武清区"),
    ]
    upload(client, docx(("Title", "三个项目签约"), *above, ("Normal", LEAD), ("Normal", "打印")))
    article = Article.objects.get()
    assert article.body == f"<p>{LEAD}</p><p>打印</p>"
    assert (article.subtitle, article.source, article.author) == ("记武清开发区", "武清融媒", "王芳")
    assert article.district.slug == "wuqing"


def test_without_a_title_of_its_own_the_first_line_is_the_title_and_no_more(client):
    enter(client, "编辑")
    upload(
        client,
        docx(("Normal", "三个项目签约"), ("Normal", LEAD), ("Normal", "短句"), ("Normal", "来源：本站")),
    )
    article = Article.objects.get()
    assert (article.title, article.body) == ("三个项目签约", f"<p>{LEAD}</p><p>短句</p><p>来源：本站</p>")


def test_who_is_bound_to_a_district_writes_for_it(client):
    editor = enter(client, "编辑")
    beichen = builders.district("beichen")
    Remit.objects.create(person=editor, district=beichen)
    messages = told(upload(client, (FOLDER / "python_docx.docx").read_bytes()))
    assert Article.objects.get().district == beichen
    assert messages[1] == f"所属地区先填为“{beichen}”，请核对。"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "这不是 Word 文档（.docx）。旧版 .doc、WPS 的 .wps 请先另存为 .docx。"),
        (b"%PDF-1.7", "这不是 Word 文档（.docx）。旧版 .doc、WPS 的 .wps 请先另存为 .docx。"),
        (b"PK\x03\x04broken", "文件已经损坏，打不开。"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99,
            "这是旧版 Office 文件（.doc/.xls），请另存为 .docx 或 .xlsx 再上传。",
        ),
        (
            office({"word/document.xml": "<a/>", "word/vbaProject.bin": "x"}),
            "文件带有宏，请另存为不带宏的 .docx 或 .xlsx 再导入。",
        ),
        (office({"word/document.xml": "<a/>"}), "文件已经损坏，打不开。"),
        (docx(("Title", "只有标题")), "没有正文。"),
    ],
)
def test_refuses_in_a_sentence(client, content, reason):
    enter(client, "编辑")
    response = upload(client, content)
    assert (response.context["refusal"], Article.objects.count()) == (reason, 0)


def test_without_a_file_asks_for_one(client):
    enter(client, "编辑")
    response = client.post(reverse("admin:articles_article_from_word"))
    assert response.context["refusal"] == "请选择一个 Word 文档。"


@pytest.mark.parametrize("role", ["初审", "审计", "招商专员"])
def test_only_who_writes_articles_opens_any(client, role):
    enter(client, role)
    assert client.get(reverse("admin:articles_article_from_word")).status_code == 403
    assert upload(client, b"x").status_code == 403
