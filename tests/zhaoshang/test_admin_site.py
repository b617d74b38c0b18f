import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Channel, PolicyDocument
from inquiries.models import Inquiry, Submission
from parks.models import District, Listing, Park
from publishing.admin import StaffAdmin
from tests import builders
from tests.site.conftest import fill
from tests.staff_screens import cells, enter, save, screen

pytestmark = pytest.mark.django_db

SCREENS = sorted(admin.site._registry, key=lambda model: model._meta.label)
WITH_ROWS = [Article, PolicyDocument, Park, Listing, Inquiry, Submission, District, Channel]


def menu(client):
    page = BeautifulSoup(client.get(reverse("admin:index")).content, "html.parser")
    return {
        group.summary.text: [link.span.text for link in group.select("a")]
        for group in page.select("#staff-menu details")
    }


def test_every_screen_is_built_on_the_common_base():
    assert [
        type(one).__name__ for one in admin.site._registry.values() if not isinstance(one, StaffAdmin)
    ] == []


def test_sorts_the_menu_by_kind_of_work(client):
    enter(client, "站长")
    assert menu(client) == {
        "内容": ["文章", "推荐位", "投稿", "图库", "栏目", "标签", "报表"],
        "审核": ["审核", "审核规则", "词库"],
        "园区与载体": ["园区", "载体", "地区", "行业", "产业标签"],
        "咨询": ["咨询", "成效", "分派规则", "办理时限", "放假与调休"],
        "政策": ["政策文件", "引用待更新"],
        "站点": ["站点设置", "友情链接", "推送", "发送记录", "审计记录", "用户", "角色"],
    }


@pytest.mark.parametrize(
    ("role", "groups"),
    [
        ("编辑", ["内容", "审核", "园区与载体", "政策"]),
        ("初审", ["内容", "审核", "园区与载体", "政策"]),
        ("复审", ["内容", "审核", "园区与载体", "政策"]),
        ("终审", ["内容", "审核", "园区与载体", "政策"]),
        ("招商专员", ["内容", "园区与载体", "咨询", "政策"]),
        ("审计", ["内容", "审核", "园区与载体", "咨询", "政策", "站点"]),
    ],
)
def test_shows_each_role_its_own_work(client, role, groups):
    enter(client, role)
    assert list(menu(client)) == groups


def test_tells_somebody_without_a_role_whom_to_ask(client):
    client.force_login(builders.staff())
    assert "您的账号还没有分配角色，请联系站长。" in client.get("/admin/").content.decode()


def waiting(client):
    return {row["label"]: (row["count"], row["address"]) for row in client.get("/admin/").context["waiting"]}


def fill_queues(officer):
    builders.article()
    for state in builders.HIDDEN.values():
        builders.article(**state)
        builders.policy(**state)
        builders.listing(**state)
    today = timezone.localdate()
    builders.listing(verified_on=None)
    builders.listing(verified_on=today, valid_until=today - timedelta(days=1))
    for days in (0, 30, 31):
        builders.listing(verified_on=today, valid_until=today + timedelta(days=days))
    builders.park(verified_on=None)
    for stage in ("new", "new", "following"):
        builders.inquiry(stage=stage, officer=officer)
    builders.inquiry(stage="lost", closing_reason="已在外地落户", officer=officer)
    builders.submission()
    builders.submission(state="declined", reason="与本地无关")


def test_counts_what_waits_and_leads_to_just_that(client):
    fill_queues(enter(client, "站长"))
    counts = waiting(client)
    assert {label: count for label, (count, _) in counts.items()} == {
        "待认领的咨询": 0,
        "超期的咨询": 0,
        "今天到期的咨询": 0,
        "新咨询（未响应）": 2,
        "我负责的咨询": 3,
        "等我方接收的流转": 0,
        "待审投稿": 1,
        "退回给我的": 0,
        "我送审的": 0,
        "文章草稿": 1,
        "定时发布的文章": 1,
        "引用待更新": 0,
        "政策草稿": 1,
        "载体草稿": 1,
        "有效期已过的载体": 1,
        "30 天内到期的载体": 2,
        "久未核实的载体": 1,
        "久未核实的园区": 1,
    }
    for label, (count, address) in counts.items():
        assert len(cells(client.get(address))) == count, label


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (
            "招商专员",
            [
                *("待认领的咨询", "超期的咨询", "今天到期的咨询"),
                *("新咨询（未响应）", "我负责的咨询", "等我方接收的流转"),
            ],
        ),
        (
            "编辑",
            [
                *(
                    "待审投稿",
                    "退回给我的",
                    "我送审的",
                    "文章草稿",
                    "定时发布的文章",
                    "引用待更新",
                    "政策草稿",
                ),
                "载体草稿",
                *("有效期已过的载体", "30 天内到期的载体", "久未核实的载体", "久未核实的园区"),
            ],
        ),
        ("审计", ["超期的咨询", "新咨询（未响应）", "待审投稿"]),
    ],
)
def test_lets_nobody_count_what_is_not_his(client, role, labels):
    enter(client, role)
    assert list(waiting(client)) == labels


