"""The demo: that it is all there, holds together, promises nothing, and keeps its hands off a site in use."""

import io
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from PIL import Image

from articles.models import Article, Channel, PolicyDocument
from inquiries.models import (
    AssignmentRule,
    DayException,
    FollowUp,
    Inquiry,
    StageChange,
    Submission,
    Transfer,
)
from parks.models import District, Listing, Park, ParkCompany, ParkPhoto
from publishing.models import SiteSettings
from readership.models import Reading
from tests import builders
from zhaoshang.demo import pictures
from zhaoshang.demo.articles import filled, possible
from zhaoshang.demo.handling import PATH
from zhaoshang.demo.people import STAFF, logins_file
from zhaoshang.demo.writing import amount, number_headings, to_html
from zhaoshang.management.commands.seed_demo import seed

MODELS = [
    Article,
    AssignmentRule,
    DayException,
    District,
    FollowUp,
    Inquiry,
    Listing,
    Park,
    ParkPhoto,
    PolicyDocument,
    Reading,
    StageChange,
    Submission,
    Transfer,
]
PROMISES = re.compile("返还|返税|退税|免税|减税|奖励|奖金|补贴|补助|现金(?!流)")


def small_scene(name):
    """Encoding pictures takes seconds; a small one goes the same way."""
    return Image.new("RGB", (64, 40), "#345")


