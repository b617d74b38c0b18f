import pytest

from articles.models import Channel
from parks.models import District, Park
from publishing.admin.moving import WARNING
from tests import builders
from tests.staff_screens import enter, save, screen, told

pytestmark = pytest.mark.django_db

THINGS = {
    District: lambda: builders.district("old"),
    Park: lambda: builders.park(slug="old"),
    Channel: lambda: Channel.objects.create(name="旧栏目", slug="old"),
}


@pytest.mark.parametrize("model", THINGS)
def test_who_looks_after_the_site_may_rename_and_is_warned(client, model):
    enter(client, "站长")
    address = screen(model, "change", THINGS[model]().pk)
    assert WARNING in client.get(address).content.decode()
    answer = save(client, address, slug="new")
    assert model.objects.filter(slug="new").exists()
    assert "网址名已由 old 改为 new，旧网址会转到新网址。" in told(client.get(answer["Location"]))


def test_an_editor_may_not_rename_what_was_public(client):
    enter(client, "编辑")
    park = THINGS[Park]()
    save(client, screen(Park, "change", park.pk), slug="new", alias="新园")
    park.refresh_from_db()
    assert (park.slug, park.alias) == ("old", "新园")


def test_a_draft_is_renamed_without_ado(client):
    enter(client, "编辑")
    address = screen(Park, "change", builders.park(slug="old", **builders.DRAFT).pk)
    assert WARNING not in client.get(address).content.decode()
    answer = save(client, address, slug="new")
    assert [words for words in told(client.get(answer["Location"])) if "网址名" in words] == []
