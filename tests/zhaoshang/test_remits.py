"""What somebody bound to 武清区 may save, cite and hand on, and who may bind whom."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Article, PolicyDocument
from inquiries.desk import handing
from inquiries.models import Inquiry
from parks.models import District, Listing, Park, Remit
from publishing.placing import remit_of
from tests import builders
from tests.parks.exchange_files import NEW_PARK, book
from tests.staff_screens import enter, errors_on, form_of, save, screen

pytestmark = pytest.mark.django_db
CHOOSE_YOURS = "请选择您负责的地区。"


@pytest.fixture
def dongli():
    return builders.district("dongli", name="东丽区", short_name="东丽区")


def bind(user, *districts):
    for one in districts:
        Remit.objects.create(person=user, district=one)
    return user


@pytest.fixture
def editor(client):
    return bind(enter(client, "编辑"), builders.district())


class TestWhatIsSeen:
    def test_includes_what_lies_below(self, editor):
        street = builders.district("xiazhuzhuang", parent=builders.district())
        below, foreign = builders.listing(district=street), builders.listing(district=builders.tianjin())
        assert list(Listing.objects.visible_to(editor)) == [below]
        assert foreign not in Listing.objects.visible_to(editor)

    def test_keeps_districts_apart_whose_names_begin_alike(self, editor):
        builders.listing(district=builders.district("wuqing-east"))
        assert list(Listing.objects.visible_to(editor)) == []

    def test_is_everything_for_who_is_not_bound_and_for_superusers(self, dongli):
        builders.listing(district=dongli)
        free, root = builders.staff("free"), bind(builders.staff("root", is_superuser=True), dongli)
        assert [Listing.objects.visible_to(one).count() for one in (free, root)] == [1, 1]
        assert [remit_of(one) for one in (free, root)] == [None, None]

    def test_leaves_out_what_lies_nowhere(self, editor):
        builders.article(district=None)
        builders.inquiry(district=None)
        assert not Article.objects.visible_to(editor).exists()
        assert not Inquiry.objects.visible_to(editor).exists()

    def test_asks_once_a_request_for_the_districts(self, editor, django_assert_num_queries):
        user = User.objects.get(pk=editor.pk)
        with django_assert_num_queries(1):
            assert [remit_of(user) for _ in range(3)] == [("tianjin/wuqing/",)] * 3

    def test_takes_an_inquiry_for_where_its_park_or_listing_lies(self, editor, dongli):
        own = builders.inquiry(listing=builders.listing())
        builders.inquiry(district=dongli, listing=builders.listing())
        assert list(Inquiry.objects.visible_to(editor)) == [own]

    def test_includes_an_inquiry_that_is_offered_until_it_is_answered(self, editor, dongli):
        giver = builders.staff("giver", is_superuser=True)
        inquiry = builders.inquiry(district=dongli)
        transfer = handing.offer(inquiry, builders.district(), "改看武清", giver)
        assert list(Inquiry.objects.visible_to(editor)) == [inquiry]
        assert list(Inquiry.objects.changeable_by(editor)) == []
        handing.decline(transfer, giver, "没有空置载体")
        assert list(Inquiry.objects.visible_to(editor)) == []

    def test_includes_an_inquiry_that_was_accepted(self, editor, dongli):
        giver = builders.staff("giver", is_superuser=True)
        inquiry = builders.inquiry(district=dongli)
        handing.accept(handing.offer(inquiry, builders.district(), "改看武清", giver), giver)
        assert list(Inquiry.objects.changeable_by(editor)) == [inquiry]

    def test_includes_policies_from_above_to_read_but_not_to_change(self, client, editor, dongli):
        own, city, nation = (
            builders.policy(district=place) for place in (builders.district(), builders.tianjin(), None)
        )
        builders.policy(district=dongli)
        assert set(PolicyDocument.objects.visible_to(editor)) == {own, city, nation}
        assert list(PolicyDocument.objects.changeable_by(editor)) == [own]
        page = client.get(screen(PolicyDocument, "change", nation.pk))
        assert (page.status_code, b'name="_save"' in page.content) == (200, False)
        assert client.post(screen(PolicyDocument, "change", nation.pk), {"title": "改"}).status_code == 403


class TestSaving:
    def test_refuses_another_district_beside_the_field(self, client, editor, dongli):
        listing = builders.listing()
        response = save(client, screen(Listing, "change", listing.pk), district=dongli.pk)
        assert CHOOSE_YOURS in errors_on(response)
        listing.refresh_from_db()
        assert listing.district.slug == "wuqing"

    def test_refuses_an_article_without_a_district(self, client, editor):
        response = save(
            client, screen(Article, "add"), title="通知", body="正文", channel=builders.channel().pk
        )
        assert CHOOSE_YOURS in errors_on(response)
        assert not Article.objects.exists()

    def test_refuses_a_prefix_that_names_another_district(self, client, editor, dongli):
        words = {"title": "【东丽区招商】通知", "body": "正文", "channel": builders.channel().pk}
        response = save(client, screen(Article, "add"), **words)
        assert CHOOSE_YOURS in errors_on(response)
        assert not Article.objects.exists()

    def test_refuses_a_park_of_another_district(self, client, editor, dongli):
        foreign = builders.park(name="东丽园", slug="dongliyuan", district=dongli)
        listing = builders.listing()
        assert errors_on(save(client, screen(Listing, "change", listing.pk), park=foreign.pk))
        listing.refresh_from_db()
        assert listing.park != foreign

    def test_keeps_what_others_tied_to_an_item(self, client, editor, dongli):
        foreign = builders.park(name="东丽园", slug="dongliyuan", district=dongli)
        article = builders.article(parks=[foreign], **builders.DRAFT)
        response = save(client, screen(Article, "change", article.pk), title="新标题")
        assert errors_on(response) == []
        assert list(article.parks.all()) == [foreign]

    def test_cites_a_policy_of_the_nation(self, client, editor):
        nation = builders.policy(district=None)
        article = builders.article(**builders.DRAFT)
        assert errors_on(save(client, screen(Article, "change", article.pk), policies=[nation.pk])) == []
        assert list(article.policies.all()) == [nation]

    def test_adds_districts_only_below_ones_own(self, client, dongli):
        master = bind(enter(client, "站长"), builders.district())
        new = {"name": "下朱庄街道", "short_name": "下朱庄", "kind": "county", "slug": "xiazhuzhuang"}
        assert CHOOSE_YOURS in errors_on(save(client, screen(District, "add"), **new))
        assert CHOOSE_YOURS in errors_on(save(client, screen(District, "add"), **new, parent=dongli.pk))
        save(client, screen(District, "add"), **new, parent=builders.district().pk)
        assert District.objects.visible_to(master).count() == 2

    def test_lets_the_top_of_a_remit_be_edited_where_it_is(self, client):
        bind(enter(client, "站长"), builders.district())
        address = screen(District, "change", builders.district().pk)
        assert errors_on(save(client, address, known_for="京津之间")) == []
        assert District.objects.get(slug="wuqing").known_for == "京津之间"
        assert CHOOSE_YOURS in errors_on(save(client, address, parent=""))


class TestExcel:
    def send(self, client, rows):
        file = SimpleUploadedFile("园区.xlsx", book(园区=rows))
        return client.post(screen(Park, "import"), {"file": file}, follow=True)

    def test_refuses_rows_of_other_districts_with_their_line(self, client, editor, dongli):
        rows = [NEW_PARK, NEW_PARK | {"名称": "另一园", "网址名": "lingyi", "所属地区": "东丽区"}]
        preview = self.send(client, rows).context["preview"]
        told = {row["line"]: (row["outcome"], row["reasons"]) for row in preview["rows"]}
        assert told == {2: ("created", []), 3: ("refused", ["所属地区：不是您负责的地区。"])}

    def test_does_not_take_a_park_over_from_another_district(self, client, editor, dongli):
        builders.park(name="东丽园", slug="dongliyuan", district=dongli)
        rows = [NEW_PARK | {"名称": "东丽园", "网址名": "dongliyuan"}]
        (row,) = self.send(client, rows).context["preview"]["rows"]
        assert row["reasons"] == ["网站上已有的这一条不是您负责的地区，您不能改。"]


class TestGiving:
    def person_form(self, client, user, **changes):
        return save(client, screen(User, "change", user.pk), **changes)

    def test_binds_and_frees_a_person(self, client, dongli):
        enter(client, "站长")
        someone = builders.staff("someone")
        self.person_form(client, someone, districts=[dongli.pk])
        assert [one.district for one in someone.remits.all()] == [dongli]
        self.person_form(client, someone, districts=[])
        assert not someone.remits.exists()

    def test_gives_nothing_wider_than_ones_own(self, client, dongli):
        bind(enter(client, "站长"), builders.district())
        someone = bind(builders.staff("someone"), builders.district())
        assert errors_on(self.person_form(client, someone, districts=[dongli.pk]))
        assert CHOOSE_YOURS in errors_on(self.person_form(client, someone, districts=[]))
        assert [one.district.slug for one in someone.remits.all()] == ["wuqing"]

    def test_widens_nobodys_own(self, client, dongli):
        master = bind(enter(client, "站长"), builders.district())
        assert CHOOSE_YOURS in errors_on(self.person_form(client, master, districts=[]))
        assert errors_on(self.person_form(client, master, districts=[dongli.pk]))
        assert [one.district.slug for one in master.remits.all()] == ["wuqing"]

    def test_a_new_person_of_who_is_bound_is_bound(self, client):
        bind(enter(client, "站长"), builders.district())
        new = {"username": "newcomer", "password1": "changning-7351", "password2": "changning-7351"}
        address = screen(User, "add")
        assert CHOOSE_YOURS in errors_on(save(client, address, **new))
        client.post(address, form_of(client, address) | new | {"districts": [builders.district().pk]})
        assert [one.district.slug for one in User.objects.get(username="newcomer").remits.all()] == ["wuqing"]

    def test_people_of_other_districts_and_the_unbound_are_not_there(self, client, dongli):
        bind(enter(client, "站长"), builders.district())
        free, foreign = builders.staff("free"), bind(builders.staff("foreign"), dongli)
        for one in (free, foreign):
            assert client.get(screen(User, "change", one.pk)).status_code == 404

    def test_a_district_somebody_is_bound_to_cannot_go(self, client, editor):
        client.force_login(builders.staff("root", is_superuser=True))
        client.post(screen(District, "delete", builders.district().pk), {"post": "yes"})
        assert District.objects.filter(slug="wuqing").exists()