def seed_demo(**options):
    out = io.StringIO()
    call_command("seed_demo", stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture(scope="class")
def _demo(django_db_setup, django_db_blocker):
    """The demo, seeded once for all the tests that look at it."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(pictures, "draw", small_scene)
        builders.staff("zhuanyuan")
        seed(timezone.now())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_demo, db):
    pass


@pytest.fixture
def _trial(settings, tmp_path, monkeypatch):
    """As under DEBUG=1, with a `var` of its own."""
    settings.DEVELOPMENT, settings.VAR_DIR, settings.MEDIA_ROOT = True, tmp_path, tmp_path / "media"
    monkeypatch.setattr(pictures, "draw", small_scene)


@pytest.mark.usefixtures("demo")
class TestTheDemo:
    def test_has_the_districts_of_tianjin_on_a_map_without_overlaps(self):
        placed = District.objects.exclude(grid_row=None)
        assert placed.count() == 16
        assert len(set(placed.values_list("grid_row", "grid_column"))) == 16
        assert District.objects.filter(kind="zone").count() == 5
        assert not District.objects.filter(known_for="").exists()

    def test_has_parks_everywhere(self):
        assert Park.objects.published().count() >= 40
        without = District.objects.filter(parks=None).values_list("slug", flat=True)
        assert list(without) == ["tianjin"]
        for name in ("中华自行车王国产业园", "中华地毯产业园", "天津武清汽车零部件产业园", "天津京滨工业园"):
            assert Park.objects.get(name=name).district.slug == "wuqing"

    def test_contradicts_itself_nowhere(self):
        for model in (Park, Listing):
            for row in model.objects.select_related("district__parent").all():
                row.full_clean()

    @pytest.mark.parametrize("field", ["kind", "deal", "status", "price_unit", "area_unit", "notice_stage"])
    def test_has_listings_of_every(self, field):
        assert Listing.objects.count() >= 200
        found = set(Listing.objects.values_list(field, flat=True)) - {""}
        assert found == {value for value, _ in Listing._meta.get_field(field).choices}

    def test_has_articles_in_every_channel_and_district_over_two_years(self):
        public = Article.objects.published()
        assert public.count() >= 300
        assert set(public.values_list("channel", flat=True)) == set(
            Channel.objects.values_list("pk", flat=True)
        )
        assert set(public.values_list("district", flat=True)) == {
            None,
            *District.objects.values_list("pk", flat=True),
        }
        newest, oldest = public.first(), public.last()
        assert timezone.now() - newest.published_at < timedelta(days=4)
        assert oldest.published_at < timezone.now() - timedelta(days=600)

    def test_has_articles_and_listings_the_public_must_not_see(self):
        states = Counter(article.state for article in Article.objects.all())
        assert (states["draft"], states["scheduled"], states["expired"]) == (6, 4, 5)
        assert {listing.state for listing in Listing.objects.all()} == {
            "draft",
            "scheduled",
            "published",
            "expired",
        }

    def test_has_policies_of_every_validity_and_what_took_their_place(self):
        policies = PolicyDocument.objects.published()
        assert policies.count() >= 30
        assert {policy.validity for policy in policies} == {"valid", "expired", "repealed"}
        for policy in policies.exclude(repealed_on=None):
            assert policy.superseded_by.validity == "valid"

    def test_has_inquiries_in_every_stage_with_the_steps_that_brought_them_there(self):
        assert Counter(Inquiry.objects.values_list("stage", flat=True)) == {
            "new": 12, "responded": 12, "assessed": 10, "following": 16, "negotiating": 14, "signed": 12,
            "building": 9, "operating": 8, "invalid": 20, "declined": 13, "unreachable": 12, "lost": 22,
        }  # fmt: skip
        for inquiry in Inquiry.objects.prefetch_related("stage_changes"):
            steps = inquiry.stage_changes.all()[::-1]
            assert ["new", *(one.stage_to for one in steps)] == [
                *(one.stage_from for one in steps),
                inquiry.stage,
            ]
            moments = [inquiry.created_at, *(one.at for one in steps)]
            assert moments == sorted(set(moments))
            assert inquiry.stage_since == moments[-1] < timezone.now()
        assert Inquiry.objects.earliest("created_at").created_at > timezone.now() - timedelta(days=14 * 31)
        assert StageChange.objects.filter(at__date__gt=F("due_on")).count() > 20

    def test_has_inquiries_that_are_late_and_some_for_today(self):
        late = Inquiry.objects.overdue().values_list("stage", flat=True)
        assert Counter(late) == {"new": 3} | dict.fromkeys(PATH[1:-1], 2)
        today = Inquiry.objects.open().filter(due_on=timezone.localdate())
        assert set(today.values_list("stage", flat=True)) >= set(PATH[1:-1])

    def test_has_inquiries_that_went_to_other_districts(self):
        accepted, declined = (
            Transfer.objects.exclude(accepted_at=None),
            Transfer.objects.exclude(declined_at=None),
        )
        assert (accepted.count(), declined.count(), Transfer.objects.count()) == (7, 2, 12)
        for transfer in Transfer.objects.select_related("inquiry"):
            inquiry = transfer.inquiry
            assert inquiry.first_place_id == transfer.from_district_id
            assert (inquiry.place_id == transfer.to_district_id) is (transfer.accepted_at is not None)
        assert Inquiry.objects.exclude(offered_to=None).count() == 3

    def test_has_signings_duplicates_and_what_was_put_away(self):
        signed = Inquiry.objects.filter(stage__in=["signed", "building", "operating"])
        assert signed.filter(signed_on__isnull=False, agreed_investment_wan__gt=0).count() == 29
        assert Inquiry.objects.exclude(signed_on=None).count() == 29
        merged = Inquiry.objects.exclude(merged_into=None).select_related("merged_into").get()
        assert (merged.phone, merged.company_key) == (
            merged.merged_into.phone,
            merged.merged_into.company_key,
        )
        again = Inquiry.objects.open().values("phone", "company_key").annotate(n=Count("pk")).filter(n__gt=1)
        assert [one["n"] for one in again] == [2]
        assert Inquiry.objects.filter(cause="spam").count() == 12
        assert Inquiry.objects.exclude(archived_at=None).count() == 17  # 5, 3, 3 and 6

    def test_knows_the_pages_its_inquiries_came_over(self, client):
        online = Inquiry.objects.exclude(source_page="")
        assert online.count() == 140
        pages = {page for pair in online.values_list("source_page", "entry_page") for page in pair}
        assert {page.split("/")[1] for page in pages} == {
            "",
            "news",
            "policies",
            "parks",
            "listings",
            "districts",
        }
        assert {page for page in sorted(pages)[::6] if client.get(page).status_code != 200} == set()

    def test_has_readers_of_what_is_public_and_of_nothing_else(self):
        for kind, model in {
            "article": Article,
            "policy": PolicyDocument,
            "park": Park,
            "listing": Listing,
        }.items():
            read = set(Reading.objects.filter(kind=kind).values_list("number", flat=True))
            assert read == set(model.objects.published().values_list("pk", flat=True))
        days = Reading.objects.values_list("day", flat=True)
        assert max(days) == timezone.localdate()
        assert min(days) == timezone.localdate() - timedelta(days=90)

    def test_has_submissions_in_every_state(self):
        assert set(Submission.objects.values_list("state", flat=True)) == set(Submission.State.values)

    @pytest.mark.parametrize("model", [one for one in MODELS if one is not StageChange])  # no form writes one
    def test_is_made_of_valid(self, model):
        assert model.objects.exists()
        for thing in model.objects.all():  # the database has seen to the constraints
            thing.full_clean(validate_unique=False, validate_constraints=False)

    def test_says_that_it_is_a_demo(self):
        site = SiteSettings.current()
        assert site.site_name == "天津招商 演示"
        assert "演示数据" in site.footer_note
        assert set(Article.objects.values_list("source", flat=True)) == {"演示稿"}
        assert not ParkCompany.objects.exclude(name__startswith="示例").exists()
        assert not Inquiry.objects.exclude(phone__startswith="+86220000").exists()

    def test_never_promises_money_or_tax(self):
        texts = [
            *Article.objects.values_list("title", "body"),
            *PolicyDocument.objects.values_list("support", "body"),
        ]
        assert [found[0] for pair in texts for text in pair for found in PROMISES.finditer(text)] == []

    def test_tells_every_article_apart(self):
        titles = Article.objects.values_list("title", flat=True)
        assert len(set(titles)) == len(set(Article.objects.values_list("body", flat=True))) == len(titles)

    def test_leaves_no_marking_in_the_texts(self):
        marks = re.compile(r"[{}\[\]|]|／|## ")
        assert [body for body in Article.objects.values_list("body", flat=True) if marks.search(body)] == []

    def test_gives_articles_the_parks_they_name(self):
        for article in Article.objects.exclude(parks=None).prefetch_related("parks")[:50]:
            for park in article.parks.all():
                assert park.name in article.title + article.body

    def test_asks_for_land_what_its_area_costs(self):
        for land in Listing.objects.filter(kind="land"):
            assert land.starting_price_wan == land.area * land.price
            assert land.deposit_wan <= land.starting_price_wan

    def test_leaves_a_plot_that_found_no_buyer_empty(self):
        plots = Listing.objects.filter(notice_stage="failed")
        assert set(plots.values_list("status", flat=True)) == {"vacant"}

    def test_says_of_what_is_for_sale_nothing_that_tenants_ask(self):
        for text in Listing.objects.filter(deal="sale").values_list("summary", "description"):
            assert "租" not in "".join(text)

    def test_divides_into_parts_smaller_than_the_whole(self):
        assert not Listing.objects.filter(min_area__gte=F("area")).exists()

    def test_lists_a_parks_own_parcels_where_a_story_is_about_that_park(self):
        stories = [one for one in Article.objects.filter(title__contains="地出让") if "预" in one.title]
        by_park = [(one, park) for one in stories for park in one.parks.all() if park.name in one.title]
        assert by_park
        for story, park in by_park:
            rows = re.findall(r"<tr><td>(.*?)</td>", story.body)
            assert rows
            assert set(rows) <= set(park.listings.values_list("title", flat=True))

    def test_names_the_unit_of_what_a_parcel_starts_at(self):
        bodies = "".join(Article.objects.values_list("body", flat=True))
        assert "<th>起始单价（万元/亩）</th>" in bodies
        assert "<th>起始价</th>" not in bodies

    def test_asks_rents_as_they_are_in_tianjin(self):
        rents = Listing.objects.exclude(rent_per_sqm_month=None)
        levels = {"factory": (15, 28), "warehouse": (15, 31), "office": (45, 122)}
        for listing in rents:
            low, high = levels[listing.kind]
            assert low <= listing.rent_per_sqm_month <= high

    def test_shows_each_stored_picture_in_several_places(self):
        photos = ParkPhoto.objects.all()
        assert len(set(photos.values_list("image", flat=True))) == 10
        assert photos.count() > 30
        assert all(photo.image.storage.exists(photo.image.name) for photo in photos)
        assert Article.objects.exclude(cover=None).count() == 30


@pytest.mark.django_db
class TestSeedDemo:
    @pytest.mark.usefixtures("_trial")
    def test_changes_nothing_the_second_time(self):
        first = seed_demo()
        before = {model: list(model.objects.order_by("pk").values()) for model in [*MODELS, User]}
        second = seed_demo()
        assert {model: list(model.objects.order_by("pk").values()) for model in [*MODELS, User]} == before
        assert second[0] == "网站已有内容，演示内容未作改动。"
        assert first[-len(STAFF) :] == second[-len(STAFF) :]

    @pytest.mark.usefixtures("_trial")
    def test_lists_accounts_that_open_the_staff_site(self, client):
        lines = seed_demo(logins=True)
        assert [re.sub(r" \S+ ", " … ", line.removeprefix("staff login: ")) for line in lines] == [
            f"{name} … ({role})" for name, _, role, _ in STAFF
        ]
        for line in lines:
            name, password, role = line.removeprefix("staff login: ").split()
            assert client.login(username=name, password=password)
            user = User.objects.get(username=name)
            assert (user.is_staff, user.is_superuser) == (True, False)
            assert [f"({group.name})" for group in user.groups.all()] == [role]
        assert logins_file().stat().st_mode & 0o777 == 0o600
        assert not Article.objects.exists()

    @pytest.mark.usefixtures("_trial")
    def test_gives_a_new_password_when_the_old_one_is_lost(self, client):
        seed_demo(logins=True)
        logins_file().unlink()
        _, password, _ = seed_demo(logins=True)[0].removeprefix("staff login: ").split()
        assert client.login(username="bianji", password=password)

    def test_makes_no_accounts_outside_debug(self, settings, tmp_path):
        settings.VAR_DIR = tmp_path
        builders.park()
        assert seed_demo() == ["网站已有内容，演示内容未作改动。"]
        assert not User.objects.exists()
        assert list(tmp_path.iterdir()) == []

    def test_leaves_a_site_with_content_alone(self):
        park = builders.park()
        seed_demo()
        assert list(Park.objects.all()) == [park]
        assert not Listing.objects.exists()
        assert not Article.objects.exists()


class TestTexts:
    def test_turns_marking_into_html(self):
        text = "开头一段 <b>。\n## 标题\n- 甲\n- 乙\n1. 先\n2. 后\n| 项 | 数 |\n| 面积 | 30 |\n末段"
        assert to_html(text) == (
            "<p>开头一段 &lt;b&gt;。</p><h2>标题</h2><ul><li>甲</li><li>乙</li></ul><ol><li>先</li><li>后</li></ol>"
            "<table><thead><tr><th>项</th><th>数</th></tr></thead><tbody><tr><td>面积</td><td>30</td></tr></tbody></table>"
            "<p>末段</p>"
        )

    def test_numbers_headings_as_documents_do(self):
        assert number_headings("## 甲\n正文\n## 乙") == "## 一、甲\n正文\n## 二、乙"

    @pytest.mark.parametrize(
        ("value", "text"), [(1200, "1,200"), (0.75, "0.75"), (22.80, "22.8"), (10, "10")]
    )
    def test_writes_amounts_with_thousands_marked(self, value, text):
        assert amount(value) == text

    def test_takes_only_texts_whose_facts_are_known(self):
        assert possible(["在{district}", "到{port}"], {"district": "武清区"}) == ["在{district}"]

    def test_fills_in_facts_and_chooses_words(self):
        class First:
            choice = staticmethod(lambda options: options[0])

        assert (
            filled("## 甲／乙\n[早|晚]上到{district}", {"district": "武清区"}, First) == "## 甲\n早上到武清区"
        )
