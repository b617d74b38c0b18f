"""园区一页纸: whatever stands in the park, one page of A4, each word as it was written."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from urllib.parse import quote

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from parks.models import ParkDistance
from parks.sheets import printing
from parks.sheets.words import by_turns, words_of
from publishing import page_memory
from publishing.models import SiteSettings
from tests import builders

pytestmark = pytest.mark.django_db
PAGE = "https://zs.example.cn/parks/jingbin/"
A4 = (595, 842)  # points


@pytest.fixture(autouse=True)
def _nothing_remembered():
    printing.composed.cache_clear()


def address(park):
    return f"{park.get_absolute_url()}sheet.pdf"


def pages(content):
    return PdfReader(io.BytesIO(content)).pages


def text(content):
    """What one can read on it, without the spaces and line ends of the layout."""
    return "".join("".join(page.extract_text() for page in pages(content)).split())


def test_is_one_page_of_a4_with_what_a_visitor_asks(client):
    SiteSettings.objects.create(site_name="天津招商")
    park = builders.park(
        name="天津京滨工业园",
        site_preparation="3",
        address="京滨大道1号",
        contact_name="李专员",
        contact_phone="022-59000000",
        industries=[builders.industry()],
        verified_on=date(2025, 8, 20),
        planned_area_km2="12.5",
    )
    ParkDistance.objects.create(park=park, target="天津港", km=71)
    builders.listing(park=park, title="单层钢结构厂房")
    response = client.get(address(park))
    assert response["Content-Type"] == "application/pdf"
    assert [tuple(map(round, page.mediabox[2:])) for page in pages(response.content)] == [A4]
    words = text(response.content)
    for said in [
        *("天津招商", "天津京滨工业园", "省（市）级", "产业园区", "天津-武清区"),
        *("以高端装备和生物医药为主的工业园。", "可供地800亩", "空置载体1处", "规划面积12.5km²"),
        *("铁路、船舶、航空航天和其他运输设备制造业", "三通一平：通水、通电、通路，场地平整", "京滨大道1号"),
        *("天津港71km", "单层钢结构厂房", "净高9m·承重3t/㎡·供电630kVA·随时可交付", "3,200㎡"),
        *("0.75元/㎡/天", "≈22.8元/㎡/月", "李专员", "022-59000000", "022-82100000", "2025年8月20日核实"),
        "http://testserver/parks/jingbin-1/",
    ]:
        assert said in words


def test_carries_a_chinese_name_and_opens_in_the_browser(client):
    park = builders.park(name='京滨"/工业园')
    response = client.get(address(park))
    name = quote('京滨"／工业园一页纸.pdf')
    assert response["Content-Disposition"] == f"inline; filename*=utf-8''{name}"
    assert response["X-Robots-Tag"] == "noindex"


def test_prints_what_was_written_and_obeys_nothing(client):
    names = ['#read("/etc/passwd")', "*粗* _斜_ $x^2$ <b> \\ ` @x", "镕𠮷园", "#panic[] // /* 1 */"]
    for name in names:
        park = builders.park(name=name, alias=name, summary=name, address=name)
        words = text(client.get(address(park)).content)
        assert words.count("".join(name.split())) >= 3, name


LONG = "这是一段没有尽头的文字，" * 60
UNBROKEN = "W" * 200


@pytest.mark.parametrize("filling", [LONG, UNBROKEN, "𠮷" * 200, "一\n\n二\t三" * 60, "<p>#{}[]$" * 30])
def test_stays_on_one_page_whatever_is_written(client, filling):
    SiteSettings.objects.create(site_name=filling[:60], hotline=filling[:40], hotline_hours=filling[:60])
    district = builders.district("long", name=filling[:60], short_name=filling[:30])
    park = builders.park(
        name=filling[:80],
        district=district,
        summary=filling[:200],
        address=filling[:200],
        amenities=filling,
        intro=f"<p>{filling}</p>",
        contact_name=filling[:40],
        contact_phone=filling[:40],
        site_preparation="9",
        industries=[builders.industry(str(code), filling[:60]) for code in range(13, 33)],
        planned_area_km2="9999999.99",
        built_area_km2="9999999.99",
        output_yi_yuan="99999999.99",
        employees=2147483647,
    )
    for number in range(9):
        ParkDistance.objects.create(park=park, target=filling[:60], km=number)
    for kind in ["land", "factory", "warehouse", "office"]:
        for _ in range(4):
            builders.listing(
                park=park, kind=kind, title=filling[:120], area="9999999999.99", price="99999999.99",
                floor_label=filling[:40],
            )  # fmt: skip
    response = client.get(address(park))
    assert len(pages(response.content)) == 1
    assert "扫码查看。" in text(response.content)


def test_says_how_many_more_there_are_and_shows_some_of_every_kind(client):
    park = builders.park()
    for number in range(30):
        builders.listing(park=park, title=f"厂房甲{number}号")
    builders.listing(park=park, kind="office", title="唯一的写字楼")
    builders.listing(park=park, status="taken", title="已租的厂房")
    words = text(client.get(address(park)).content)
    shown = words.count("厂房甲")
    assert 4 <= shown <= 12
    assert "空置载体（31处）" in words
    assert f"另有{30 - shown}处，扫码查看。" in words
    assert "唯一的写字楼" in words
    assert "已租的厂房" not in words


def test_offers_each_kind_in_turn():
    park = builders.park()
    rows = [builders.listing(park=park, kind=kind) for kind in ["factory", "factory", "land", "office"]]
    assert [row.kind for row in by_turns(rows)] == ["land", "factory", "office", "factory"]


def test_has_words_for_a_park_that_says_little(client):
    builders.district().hotline = ""
    park = builders.park(summary="", intro="", land_available_mu=None)
    words = text(client.get(address(park)).content)
    assert "目前没有公开的空置载体，请来电询问近期将腾出的厂房和办公用房。" in words
    assert "空置载体0处" in words


def test_is_not_there_for_a_hidden_park(client):
    for state in builders.HIDDEN.values():
        assert client.get(address(builders.park(**state))).status_code == 404


def test_shows_only_what_the_public_may_see(client):
    park = builders.park()
    before = client.get(address(park)).content
    for hidden in [*builders.HIDDEN.values(), {"valid_until": date(2025, 9, 1)}]:
        builders.listing(park=park, **hidden)
    assert client.get(address(park)).content == before


def test_is_the_same_to_the_byte_and_composed_once(client, settings):
    settings.PAGE_MEMORY_MB = 0
    park = builders.park()
    first = client.get(address(park))
    assert client.get(address(park), headers={"if-none-match": first["ETag"]}).status_code == 304
    assert (printing.composed.cache_info().misses, printing.composed.cache_info().hits) == (1, 1)
    printing.composed.cache_clear()
    again = client.get(address(park))
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])


def test_changes_with_what_it_shows(client):
    park = builders.park()
    before = client.get(address(park))["ETag"]
    ParkDistance.objects.create(park=park, target="天津港", km=71)
    with_distance = client.get(address(park))["ETag"]
    builders.park_photo(park=park)
    with_photo = client.get(address(park))["ETag"]
    assert len({before, with_distance, with_photo}) == 3


def test_shows_the_first_photo_and_a_drawing_where_there_is_none(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    park = builders.park()
    assert list(pages(client.get(address(park)).content)[0].images) == []
    photo = builders.park_photo(park=park, image=builders.picture_file(size=(900, 1600)))
    (image,) = pages(client.get(address(park)).content)[0].images
    assert image.image.size == (1280, 720)
    default_storage.delete(photo.image.name)
    printing.composed.cache_clear()
    page_memory.memory.clear()
    assert list(pages(client.get(address(park)).content)[0].images) == []


def test_many_may_ask_at_once():
    said = [words_of(builders.park(), f"{PAGE}?{number}") for number in range(6)]
    alone = [printing.composed(printing.as_json(words)) for words in said]
    printing.composed.cache_clear()
    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(lambda words: printing.composed(printing.as_json(words)), said))
    assert together == alone


def test_offers_the_land_it_has_where_no_listing_is_vacant(client):
    words = text(client.get(address(builders.park(land_available_mu=650))).content)
    assert "可供地650亩" in words
    assert "目前没有公开的空置载体；可供工业用地约650亩，可来电洽谈。" in words


def test_ends_a_list_with_an_item_and_a_text_with_a_sentence(client):
    amenities = [f"第{number}项配套，职工步行十分钟内可以到达的设施" for number in range(1, 9)]
    sentence = "园区位于京津之间，可供工业用地可以整宗出让，也可以按项目分期供地。"
    park = builders.park(
        amenities="\n".join(amenities),
        summary="紧邻滨海国际机场，智能装备、新能源和科研转化项目集中的工业园区。" * 5,
        intro=f"<p>{sentence * 19}</p>",
        industries=[
            builders.industry(str(code), f"第{code}大类制造业，及其有关的服务业") for code in range(13, 33)
        ],
    )
    for _ in range(20):
        builders.listing(park=park)
    words = text(client.get(address(park)).content)
    assert "…" not in words
    assert [f"{one}等" in words for one in amenities].count(True) == 1
    assert words_of(park, PAGE)["intro"] == sentence * 18  # 33 signs each: 594 of 600
    assert words.count("紧邻滨海国际机场") == words.count("集中的工业园区。") > 1


def test_an_introduction_ends_with_its_last_whole_sentence(client):
    sentence = "园区位于京津之间，可供工业用地可以整宗出让，也可以按项目分期供地。"
    park = builders.park(intro=f"<p>{sentence * 40}</p>", summary="")
    for _ in range(7):
        builders.listing(park=park)
    words = text(client.get(address(park)).content)
    assert "…" not in words
    shown = words.count(sentence)
    assert 2 <= shown <= 18
    assert words.count("园区位于京津之间") == shown
