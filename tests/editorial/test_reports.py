import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from articles.models import Article
from editorial import reports
from editorial.models import Review, Version
from parks.models import Remit
from tests import builders
from tests.staff_screens import enter

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def chief(client):
    return enter(client, "站长")


def shown(client, address):
    """The rows of the table as they are read."""
    response = client.get(address)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]


def write(editor, day, **values):
    """An article of `editor` released at noon of that day in March."""
    return builders.article(editor=editor, published_at=datetime(2026, 3, day, 4, 0, tzinfo=UTC), **values)


def save_version(article, author, number=1):
    version = Version.objects.create(article=article, number=number, content={}, author=author)
    Version.objects.filter(pk=version.pk).update(created_at=NOW - 5 * HOUR)
    return version


def review(version, state, hours):
    row = Review.objects.create(
        article=version.article, version=version, state=state, levels=1, submitted_by=version.author
    )
    closed = NOW - 5 * HOUR + hours * HOUR
    Review.objects.filter(pk=row.pk).update(submitted_at=NOW - 5 * HOUR, closed_at=closed)


MARCH = "?since=2026-03-01&until=2026-03-10"


def test_says_who_published_what_and_how_fast(client, chief):
    ann, bob = builders.staff("ann"), builders.staff("bob")
    first, second = write(ann, 1), write(ann, 10)
    write(ann, 11)  # not out yet
    write(None, 5)
    builders.article(editor=ann)  # of another year
    for number, (state, hours) in enumerate(
        [("approved", 1), ("returned", 9), ("approved", 2), ("approved", 4)], start=1
    ):
        review(save_version(first, ann, number), state, hours)
    save_version(second, bob)
    assert shown(client, f"/admin/reports/published/{MARCH}") == [
        ["ann", "2", "4", "4", "1", "25%", "2.0"],
        ["未署责编", "1", "0", "0", "0", "", ""],
        ["bob", "0", "1", "0", "0", "", ""],
    ]
    assert shown(client, f"/admin/reports/published/{MARCH}&by=channel") == [
        ["招商动态", "3", "5", "4", "1", "25%", "2.0"]
    ]
    assert shown(client, f"/admin/reports/published/{MARCH}&by=article")[0] == [
        *(second.title, "2026-03-10", "天津-武清区", "招商动态", "ann", "1", "0", "0", "", ""),
    ]


def test_a_day_begins_and_ends_in_shanghai(client, chief):
    for minute in (datetime(2026, 3, 4, 15, 59, tzinfo=UTC), datetime(2026, 3, 5, 16, 0, tzinfo=UTC)):
        builders.article(published_at=minute)
    write(None, 5, district=builders.district("dongli"))
    day = "/admin/reports/published/?since=2026-03-05&until=2026-03-05&by=district"
    assert [row[:2] for row in shown(client, day)] == [["天津-dongli区", "1"]]
    assert shown(client, f"{day}&district=wuqing") == []


def aged(days, **values):
    article = builders.article(**values)
    Article.objects.filter(pk=article.pk).update(updated_at=NOW - timedelta(days=days))
    return article


def test_lists_what_nobody_has_touched_for_long(client, chief):
    aged(400, title="老")
    aged(500, title="更老", district=builders.district("dongli"))
    aged(364, title="不老")
    aged(400, title="藏着", **builders.DRAFT)
    assert shown(client, "/admin/reports/ageing/") == [
        ["天津-dongli区", "1", "0", "2024-10-26"],
        ["天津-武清区", "1", "0", "2025-02-03"],
    ]
    assert shown(client, "/admin/reports/ageing/?district=tianjin&months=12") == [
        ["更老", "文章", "天津-dongli区", "2024-10-26"],
        ["老", "文章", "天津-武清区", "2025-02-03"],
    ]
    assert shown(client, "/admin/reports/ageing/?district=wuqing&months=14") == []


def test_finds_empty_and_silent_channels(client, chief):
    builders.article(channel=builders.channel("policy"), published_at=NOW - timedelta(days=90))
    builders.article(channel=builders.channel("land"), published_at=NOW - timedelta(days=91))
    builders.article(channel=builders.channel("build"), **builders.DRAFT)
    rows = {
        (place, channel): (count, said)
        for place, channel, _, count, _, said in shown(client, "/admin/reports/silent/?district=wuqing")
    }
    land, build, policy = (builders.channel(slug).name for slug in ("land", "build", "policy"))
    assert rows["天津-武清区", land] == ("1", "91 天没有新内容")
    assert rows["天津-武清区", build] == ("0", "空缺")
    assert ("天津-武清区", policy) not in rows
    assert ("天津市", land) not in rows
    above = {(row[0], row[1]) for row in shown(client, "/admin/reports/silent/?district=tianjin")}
    assert {("天津市", land), ("天津-武清区", land)} <= above