def queries_of_lists(client):
    counts = {}
    for address in ["/admin/", *map(screen, WITH_ROWS)]:
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts[address] = len(asked)
    return counts


def test_asks_the_database_as_often_for_six_rows_as_for_one(client):
    client.force_login(builders.staff(is_superuser=True))
    fill()
    client.get("/admin/")  # counts the month's 成效, which it keeps for a while
    once = queries_of_lists(client)
    fill(rows=5)
    assert queries_of_lists(client) == once
    assert once.pop("/admin/") <= 28  # a count for each row of 等我处理
    assert max(once.values()) <= 24


ODD = [
    "title__regex=(",
    "name__iregex=[",
    "pk__in=abc",
    "id__in=1," + "9" * 30,
    "id__range=1",
    "title=%00",
    "q=%00",
    "o=abc",
    "o=-99.1",
    "p=abc",
    "p=99999",
    "p=" + "9" * 30,
    "created_at__year=9999",
    "published_at__year=" + "9" * 30,
    "published_at__year=2025&published_at__month=13",
    "district=%00",
    "district=nowhere",
    "industry=%00",
    "state=nothing",
    "stage__exact=%00",
    "channel__id__exact=abc",
    "district__slug__startswith=w",
    "groups__id__exact=" + "9" * 30,
    "_to_field=foo",
    "nothing=1",
    "e=1",
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [Article, Listing, Inquiry, District, User], ids=lambda one: one.__name__)
def test_answers_any_list_address(client, model):
    client.force_login(builders.staff(is_superuser=True))
    builders.article()
    answers = {query: client.get(f"{screen(model)}?{query}").status_code for query in ODD}
    assert answers == dict.fromkeys(ODD, 200)


@pytest.mark.parametrize("query", ["title__regex=(", "title__regex=nothing", "nothing=1"])
def test_says_that_an_address_cannot_be_read_and_shows_all(client, query):
    enter(client, "编辑")
    builders.article(title="三家企业落户")
    response = client.get(f"{screen(Article)}?{query}")
    assert "地址里的筛选条件或页码看不懂，已显示全部。" in response.content.decode()
    assert [row[0] for row in cells(response)] == ["三家企业落户"]


def test_names_what_a_list_is_narrowed_by_and_how_to_undo_it(client):
    enter(client, "编辑")
    page = BeautifulSoup(
        client.get(f"{screen(Listing)}?kind__exact=land&deal__exact=rent").content, "html.parser"
    )
    assert page.select_one("#filter-drawer summary .badge").text == "2"
    assert [(one.get_text(" ", strip=True), one["href"]) for one in page.select("a.chip")] == [
        ("类别：土地 ×", "?deal__exact=rent"),
        ("方式：出租 ×", "?kind__exact=land"),
        ("全部去掉", "?"),
    ]
    assert page.select_one(".empty p").text == "没有符合条件的载体。"


def test_shows_what_one_edited_last_the_last_first(client):
    editor = enter(client, "编辑")
    first, second = builders.article(title="第一篇"), builders.listing(title="第二处")
    gone = builders.article(title="已删的")
    for row in (first, gone, second, first):
        LogEntry.objects.log_actions(editor.pk, [row], CHANGE, "改过")
    LogEntry.objects.log_actions(builders.staff("other").pk, [builders.park()], CHANGE, "别人改的")
    gone.delete()
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    assert [one.text for one in page.select(".recent th a")] == ["第一篇", "第二处"]


def test_counts_in_the_menu_only_what_somebody_may_see(client):
    builders.inquiry()
    builders.submission()
    told = {}
    for role in ("编辑", "招商专员"):
        enter(client, role)
        page = BeautifulSoup(client.get(screen(Article)).content, "html.parser")
        told[role] = [one.get_text() for one in page.select("#staff-menu .badge")]
    assert told == {"编辑": ["待审投稿 1"], "招商专员": ["待认领或超期的咨询 1"]}


def test_answers_an_address_that_leads_nowhere_among_the_screens(client):
    enter(client, "编辑")
    response = client.get(screen(Article, "change", 999))
    page = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, page.h1.text) == (404, "没有这个页面")
    assert "可能已经删除，或者不归您负责的地区管理。" in page.select_one("#content p").text


@pytest.mark.parametrize("chosen", ["abc", "9" * 30, "1 OR 1=1"])
def test_an_action_on_rows_that_cannot_exist_changes_nothing(client, chosen):
    enter(client, "站长")
    article = builders.article(**builders.DRAFT)
    response = client.post(
        screen(Article), {"action": "publish_chosen", "_selected_action": [chosen]}, follow=True
    )
    assert "没有这样的条目，什么也没有改动。" in response.content.decode()
    article.refresh_from_db()
    assert article.published_at is None


