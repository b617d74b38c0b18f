"""What the pages of parks and listings say in the cases an editor would look for."""

import re

import pytest
from bs4 import BeautifulSoup

from parks.models import Listing, ParkCompany
from tests import builders

pytestmark = pytest.mark.django_db


def text(response):
    """The words of the page's main part, one space between them."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def test_a_comparison_says_what_it_leaves_out(client):
    slugs = [builders.park().slug for _ in range(5)]
    query = "&".join(f"park={slug}" for slug in [*slugs, "nowhere"])
    page = text(client.get(f"/parks/compare/?{query}"))
    assert "一次最多比较四个园区，下面是前四个。" in page
    assert "有 1 个园区没有找到，可能已经下线。" in page


def test_a_comparison_of_one_asks_for_another(client):
    park = builders.park()
    page = text(client.get(f"/parks/compare/?park={park.slug}"))
    assert f"已选{park.name}，请再选一到三个。" in page
    assert "≠" not in page


def test_a_park_without_a_telephone_gives_its_districts(client):
    park = builders.park()
    assert 'href="tel:022-82100000"' in client.get(park.get_absolute_url()).content.decode()
    park.contact_phone = "022-59000000"
    park.save()
    page = client.get(park.get_absolute_url()).content.decode().partition("<main")[2]
    assert 'href="tel:022-59000000"' in page
    assert "022-82100000" not in page


def test_a_park_offers_its_sheet(client):
    park = builders.park()
    page = BeautifulSoup(client.get(park.get_absolute_url()).content, "html.parser")
    assert page.find("a", string="下载园区一页纸（PDF）")["href"] == "/parks/jingbin-1/sheet.pdf"


def test_a_park_shows_five_of_each_kind_and_where_the_rest_is(client):
    park = builders.park(name="京滨 工业园")
    halls = [builders.listing(park=park, title=f"厂房{number}") for number in range(7)]
    office = builders.listing(park=park, kind="office")
    page = client.get(park.get_absolute_url()).content.decode()
    shown = [str(one.pk) for one in [*reversed(halls[2:]), office]]
    assert re.findall(r'data-listing="(\d+)"', page) == shown
    assert re.findall("<caption>(.*?)</caption>", page) == ["厂房，7 处，先列 5 处", "写字楼，1 处"]
    (more,) = BeautifulSoup(page, "html.parser").find_all("a", string=re.compile("^查看全部"))
    assert (more.text, more["href"]) == ("查看全部 7 处厂房", f"/listings/?kind=factory&park={park.slug}")
    assert sorted(re.findall(r'data-listing="(\d+)"', client.get(more["href"]).content.decode())) == sorted(
        str(one.pk) for one in halls
    )


def test_the_listings_of_one_park_can_be_asked_for(client):
    park = builders.park(name="京滨工业园")
    inside = builders.listing(park=park)
    builders.listing(park=builders.park(name="京滨工业园二期"))
    builders.listing()
    page = client.get(f"/listings/?park={park.slug}")
    assert re.findall(r'data-listing="(\d+)"', page.content.decode()) == [str(inside.pk)]
    assert '<a class="tag tag-strong" href="?">京滨工业园<' in page.content.decode()
    assert f'<input type="hidden" name="park" value="{park.slug}"' in page.content.decode()


@pytest.mark.parametrize("asked", ["nowhere", "hidden", "a" * 81, "%00", "%F0%A0%AE%B7"])
def test_a_park_nobody_may_see_is_not_found(client, asked):
    hidden = builders.park(slug="hidden", **builders.DRAFT)
    listing = builders.listing()
    builders.listing(park=hidden)
    page = client.get(f"/listings/?park={asked}")
    assert page.status_code == 200
    assert re.findall(r'data-listing="(\d+)"', page.content.decode()) == [str(listing.pk)]
    assert page.context["filter_form"].errors.keys() == {"park"}


def test_a_park_folds_away_a_long_row_of_companies(client):
    park = builders.park()
    for number in range(14):
        ParkCompany.objects.create(park=park, name=f"企业{number:02}", position=number)
    page = BeautifulSoup(client.get(park.get_absolute_url()).content, "html.parser")
    folded = page.find("summary", string="另有 2 家企业").parent
    assert [cell.text for cell in folded.select("tbody th")] == ["企业12", "企业13"]
    assert len(page.select("main tbody th")) == 14


def test_a_park_lists_vacant_listings_first(client):
    park = builders.park()
    vacant = builders.listing(park=park)
    taken = builders.listing(park=park, status=Listing.Status.TAKEN)
    page = client.get(park.get_absolute_url()).content.decode()
    assert re.findall(r'data-listing="(\d+)"', page) == [str(vacant.pk), str(taken.pk)]


def test_sorting_and_paging_keep_the_filters(client):
    for _ in range(21):
        builders.listing()
    page = client.get("/listings/?kind=factory&deal=rent&sort=area").content.decode()
    assert 'href="?kind=factory&amp;deal=rent&amp;sort=price"' in page
    assert 'href="?kind=factory&amp;deal=rent&amp;sort=area&amp;page=2"' in page
    assert '<input type="hidden" name="sort" value="area" id="id_sort">' in page


def test_a_listing_nobody_verified_for_a_quarter_says_so(client):
    page = text(client.get(builders.listing().get_absolute_url()))
    assert "超过 90 天未核实" in page


@pytest.mark.parametrize(("status", "state"), [("taken", "已租（售）"), ("locked", "锁定")])
def test_a_listing_that_is_gone_says_so_and_leads_to_similar_ones(client, status, state):
    listing = builders.listing(status=status)
    page = client.get(listing.get_absolute_url()).content.decode()
    assert f"此载体目前{state}。" in page
    assert 'href="/siting/?kind=factory&amp;deal=rent&amp;district=wuqing">咨询类似载体</a>' in page
    assert "咨询此载体" not in page
    form = client.get(f"/inquiries/settle/?from=listing-{listing.pk}").content.decode()
    assert f"{listing.title}（目前：{state}）" in form


@pytest.mark.parametrize("status", ["vacant", "reserved"])
def test_a_listing_that_can_be_had_is_asked_about_itself(client, status):
    listing = builders.listing(status=status)
    page = client.get(listing.get_absolute_url()).content.decode()
    assert ("咨询此载体" in page, "咨询类似载体" in page) == (True, False)
    assert "（目前：" not in client.get(f"/inquiries/settle/?from=listing-{listing.pk}").content.decode()


def test_leaves_out_what_nobody_states_and_writes_even_coordinates(client):
    park = builders.park(land_available_mu=None, latitude="39.300000", longitude="117.000000")
    page = client.get(park.get_absolute_url()).content.decode()
    assert "<dt>可供地</dt>" not in page
    assert "北纬 39.3°，东经 117.0°，WGS-84（GPS、天地图）坐标系。" in page