def test_finds_links_that_lead_nowhere(client, chief):
    here, draft = builders.article(title="在"), builders.article(title="稿", **builders.DRAFT)
    links = [
        (f"/news/{here.pk}/", "好"),
        (f"/news/{draft.pk}/", "未公开"),
        ("/parks/none/", "没了"),
        ("/nowhere/", "写错"),
        ("https://example.com/x", "外站"),
    ]
    body = "".join(f'<p><a href="{address}">{words}</a></p>' for address, words in links)
    builders.article(title="甲", body=body)
    builders.article(title="藏着", body=body, **builders.DRAFT)
    builders.policy(title="政策", body='<p><a href="/listings/99/">旧载体</a></p>')
    assert shown(client, "/admin/reports/links/") == [
        ["甲", f"/news/{draft.pk}/", "未公开", "页面没有公开"],
        ["甲", "/parks/none/", "没了", "页面已不存在"],
        ["甲", "/nowhere/", "写错", "链接打不开"],
        ["政策", "/listings/99/", "旧载体", "页面已不存在"],
    ]


def test_reads_on_where_it_stopped(client, chief, monkeypatch):
    monkeypatch.setattr(reports, "SCANNED", 2)
    for number in range(5):
        builders.article(title=f"第{number}篇", body='<p><a href="/parks/none/">没了</a></p>')
    seen, address = [], "/admin/reports/links/"
    while address:
        response = client.get(address)
        seen.append([row[0] for row in shown(client, address)])
        onward = response.context["table"].onward
        address = f"/admin/reports/links/?after={onward['after']}" if onward else ""
    assert seen == [["第0篇", "第1篇"], ["第2篇", "第3篇"], ["第4篇"]]
    file = client.get("/admin/reports/links/?format=csv").content.decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(file))][1:] == [f"第{number}篇" for number in range(5)]


def test_policies_are_read_in_parts_too(client, chief, monkeypatch):
    monkeypatch.setattr(reports, "SCANNED", 2)
    body = '<p><a href="/parks/none/">没了</a></p>'
    policies = [builders.policy(title=f"办法{number}", body=body) for number in range(5)]
    articles = [builders.article(title=f"第{number}篇", body=body) for number in range(3)]
    seen, after = [], 0
    while after is not None:
        table = reports.dead_links(chief, after=after)
        seen.append(([str(row[0]) for row in table.rows], table.said))
        after = table.onward["after"] if table.onward else None
    assert sorted(name for names, _ in seen for name in names) == sorted(
        one.title for one in [*articles, *policies]
    )
    assert max(len(names) for names, _ in seen) <= 4
    assert seen[-1][1].startswith("已检查")
    assert "还有后面的" not in seen[-1][1]


def test_a_file_of_links_stops_where_it_is_full(client, chief, monkeypatch):
    monkeypatch.setattr(reports, "SCANNED", 2)
    monkeypatch.setattr(reports, "SAVED", 3)
    for number in range(9):
        builders.article(title=f"第{number}篇", body='<p><a href="/parks/none/">没了</a></p>')
    with CaptureQueriesContext(connection) as queries:
        file = client.get("/admin/reports/links/?format=csv").content.decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(file))][1:] == ["第0篇", "第1篇", "第2篇"]
    assert sum('href="/' in one["sql"] and "articles_article" in one["sql"] for one in queries) == 2


def test_a_long_table_says_how_much_there_is(chief):
    for number in range(3):
        builders.article(title=f"第{number}篇", body='<p><a href="/parks/none/">没了</a></p>')
    for slug in ("news", "policy", "land"):
        builders.channel(slug)
    table = reports.dead_links(chief, limit=2)
    assert ([str(row[0]) for row in table.rows], table.said) == (
        ["第0篇", "第1篇"],
        "已检查 3 篇文章、0 份政策。共 3 处，下面是前 2 处。",
    )
    table = reports.silent(chief, limit=1)
    total = len(reports.silent(chief, limit=1000).rows)
    assert len(table.rows) == 1 < total
    assert table.said.endswith(f"共 {total} 处，下面是前 1 处。")


