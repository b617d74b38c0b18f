"""The second step, after the receipt."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from audit.models import Entry
from inquiries.forms.needs import NEEDS, NeedsForm
from inquiries.models import AssignmentRule, Inquiry
from inquiries.retention import erase
from tests.builders import district, industry, inquiry, listing, staff
from zhaoshang.roles import ensure_roles

pytestmark = pytest.mark.django_db
TYPED = {
    "district": "",
    "industry": "",
    "deal": "rent",
    "area_min": "2，000 ㎡",
    "area_max": "3000",
    "height_min": "9 米",
    "load_min": "２.5吨/平方米",
    "investment_wan": "",
    "landing_timeframe": "half_year",
    "message": "要有行车。",
    "company": "天津某某自行车有限公司",
    "call_slot": "",
    "email": "",
    "wechat": "",
}


def sent(client, **values):
    """An inquiry sent by this browser, its receipt open here."""
    typed = {"contact_name": "王女士", "phone": "13800138000", "topic": "factory", "consent": "on"} | values
    assert client.post("/contact/", typed).status_code == 303
    return Inquiry.objects.latest("pk")


def needs(row):
    return f"{row.get_absolute_url()}needs/"


def page(response):
    return BeautifulSoup(response.content, "html.parser")


def test_the_receipt_leads_to_it(client):
    row = sent(client)
    receipt = page(client.get(row.get_absolute_url()))
    assert receipt.select_one("#more").text == "再花一分钟，专员就能带着方案回电"
    assert [a["href"] for a in receipt.select("#more ~ p a")] == [needs(row)]


def test_the_receipt_says_what_came_along_in_place_of_asking(client):
    row = sent(client, area_min="3000", landing_timeframe="year")
    receipt = page(client.get(row.get_absolute_url()))
    assert [receipt.h1.text, receipt.select_one("#more").text] == ["提交成功", "您的需求已收到"]
    assert receipt.select_one("#more + p").text == "已写明面积、落地时间，办结前随时可以补充或修改。"
    assert [a["href"] for a in receipt.find_all("a", string="补充或修改需求")] == [needs(row)]


def test_writes_down_what_is_new(client):
    place, bikes = district(), industry()
    row = sent(client)
    response = client.post(needs(row), TYPED | {"district": place.slug, "industry": bikes.code})
    assert (response.status_code, response["Location"]) == (303, row.get_absolute_url())
    row.refresh_from_db()
    assert (row.district, row.industry, row.deal, row.landing_timeframe) == (
        place,
        bikes,
        "rent",
        "half_year",
    )
    assert (row.area_min, row.area_max, row.message) == (Decimal(2000), Decimal(3000), "要有行车。")
    assert (row.height_min, row.load_min) == (Decimal(9), Decimal("2.5"))
    assert (row.place, row.first_place, row.company_key) == (place, place, "天津某某自行车有限公司")
    assert "需求已补充" in client.get(row.get_absolute_url()).content.decode()
    entry = Entry.objects.about(row).get(action="change")
    assert (entry.person, entry.words) == (
        None,
        "投资人补充：意向地区、所属行业、取得方式、最小面积、最大面积、最低净高（m）、最低承重（t/㎡）、落地时间、需求描述、企业名称",
    )


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("height_min", "很高", "请填写以米计的数字，如 9。"),
        ("height_min", "1000", "数字太大，整数部分最多 3 位。"),
        ("load_min", "-1", "请填写 0 或更大的数。"),
        ("load_min", "5 吨每跨", "请填写以 t/㎡ 计的数字，如 2。"),
    ],
)
def test_says_beside_a_height_or_a_load_what_is_wrong(client, name, typed, said):
    row = sent(client)
    response = client.post(needs(row), TYPED | {name: typed})
    field = page(response).select_one(f"[name={name}]")
    errors = field.find_parent(class_="field").select(".errorlist li")
    assert (response.status_code, field["value"], [one.text for one in errors]) == (422, typed, [said])


def test_begins_with_the_height_and_the_load_of_a_search_for_a_place(client):
    row = sent(client, height_min="9", load_min="3")
    form = page(client.get(needs(row)))
    assert [form.select_one(f"[name={name}]")["value"] for name in ("height_min", "load_min")] == ["9", "3"]
    told = [(one.dt.text, one.dd.text) for one in page(client.get(row.get_absolute_url())).select("dl > div")]
    assert [one for one in told if one[0].startswith("最低")] == [
        ("最低净高", "9 m"),
        ("最低承重", "3 t/㎡"),
    ]


def test_shows_what_he_said_and_lets_him_change_it(client):
    row = sent(client, area_min="2000", message="找厂房")
    form = page(client.get(needs(row)))
    assert form.select_one("[name=area_min]")["value"] == "2000"
    assert form.select_one("[name=message]").text.strip() == "找厂房"
    client.post(needs(row), TYPED | {"area_min": "1500", "message": ""})
    row.refresh_from_db()
    assert (row.area_min, row.message) == (Decimal(1500), "")
    assert page(client.get(needs(row))).select_one("[name=area_min]")["value"] == "1500"


def test_leaves_alone_what_was_not_sent(client):
    row = sent(client, area_min="2000", message="找厂房")
    client.post(needs(row), {"deal": "rent"})
    row.refresh_from_db()
    assert (row.area_min, row.message, row.deal) == (Decimal(2000), "找厂房", "rent")


def test_sent_twice_is_written_once(client):
    row = sent(client)
    for _ in range(2):
        assert client.post(needs(row), TYPED).status_code == 303
    assert Entry.objects.about(row).filter(action="change").count() == 1
    assert "咨询进度" in client.get(row.get_absolute_url()).content.decode()


def test_shows_what_the_office_entered_and_asks_it_no_more(client):
    row = sent(client, message="找厂房", area_min="2000")
    Inquiry.objects.filter(pk=row.pk).update(
        message="已电话核实：要 9 米净高", deal="rent", industry=industry(), area_max=5000
    )
    shown = page(client.get(needs(row)))
    settled = [(one.dt.text, one.dd.text) for one in shown.select("aside .pairs > div")]
    assert settled == [
        ("所属行业", "铁路、船舶、航空航天和其他运输设备制造业"),
        ("取得方式", "租赁"),
        ("面积", "2,000–5,000 ㎡"),
        ("需求描述", "已电话核实：要 9 米净高"),
    ]
    asked = [field["name"] for field in shown.select("main form [name]:not([type=hidden])")]
    assert asked == [name for name in NEEDS if name not in ("industry", "deal", "area_max", "message")]
    client.post(needs(row), TYPED)
    row.refresh_from_db()
    assert (row.message, row.area_max, row.area_min) == (
        "已电话核实：要 9 米净高",
        Decimal(5000),
        Decimal(2000),
    )


@pytest.mark.parametrize("settled", NEEDS)
def test_asks_all_the_rest_whatever_the_office_entered(client, settled):
    row = sent(client)
    value = {"district": district, "industry": industry}.get(settled, lambda: "1")()
    Inquiry.objects.filter(pk=row.pk).update(**{settled: value})
    asked = {field["name"] for field in page(client.get(needs(row))).select("main form [name]")}
    assert asked == {"csrfmiddlewaretoken", "stamp", *NEEDS} - {settled}


def test_says_so_where_the_office_was_quicker(client):
    row = sent(client)
    form = NeedsForm(row, TYPED)
    assert form.is_valid()
    Inquiry.objects.filter(pk=row.pk).update(deal="sale")
    written = ["area_min", "area_max", "height_min", "load_min", "landing_timeframe", "message", "company"]
    assert form.save() == (written, ["deal"])
    row.refresh_from_db()
    assert (row.deal, row.area_min) == ("sale", Decimal(2000))


def notice(client, row):
    said = page(client.get(row.get_absolute_url())).select_one(".notice[data-tone=wait]")
    return said and said.text


def test_says_what_stays_as_the_office_entered_it_while_the_form_stood_open(client):
    row = sent(client)
    client.get(needs(row))
    Inquiry.objects.filter(pk=row.pk).update(company="天津某某贸易有限公司", deal="sale")
    client.post(needs(row), TYPED)
    said = "招商专员在此期间已有登记，以下没有改动：取得方式、企业名称。如与实际不符，请在回电时说明。"
    assert notice(client, row) == said
    assert "需求已补充" in client.get(row.get_absolute_url()).content.decode()
    row.refresh_from_db()
    assert (row.company, row.deal, row.message) == ("天津某某贸易有限公司", "sale", "要有行车。")
    client.post(needs(row), TYPED | {"company": "天津某某贸易有限公司", "deal": "", "message": "要有地磅。"})
    assert notice(client, row) is None
    client.post(needs(row), {"deal": "rent"})
    assert notice(client, row) == "您填写的内容没有保存。" + said.replace("、企业名称", "")
    assert "需求已补充" not in client.get(row.get_absolute_url()).content.decode()


def test_writes_down_the_rest_where_the_areas_do_not_fit(client):
    row = sent(client)
    form = NeedsForm(row, {"area_max": "3000", "message": "要有行车。"})
    assert form.is_valid()
    Inquiry.objects.filter(pk=row.pk).update(area_min=9000)
    assert form.save() == (["message"], ["area_max"])
    row.refresh_from_db()
    assert (row.message, row.area_min, row.area_max) == ("要有行车。", Decimal(9000), None)
    assert Entry.objects.about(row).get(action="change").words == "投资人补充：需求描述"


def test_whom_the_rules_name_for_the_district_gets_it_then(client):
    place = district()
    officer = staff("zhuanyuan")
    officer.groups.set([ensure_roles()["招商专员"]])
    AssignmentRule.objects.create(district=place).officers.set([officer])
    row = sent(client)
    assert row.officer is None
    client.post(needs(row), {"district": place.slug})
    row.refresh_from_db()
    assert (row.officer, row.place) == (officer, place)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"area_min": "5000"}, "最大面积不能小于最小面积。"),
        ({"area_min": "很大"}, "请填写数字，如 3200。"),
        ({"district": "atlantis"}, "没有找到这个地区，请重新选择。"),
        ({"email": "a@"}, "邮箱格式不对"),
        ({"message": "a\0b"}, "其中有无法识别的字符"),
        ({"investment_wan": "9" * 400}, "请填写以万元计的数字，如 5000。"),
    ],
)
def test_refuses_in_words_and_keeps_what_was_typed(client, typed, words):
    row = sent(client)
    response = client.post(needs(row), TYPED | typed)
    assert response.status_code == 422
    shown = page(response)
    assert words in shown.select_one(".error-summary").text
    assert shown.select_one("[name=company]")["value"] == "天津某某自行车有限公司"
    row.refresh_from_db()
    assert (row.deal, row.area_min) == ("", None)


def test_says_of_a_figure_it_cannot_read_that_alone(client):
    row = sent(client, area_min="5000")
    words = page(client.post(needs(row), TYPED | {"area_min": "5000", "area_max": "三千"})).text
    assert "请填写数字，如 3200。" in words
    assert "最大面积不能小于最小面积。" not in words


def test_its_bar_has_the_number_of_the_receipt(client):
    place = district(hotline="022-82100000")
    row = sent(client, district=place.slug)
    numbers = [
        page(client.get(address)).select_one(".action-bar a")["href"]
        for address in (needs(row), row.get_absolute_url())
    ]
    assert numbers == ["tel:022-82100000"] * 2
    assert page(client.get(row.get_absolute_url())).select(".action-bar a[href*=settle]") == []


def test_compares_with_the_end_the_office_entered(client):
    row = sent(client)
    Inquiry.objects.filter(pk=row.pk).update(area_max=1000)
    response = client.post(needs(row), {"area_min": "2000"})
    assert response.status_code == 422
    assert "最大面积不能小于最小面积。" in response.content.decode()


def test_a_stranger_is_asked_for_the_telephone_number(client):
    row = inquiry()
    assert "进度查询" in client.get(needs(row)).content.decode()
    assert client.post(needs(row), TYPED).status_code == 422
    row.refresh_from_db()
    assert row.deal == ""
    named = client.post(needs(row), {"phone": "138 0013 8000"})
    assert (named.status_code, named["Location"]) == (303, row.get_absolute_url())
    assert client.post(needs(row), {"deal": "rent"}).status_code == 303
    row.refresh_from_db()
    assert row.deal == "rent"


def test_a_number_that_does_not_exist_is_asked_the_same(client):
    assert "进度查询" in client.get("/inquiries/ZX-2222-2222-2222-2222/needs/").content.decode()


@pytest.mark.parametrize("stage", ["lost", "operating"])
def test_is_over_once_the_inquiry_is_closed(client, stage):
    row = sent(client)
    row.stage, row.closing_reason = stage, "另有去处"
    row.save()
    assert client.get(needs(row)).url == row.get_absolute_url()
    refused = client.post(needs(row), TYPED)
    assert refused.status_code == 409
    assert "您填写期间，这次咨询已经办结，以下内容没有保存。" in refused.content.decode()
    assert page(refused).select_one("[name=message]").text.strip() == "要有行车。"
    assert "保存需求" not in refused.content.decode()
    row.refresh_from_db()
    assert row.deal == ""
    assert needs(row) not in client.get(row.get_absolute_url()).content.decode()


def test_a_link_brings_the_first_step_its_needs(client):
    hall = listing()
    first = page(client.get(f"/contact/?from=listing-{hall.pk}&deal=rent&area_min=2000&message=要有行车"))
    names = [tick["name"] for tick in first.select(".subjects input")]
    assert names == ["listing", "deal", "area_min", "message"]
    row = sent(client, **{tick["name"]: tick["value"] for tick in first.select(".subjects input")})
    assert (row.listing, row.deal, row.area_min, row.message) == (hall, "rent", Decimal(2000), "要有行车")


def test_the_first_step_asks_three_things(client):
    doors = {"/contact/": [], "/inquiries/settle/": ["company"], "/inquiries/policy-pack/": ["email"]}
    for door, more in doors.items():
        fields = page(client.get(door)).select("main form [name]:not([type=hidden])")
        assert {field["name"] for field in fields} == {"contact_name", "phone", "topic", "consent", *more}


def test_erasing_clears_what_tells_his_words_from_theirs():
    row = inquiry(token="a" * 24, said={"message": "0123456789abcdef"})
    erase(row)
    row.refresh_from_db()
    assert row.said == {}
