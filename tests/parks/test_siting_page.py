"""What the page of a siting says, and where its links lead."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inquiries.models import Inquiry
from parks.models import Listing
from publishing.references import new_token
from tests import builders

pytestmark = pytest.mark.django_db


def get(client, query=""):
    response = client.get(f"/siting/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def text(page):
    """The words of the results, one space between them."""
    part = page.partition('id="results"')[2].partition("</main>")[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", part)))


def listed(page):
    return [int(number) for number in re.findall(r'data-listing="(\d+)"', page)]


def fresh(**values):
    return builders.listing(**{"verified_on": timezone.localdate()} | values)


def test_begins_with_what_is_vacant(client):
    fresh(kind="office")
    fresh(kind="office")
    fresh(status=Listing.Status.TAKEN)
    page = get(client)
    assert "现有空置载体 写字楼2 处 可以这样问" in text(page)
    assert '<a href="?kind=office">写字楼</a>' in page


def test_ranks_with_reasons(client):
    low = fresh(clear_height_m=6)
    good = fresh(clear_height_m=9)
    stale = fresh(clear_height_m=10, verified_on=None)
    fresh(kind="office", clear_height_m=9)
    page = get(client, "kind=factory&deal=rent&height_min=9&load_min=3")
    assert listed(page) == [good.pk, stale.pk, low.pk]
    words = text(page)
    assert "找到 3 处空置载体，2 处全部符合" in words
    # 3 + 3 + 3 × 0.5 × 6/9 + 3 + 1 = 11 of 13
    assert "适合度 100%，4 项全部满足 必须满足 符合：厂房 符合：出租 最好满足" in words
    assert "适合度 92%，4 项全部满足" in words
    assert "还差一点的" in words
    assert "适合度 84%，满足 4 项中的 3 项" in words
    assert words.count("未计入需求：尚未核实，适合度因此降低") == 1
    assert "不符合：尚未核实" not in words
    assert words.index("还差一点的") > words.index("尚未核实")
    assert "不符合：净高 6 m，低于要求的 9 m 符合：承重 3 t/㎡，达到要求的 3 t/㎡" in words
    assert '<rect class="reached" width="84" height="4"/>' in page


@pytest.mark.parametrize(
    ("query", "numbers", "sentence"),
    [
        # From 2,500 ㎡, 0, 500 and 1,500 away.
        (
            "area_min=1000&area_max=4000",
            [2, 1, 0, 3],
            "适合度按取整前的比较，相同的，可租（售）的面积更接近 2,500 ㎡（所填范围的中间）的在前，其次是最近核实的。",
        ),
        # From 3 亩, 2,000 ㎡: 0, 0, 500 and 2,000 away.
        (
            "area_min=3&area_unit=mu",
            [1, 0, 2, 3],
            "适合度按取整前的比较，相同的，可租（售）的面积更接近 3 亩的在前，其次是最近核实的。",
        ),
        ("deal=rent", [3, 2, 1, 0], "适合度按取整前的比较，相同的，最近核实的在前。"),
    ],
)
def test_says_what_decides_among_what_fits_equally(client, query, numbers, sentence):
    days = iter([4, 3, 2, 1])

    def verified(**area):
        return fresh(verified_on=timezone.localdate() - timedelta(days=next(days)), **area).pk

    made = [verified(area=2000), verified(area=9000, min_area=2000), verified(area=2500), verified(area=4000)]
    page = get(client, query)
    assert listed(page) == [made[number] for number in numbers]
    assert sentence in text(page)


def test_has_no_heading_for_shortfalls_where_there_are_none(client):
    fresh()
    words = text(get(client, "kind=factory"))
    assert "找到 1 处空置载体，全部符合" in words
    assert "还差一点的" not in words


def test_says_when_nothing_meets_every_wish(client):
    fresh()
    words = text(get(client, "kind=factory&height_min=20"))
    assert "没有全部符合的，以下 1 处最接近" in words
    assert "还差一点的" not in words


@pytest.mark.parametrize("query", ["must=height", "kind=&area_min=&deal=", "deal="])
def test_asks_for_at_least_one_need(client, query):
    fresh()
    words = text(get(client, query))
    assert "请至少填写一项需求。" in words
    assert "现有空置载体" in words


@pytest.mark.parametrize("query", ["", "utm_source=x", "kind=factory", "height_min=x"])
def test_asks_for_no_need_of_who_stated_one_or_only_came(client, query):
    fresh()
    assert "请至少填写一项需求" not in text(get(client, query))


def test_the_button_of_the_needs_stays_in_sight(client):
    form = get(client).partition('class="needs-form"')[2].partition("</form>")[0]
    foot = form.partition('<div class="line-buttons filters-foot">')[2]
    assert "查找载体" in foot


def test_each_need_can_be_taken_back(client):
    builders.district()
    fresh()
    page = get(client, "kind=factory&kind=office&district=wuqing&height_min=9&must=height&page=1")
    for query, words in [
        ("district=wuqing&amp;height_min=9&amp;must=height", "厂房、写字楼"),
        ("kind=factory&amp;kind=office&amp;height_min=9&amp;must=height", "武清区"),
        ("kind=factory&amp;kind=office&amp;district=wuqing", "净高 ≥ 9 m（必须）"),
    ]:
        assert re.search(rf'href="\?{re.escape(query)}"[^>]*>{words}<', page), words


def test_the_form_says_what_was_asked(client):
    builders.district()
    fresh()
    page = get(client, "kind=factory&district=wuqing&height_min=9&must=height&area_min=5&area_unit=mu")
    assert '<input type="checkbox" name="kind" value="factory" checked>' in page
    assert '<input type="checkbox" name="district" value="wuqing" checked>' in page
    assert '<input type="checkbox" name="must" value="height" checked>' in page
    assert '<input type="checkbox" name="must" value="load">' in page
    assert '<b data-words="height">≥ 9 m</b>' in page
    assert '<b data-words="load">不限</b>' in page
    assert '<option value="mu" selected>亩</option>' in page
    assert "面积 ≥ 5 亩" in text(page)


def test_a_chosen_district_without_anything_vacant_stays_chosen(client):
    builders.district("hedong")
    assert '<input type="checkbox" name="district" value="hedong" checked>' in get(client, "district=hedong")


def test_offers_only_what_is_vacant(client):
    fresh(status=Listing.Status.TAKEN)
    vacant = fresh()
    assert listed(get(client, "kind=factory")) == [vacant.pk]


def test_what_cannot_be_read_is_said_and_asks_for_nothing(client):
    one = fresh()
    page = get(client, "kind=castle&area_min=9&area_max=3&height_min=%00&price_max=x&ready_by=1&deal=rent")
    assert listed(page) == [one.pk]
    assert "“面积”的上限小于下限，这两项暂不生效。" in text(page)
    assert "适合度 100%，1 项全部满足" in text(page)


def test_says_what_giving_way_in_one_demand_brings(client):
    near = fresh(clear_height_m=9)
    far = fresh(clear_height_m=6)
    unknown = fresh(clear_height_m=None)
    page = get(client, "kind=factory&height_min=12&must=height&page=1")
    words = text(page)
    assert "没有同时满足各项硬性要求的空置载体" in words
    assert "净高 ≥ 12 m 放宽为 净高 ≥ 9 m，有 1 处 · 不作硬性要求，有 3 处" in words
    assert '<a href="?kind=factory&amp;height_min=9&amp;must=height">放宽为 净高 ≥ 9 m，有 1 处</a>' in page
    assert '<a href="?kind=factory&amp;height_min=12">不作硬性要求，有 3 处</a>' in page
    assert "最接近的 3 处，只差一项" in words
    # 9 of 12 is 0.375 of a condition, not stated 0.3, 6 of 12 is 0.25.
    assert listed(page) == [near.pk, unknown.pk, far.pk]
    assert "不符合：净高 9 m，低于要求的 12 m" in words


def test_shows_beside_few_results_what_misses_one_demand(client):
    smaller = fresh(area=2800)
    larger = fresh(area=3600)
    fresh(area=1799)
    fresh(area=3000, district=builders.district("dongli"))
    fresh(area=2900, deal="sale", price=3800, price_unit="sqm")
    exact = fresh(area=3000)
    query = "kind=factory&deal=rent&district=wuqing&area_min=3000&area_max=3000&height_min=8"
    page = get(client, query)
    # 2,800 of 3,000 and 3,000 of 3,600 are near; 1,799 is less than 60 %, another district is none of it.
    assert listed(page) == [exact.pk, smaller.pk, larger.pk]
    words = text(page)
    assert "找到 1 处空置载体，全部符合" in words
    assert "另有 2 处只差一项，差得不多" in words
    assert "不符合：面积 2,800 ㎡，小于要求的 3,000 ㎡" in words
    assert "不符合：面积 3,600 ㎡，不分割，大于要求的 3,000 ㎡" in words
    more = [fresh(area=3000).pk for _ in range(3)]
    assert listed(get(client, query)) == [*more[::-1], exact.pk]


def test_shows_nothing_beside_results_that_misses_two_demands(client):
    one = fresh()
    fresh(area=2900, clear_height_m=8)
    assert listed(get(client, "kind=factory&area_min=3000&height_min=9&must=height")) == [one.pk]


def test_says_of_a_large_hall_that_it_is_let_as_a_whole(client):
    fresh(area=20000)
    fits = fresh(area=900)
    page = get(client, "kind=factory&area_min=800")
    assert listed(page)[0] == fits.pk
    words = text(page)
    assert "找到 2 处空置载体，1 处全部符合" in words
    # 3 + 3 × 0.04 + 1 of 7
    assert "适合度 58%，满足 3 项中的 2 项" in words
    assert "最好满足 不符合：整租 20,000 ㎡，大于需要的面积" in words


def test_says_what_there_is_when_no_single_demand_helps(client):
    fresh(kind="office", area=90000)
    fresh(area=3200, price="0.75", price_unit="sqm_day")  # 22.8125 a month
    sold = fresh(area=9000, deal="sale", price=3800, price_unit="sqm")
    page = get(client, "kind=factory&area_min=99999&price_max=1&price_unit=sqm_month&must=price")
    assert (
        "只放宽一项还不够。现有厂房最大 9,000 ㎡，租金最低 22.81 元/㎡/月，售价最低 3,800 元/㎡。也可以把需求"
        in text(page)
    )
    assert "最接近的 2 处，差 2 项" in text(page)
    assert sold.pk in listed(page)


def test_says_that_only_land_is_transferred(client):
    hall = fresh()
    fresh(kind="land", deal="transfer", price=40, price_unit="mu_wan")
    page = get(client, "kind=factory&kind=office&deal=transfer")
    assert "只有土地可以出让；厂房、写字楼请选出租或出售。" in text(page)
    assert listed(page) == [hall.pk]
    assert "只有土地可以出让" not in text(get(client, "kind=factory&kind=land&deal=transfer&area_min=99999"))


def test_says_so_where_there_is_nothing_at_all(client):
    fresh(kind="office", deal="sale", price=9000, price_unit="sqm")
    page = get(client, "kind=factory&deal=rent")
    assert "只放宽一项还不够。也可以把需求告诉招商专员。" in text(page)
    assert listed(page) == []
    assert 'href="/contact/?kind=factory&amp;deal=rent"' in page


def test_leads_who_looks_for_land_to_the_parks_that_have_some(client):
    wuqing, dongli = builders.district(), builders.district("dongli", name="东丽区")
    most, some = (builders.park(district=wuqing, land_available_mu=mu) for mu in (900, 120))
    builders.park(district=wuqing, land_available_mu=49)
    builders.park(district=wuqing, land_available_mu=None)
    builders.park(district=wuqing, land_available_mu=800, **builders.DRAFT)
    builders.park(district=dongli, land_available_mu=700)
    page = get(client, "kind=land&district=wuqing&area_min=50&area_unit=mu")
    assert f"另有 2 个园区有可供地：{most.name}（900 亩）、{some.name}（120 亩）。查看园区" in text(page)
    assert f'<a href="{most.get_absolute_url()}">{most.name}</a>' in page
    assert 'href="/parks/?district=wuqing&amp;area_min=50&amp;available=1"' in page
    assert "另有 4 个园区有可供地" in text(get(client, "district=wuqing&district=dongli"))
    assert "等。查看园区" in text(get(client, "kind=land&deal=transfer"))
    for query in (
        "kind=factory&district=wuqing",
        "deal=rent",
        "height_min=9",
        "kind=land&area_min=999999999",
    ):
        assert "有可供地" not in text(get(client, query)), query


def test_pages_keep_the_needs(client):
    for _ in range(13):
        fresh()
    query = "kind=factory&kind=office&height_min=9&must=height"
    assert f'href="?{query.replace("&", "&amp;")}&amp;page=2"' in get(client, query)
    assert len(listed(get(client, f"{query}&page=2"))) == 1
    assert client.get(f"/siting/?{query}&page=3").status_code == 404


def test_the_pages_beyond_the_remembered_go_on_in_order(client):
    numbers = [fresh().pk for _ in range(75)]
    found = [number for page in range(1, 8) for number in listed(get(client, f"kind=factory&page={page}"))]
    assert found == numbers[::-1]


def test_an_answer_follows_a_change_at_once(client):
    one = fresh()
    assert listed(get(client, "kind=factory")) == [one.pk]
    two = fresh()
    assert listed(get(client, "kind=factory")) == [two.pk, one.pk]
    one.status = Listing.Status.TAKEN
    one.save()
    assert listed(get(client, "kind=factory")) == [two.pk]


def test_asks_as_often_for_many_results_as_for_one(client, django_assert_num_queries):
    query = "/siting/?kind=factory&area_min=1000&height_min=9&price_max=20&price_unit=sqm_month&must=load&load_min=1"
    client.get("/")  # what is read once per process is read now
    fresh(industries=[builders.industry()])
    client.get(query)
    fresh(industries=[builders.industry()])
    with CaptureQueriesContext(connection) as first:
        client.get(query)
    with CaptureQueriesContext(connection) as again:
        client.get(query)
    assert len(again) < len(first)
    for _ in range(11):
        fresh(industries=[builders.industry()])
    with django_assert_num_queries(len(first)):
        client.get(query)
    with django_assert_num_queries(len(again)):
        client.get(query)


def test_the_home_page_asks_the_siting(client):
    builders.district()
    hall = fresh(area=3500, park=builders.park())
    fresh(area=900)
    page = client.get("/").content.decode()
    form = page.partition('action="/siting/"')[2].partition("</form>")[0]
    assert {"kind", "area_min", "district"} == set(re.findall(r' name="(\w+)"', form))
    assert listed(get(client, "kind=factory&area_min=3000&district=wuqing")) == [hall.pk]


def test_hands_its_needs_to_the_inquiry_and_they_arrive(client):
    builders.district(), builders.district("dongli", name="东丽区"), builders.industry()
    hall = fresh()
    day = timezone.localdate() + timedelta(days=60)
    query = (
        "kind=factory&kind=warehouse&deal=rent&district=wuqing&district=dongli&industry=37&area_min=3&area_unit=mu"
        f"&price_max=30&price_unit=sqm_month&height_min=8&ready_by={day}&must=height"
    )
    page = get(client, query)
    (address,) = set(re.findall(r'href="(/inquiries/settle/\?from=listing-[^"]*)"', page))
    opened = client.get(html.unescape(address)).context["form"]
    said = {name: opened[name].value() for name in opened.fields if opened[name].value()}
    posted = said | {
        "contact_name": "王女士",
        "phone": "13800138000",
        "company": "某某自行车有限公司",
        "consent": "on",
        "token": new_token(),
        "from": f"listing-{hall.pk}",
    }
    response = client.post("/inquiries/settle/", posted)
    assert response.status_code == 303
    inquiry = Inquiry.objects.get()
    assert (inquiry.listing, inquiry.topic, inquiry.deal, inquiry.industry.code) == (
        hall,
        "factory",
        "rent",
        "37",
    )
    assert (inquiry.district.slug, inquiry.area_min, inquiry.area_max) == ("wuqing", 2000, None)
    assert inquiry.landing_timeframe == "now"
    assert inquiry.message == (
        "要找厂房或仓库，面积 3 亩以上，地区为东丽区或武清区，价格不高于 30 元/㎡/月，净高不低于 8 m（必须），"
        f"{day.year}年{day.month}月{day.day}日前交付。"
    )


def test_never_says_all_is_met_without_what_it_could_not_read(client):
    fresh(clear_height_m=6)
    words = text(get(client, "kind=factory&height_min=很高&area_min=2000"))
    assert "找到 1 处空置载体，其余全部符合（未计入：净高）" in words
    assert "，全部符合" not in words


def test_names_what_it_left_out_of_some_and_of_none(client):
    fresh(clear_height_m=6, floor_load_t=1)
    fresh(clear_height_m=9, floor_load_t=1)
    words = text(get(client, "kind=factory&height_min=8&load_min=重&power_min=大"))
    assert "找到 2 处空置载体，1 处其余全部符合（未计入：承重、供电）" in words
    words = text(get(client, "kind=office&height_min=很高"))
    assert "没有同时满足各项硬性要求的空置载体（未计入：净高）" in words


def test_counts_nothing_beside_a_district(client):
    fresh()
    page = get(client)
    assert "<span>武清区</span>" in page.replace("\u3000", "")
    assert "<small" not in page.partition('class="pick-list"')[2].partition("</fieldset>")[0]