def test_counts_the_pages_that_cite_what_ended(client, chief):
    policy = builders.policy(
        title="老办法", document_number="津政发〔2020〕1号", repealed_on=date(2026, 3, 1)
    )
    for district in (builders.district(), builders.district("dongli")):
        builders.article(district=district, policies=[policy])
    ended = ["老办法", "津政发〔2020〕1号", "已废止 2026-03-01", ""]
    assert shown(client, "/admin/reports/outdated/") == [[*ended, "2", "0"]]
    assert shown(client, "/admin/reports/outdated/?district=dongli") == [[*ended, "1", "0"]]


@pytest.mark.parametrize("slug", ["published", "ageing", "silent", "links", "outdated"])
def test_a_bound_person_sees_only_his_districts(client, slug):
    user = enter(client, "终审")
    Remit.objects.create(person=user, district=builders.district())
    policy = builders.policy(title="办法", district=None, repealed_on=date(2026, 3, 1))
    body = '<p><a href="/parks/none/">没了</a></p>'
    for name in ("wuqing", "dongli"):
        article = builders.article(
            title=f"{name}文",
            district=builders.district(name),
            body=body,
            policies=[policy],
            published_at=NOW,
        )
        Article.objects.filter(pk=article.pk).update(updated_at=NOW - timedelta(days=400))
    period = f"/admin/reports/{slug}/?since=2026-03-01&until=2026-03-10&by=district"
    said = str(shown(client, period))
    assert "dongli" not in said
    assert {"published": "武清", "ageing": "武清", "silent": "武清", "links": "wuqing文", "outdated": "'1'"}[
        slug
    ] in said


@pytest.mark.parametrize(
    ("role", "status"),
    [("站长", 200), ("初审", 200), ("终审", 200), ("审计", 200), ("编辑", 403), ("招商专员", 403)],
)
def test_is_for_those_who_answer_for_the_whole(client, role, status):
    enter(client, role)
    assert client.get("/admin/reports/").status_code == status
    assert client.get("/admin/reports/silent/?format=csv").status_code == status
    menu = client.get("/admin/").content.decode()
    assert ('href="/admin/reports/"' in menu) is (status == 200)


def test_a_file_opens_right_in_a_spreadsheet(client, chief):
    write(None, 5, title='=HYPERLINK("http://x")')
    write(None, 4, title="+86 热线")
    address = f"/admin/reports/published/{MARCH}&by=article&format="
    response = client.get(address + "csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%8F%91%E5%B8%83")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["文章", '\'=HYPERLINK("http://x")', "'+86 热线"]
    sheet = load_workbook(io.BytesIO(client.get(address + "xlsx").content)).active
    cells = [(cell.value, cell.data_type, cell.quotePrefix) for cell in sheet["A"]]
    assert cells[1:] == [('=HYPERLINK("http://x")', "s", True), ("+86 热线", "s", True)]
    assert sheet["B2"].value.date() == date(2026, 3, 5)


@pytest.mark.parametrize(
    "query",
    [
        "since=x&until=2026-13-40&by=zz&district=nowhere",
        "since=2026-03-05&until=2026-03-01",
        "months=0&days=99999999999999999999999999999999&after=-1",
        "months=%00&days=%00&after=" + "9" * 40,
        "since=0001-01-01&until=9999-12-31",
        "format=exe&district=%ED%A0%80",
    ],
)
def test_answers_any_address(client, chief, query):
    builders.article()
    for slug in ("published", "ageing", "silent", "links", "outdated"):
        for ending in ("", "&format=csv", "&format=xlsx"):
            assert client.get(f"/admin/reports/{slug}/?{query}{ending}").status_code == 200


def test_says_what_it_could_not_read(client, chief):
    page = client.get("/admin/reports/published/?since=2026-03-05&until=2026-03-01").content.decode()
    assert "结束日期不能早于开始日期。" in page


def test_a_report_there_is_not_is_not_found(client, chief):
    assert client.get("/admin/reports/nothing/").status_code == 404


@pytest.mark.parametrize("slug", ["published", "ageing", "silent", "links", "outdated"])
@pytest.mark.parametrize("by", ["person", "article"])
def test_six_rows_ask_as_often_as_one(client, chief, slug, by):
    policy = builders.policy(repealed_on=date(2026, 3, 1))

    def fill():
        article = aged(
            400,
            body='<p><a href="/parks/none/">没了</a></p>',
            policies=[policy],
            editor=chief,
            published_at=NOW,
        )
        review(save_version(article, chief), "approved", 2)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/admin/reports/{slug}/{MARCH}&by={by}&district=wuqing")
        return len(queries)

    fill()
    asked()
    one = asked()
    for _ in range(5):
        fill()
    assert asked() == one