def every_screen():
    """Each list, empty form and form with something in it."""
    yield from ["/admin/", "/admin/password_change/", "/admin/password_change/done/", *SCREENS_OF_THEIR_OWN]
    for model in SCREENS:
        yield screen(model)
        yield screen(model, "add")
        if first := model._default_manager.first():
            yield screen(model, "change", first.pk)
            yield screen(model, "history", first.pk)
            yield screen(model, "delete", first.pk)


SCREENS_OF_THEIR_OWN = [
    *("/admin/parks/park/import/", "/admin/parks/listing/import/", "/admin/editorial/word/import/"),
    *("/admin/reports/", "/admin/articles/placement/several/", "/admin/nowhere/"),
]
LATIN = re.compile(r"[A-Za-z]{3,}")
NAMES = re.compile(
    r"ZX-[\w-]+|TG-[\w-]+|jingbin-\d|tianjin|wuqing|[a-z]+(-[a-z]+)+|https?://\S+|root|hot?line"
    r"|WGS-84|GCJ-02|HTML|PDF|Word|WPS|CSV|\.?xlsx|\.csv|\.txt|Excel|ICP|GB/T|kVA|pbkdf2_sha256|md5|Control|Command|Mac|slug|GPS|BD-09|IndexNow"
)


@pytest.mark.parametrize("role", ["administrator", "审计"])
def test_speaks_chinese_on_every_screen(client, role):
    fill()
    inquiry, wuqing = Inquiry.objects.first(), District.objects.get(slug="wuqing")
    inquiry.transfers.create(
        from_district=wuqing, to_district=wuqing.parent, first_contact_district=wuqing, reason="改看"
    )
    inquiry.follow_ups.create(method="phone", summary="约好下周看厂房")
    if role == "审计":
        enter(client, role)
    else:
        client.force_login(builders.staff("root", is_superuser=True))
    english = {}
    for address in every_screen():
        response = client.get(address, follow=True)
        if response.status_code == 403:
            continue
        page = BeautifulSoup(response.content, "html.parser")
        for silent in page.select("script, .field-slug, .field-url, .file-upload, style"):
            silent.decompose()
        said = NAMES.sub("", page.get_text(" "))
        told = [tag["title"] for tag in page.select("[title]")] + [
            tag["placeholder"] for tag in page.select("[placeholder]")
        ]
        if words := LATIN.findall(said + " ".join(told)):
            english[address] = words
    assert english == {}


def test_login_page_speaks_chinese(client):
    page = BeautifulSoup(client.get("/admin/login/").content, "html.parser")
    assert page.title.text.strip() == "登录 | 招商后台"
    assert [label.text for label in page.select("label")] == ["用户名:", "密码:"]
    assert page.select_one("input[type=submit]")["value"] == "登录"


def test_refuses_a_wrong_password_in_chinese(client):
    response = client.post("/admin/login/", {"username": "nobody", "password": "wrong"})
    assert "用户名或密码不对，请重新输入（区分大小写）。" in response.content.decode()


def test_writes_no_script_or_style_into_its_pages(client):
    fill()
    client.force_login(builders.staff("root", is_superuser=True))
    inline = {}
    for address in [*every_screen(), "/admin/logout/"]:
        page = BeautifulSoup(client.get(address, follow=True).content, "html.parser")
        found = [str(tag)[:80] for tag in page.select("style, [style], script:not([src]):not([type])")]
        found += [tag.name for tag in page.find_all() if any(name.startswith("on") for name in tag.attrs)]
        if found:
            inline[address] = found
    assert inline == {}


def test_a_site_master_gives_his_role_no_more_rights(client):
    enter(client, "站长")
    role = Group.objects.get(name="站长")
    before = set(role.permissions.all())
    everything = [str(one.pk) for one in Permission.objects.all()]
    client.post(screen(Group, "change", role.pk), {"name": "站长", "permissions": everything})
    assert set(role.permissions.all()) == before


def test_refuses_control_characters_in_words(client):
    enter(client, "站长")
    response = save(
        client, screen(Article, "add"), title="签约\x0b仪式", body="正文", channel=builders.channel().pk
    )
    assert "其中有看不见的控制字符" in response.content.decode()


def test_leads_back_from_a_screen_one_may_not_open(client):
    enter(client, "编辑")
    response = client.get(screen(Inquiry))
    page = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, page.h1.text) == (403, "没有权限")
    assert page.select_one("#content p").text == "您的账号不能打开这个后台页面。需要权限，请联系站长。"
    back = page.select_one("#content a")
    assert (back.text, back["href"]) == ("返回后台首页", "/admin/")
    assert "masthead" not in response.content.decode()


def test_leads_to_the_page_of_what_has_one_only(client):
    chief, article = enter(client, "站长"), builders.article()

    def led(item):
        number = ContentType.objects.get_for_model(item).pk
        response = client.get(reverse("admin:view_on_site", args=[number, item.pk]))
        return response.status_code, response.headers.get("Location")

    assert led(article) == (302, article.get_absolute_url())
    assert led(chief) == (404, None)
