"""Every staff screen, as somebody who may do everything, but only in 武清区.

A new screen must be named here: what lies in a district goes into `FOREIGN`, what doesn't into `UNPLACED`, an
address of its own into `OWN_ADDRESSES`.
"""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from editorial import reviewing, versioning
from editorial.contents import content_of
from editorial.models import ReviewRule, Version
from inquiries.models import AssignmentRule
from library.models import Picture
from parks.models import Remit
from tests import builders
from tests.editorial.people import person
from tests.staff_screens import screen

pytestmark = pytest.mark.django_db

SECRET = ("绝密", "东丽")  # in every foreign name
GENERIC = ("changelist", "add", "history", "delete", "change")
BY_NUMBER = ("history", "delete", "change")
# Lists that know no district; what they show of things that lie in one is left to the walk itself.
UNPLACED = {
    *("articles.channel", "auth.group", "auth.user", "editorial.push", "library.picture", "outbox.delivery"),
    *(
        "parks.industry",
        "parks.industrylabel",
        "publishing.friendlink",
        "publishing.sitesettings",
        "taggit.tag",
    ),
    *("editorial.word", "inquiries.dayexception", "inquiries.servicestandard"),
    "audit.entry",  # names things by their 编号; which entries he reads: tests/audit
}
ARTICLE, POLICY, REVIEW = "articles.article", "articles.policydocument", "editorial.review"
# Addresses beside the generic ones: (of what model's foreign row, further arguments), or () where no row is named.
OWN_ADDRESSES = {
    **{f"articles_{name}_{what}": (label,) for name, label in [("article", ARTICLE), ("policydocument", POLICY)]
       for what in ("check", "dismiss", "withdraw", "preview", "page", "compare", "restore", "discard")},
    **{f"articles_{name}_{what}": () for name in ("article", "policydocument")
       for what in ("check_new", "presence", "autosave", "drop", "preview_new", "page_new")},
    **{f"inquiries_inquiry_{what}": ("inquiries.inquiry",) for what in (
        "accept", "advance", "archive", "assign", "back", "close", "decline", "merge", "offer", "release", "reopen", "spam",
        "unarchive", "unmerge", "withdraw")},
    **{f"inquiries_{name}_{what}": (f"inquiries.{name}",) for name in ("inquiry", "submission") for what in ("contact", "erase")},
    **dict.fromkeys(["inquiries_inquiry_claim", "inquiries_inquiry_pack"], ("inquiries.inquiry",)),
    **{f"{name}_{what}": () for name in ("inquiries_inquiry",) for what in ("export", "template", "import")},
    "inquiries_inquiry_preview": ("token",),
    **{f"editorial_review_{what}": (REVIEW,) for what in ("pass", "return", "recall", "comment", "sheet")},
    **{f"{name}_{what}": () for name in ("parks_park", "parks_listing", "editorial_word") for what in ("export", "template", "import")},
    **dict.fromkeys(["parks_park_preview", "parks_listing_preview", "editorial_word_preview"], ("token",)),
    **dict.fromkeys(["library_picture_upload", "library_picture_choose", "articles_placement_several"], ()),
    **dict.fromkeys(["articles_article_paste", "articles_article_from_word", "reports", "outcomes", "outbox_channels"], ()),
    "articles_policydocument_repeal": (POLICY,),
    "auth_user_password_change": ("auth.user",),
    "view_on_site": ("site",),
    "report": ("report",),
    **dict.fromkeys(["index", "password_change", "password_change_done", "autocomplete"], ()),
}  # fmt: skip
ANYBODYS = {"login", "logout", "jsi18n", "app_list", None}


@pytest.fixture
def elsewhere():
    """One of everything in 东丽区, by model label."""
    dongli = builders.district("dongli", name="东丽区", short_name="东丽区", known_for="绝密")
    park = builders.park(name="绝密园区", slug="juemi", district=dongli)
    listing = builders.listing(title="绝密厂房", district=dongli, park=park)
    policy = builders.policy(title="绝密措施", district=dongli, repealed_on="2025-09-01")
    article = builders.article(title="绝密签约", district=dongli, parks=[park], policies=[policy])
    inquiry = builders.inquiry(company="绝密公司", district=dongli, listing=listing)
    submission = builders.submission(title="绝密来稿", district=dongli)
    draft = builders.article(title="绝密草稿", district=dongli, **builders.DRAFT)
    writer = person("编辑", "外区编辑")
    Remit.objects.create(person=writer, district=dongli)
    version = versioning.record(draft, content_of(draft), writer)
    placement = builders.placement(article=article, slot="district-lead", district=dongli)
    picture = Picture.objects.create(image=builders.picture_file(), alt="园区全景")
    article.pictures.add(picture)
    rows = [dongli, park, listing, policy, article, inquiry, submission, placement, article.citations.get()]
    rows += [
        ReviewRule.objects.create(district=dongli, levels=1),
        AssignmentRule.objects.create(district=dongli),
    ]
    rows += [reviewing.submit(version, writer), writer]
    return SimpleNamespace(
        rows={row._meta.label_lower: row for row in rows}, version=version, picture=picture, draft=draft
    )


@pytest.fixture
def bound(client, elsewhere):
    user = builders.staff("bound")
    user.user_permissions.set(Permission.objects.all())
    Remit.objects.create(person=user, district=builders.district())
    for row in elsewhere.rows.values():  # worked on before he was bound
        kind = ContentType.objects.get_for_model(row)
        LogEntry.objects.log_actions(user.pk, [row], CHANGE, "改过")
        assert kind
    client.force_login(user)
    return user


def addresses():
    """The names of all staff addresses."""

    def walk(patterns):
        for one in patterns:
            yield from walk(one.url_patterns) if hasattr(one, "url_patterns") else [one.name]

    return set(walk(admin.site.urls[0])) - ANYBODYS


def generic():
    return {
        f"{model._meta.app_label}_{model._meta.model_name}_{what}": (model, what)
        for model in admin.site._registry
        for what in GENERIC
    }


def test_knows_every_screen():
    """Whoever adds an address says here what a person of another district gets there."""
    assert addresses() - set(generic()) - set(OWN_ADDRESSES) == set()


def test_knows_every_model(elsewhere):
    labels = {model._meta.label_lower for model in admin.site._registry}
    assert labels - UNPLACED - set(elsewhere.rows) == set()


def words_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def leaks(client, address):
    """What a page tells of elsewhere; pages nobody may open tell nothing."""
    response = client.get(address, follow=True)
    assert response.status_code < 500, address
    return [word for word in SECRET if word in words_of(response)]


def test_names_nothing_of_other_districts(client, bound, elsewhere):
    fill_home()
    told = {}
    for name, (model, what) in generic().items():
        first = model._default_manager.order_by("pk").first()
        foreign = elsewhere.rows.get(model._meta.label_lower)
        if what in BY_NUMBER and (first is None or foreign):
            continue
        address = reverse(f"admin:{name}", args=[first.pk] if what in BY_NUMBER else [])
        if found := leaks(client, address):
            told[address] = found
    for name, of in OWN_ADDRESSES.items():
        if not of and name in addresses() and (found := leaks(client, reverse(f"admin:{name}"))):
            told[name] = found
    for report in ("publishing", "ageing", "silence", "links", "empty"):
        if "report" in addresses() and (found := leaks(client, reverse("admin:report", args=[report]))):
            told[report] = found
    assert told == {}


def fill_home():
    builders.article(title="武清签约")
    builders.listing(title="武清厂房")
    builders.inquiry(district=builders.district())
    builders.submission(district=builders.district())
    builders.policy(title="武清措施")


@pytest.mark.parametrize("query", ["", "?q=绝密", "?district=dongli", "?fits=1", "?show=1", "?o=1"])
def test_no_filter_and_no_search_leads_there(client, bound, elsewhere, query):
    fill_home()
    told = {}
    for row in elsewhere.rows.values():
        page = client.get(screen(type(row)) + query).content.decode()
        shown = page.replace('value="绝密"', "").replace("q=%E7%BB%9D%E5%AF%86", "")
        if any(word in shown for word in SECRET):
            told[row._meta.label] = query
    assert told == {}


def numbered(elsewhere):
    """(address, row) of each address that names a foreign row."""
    for model, what in generic().values():
        row = elsewhere.rows.get(model._meta.label_lower)
        if row is not None and what in BY_NUMBER:
            yield screen(model, what, row.pk)
    for name, of in OWN_ADDRESSES.items():
        if len(of) == 1 and of[0] in elsewhere.rows and name in addresses():
            yield reverse(f"admin:{name}", args=[elsewhere.rows[of[0]].pk])
    for row in elsewhere.rows.values():
        kind = ContentType.objects.get_for_model(row)
        yield reverse("admin:view_on_site", args=[kind.pk, row.pk])


@pytest.mark.parametrize("method", ["get", "post"])
def test_refuses_what_lies_elsewhere_by_its_address(client, bound, elsewhere, method):
    answers = {}
    for address in numbered(elsewhere):
        response = getattr(client, method)(address)
        page = words_of(response)
        if response.status_code not in (403, 404, 405) or any(word in page for word in SECRET):
            answers[address] = response.status_code
    assert answers == {}


def test_suggests_nothing_from_elsewhere(client, bound, elsewhere):
    asked = [("parks", "park", "district"), ("parks", "listing", "park"), ("articles", "article", "policies"),
             ("articles", "article", "parks"), ("inquiries", "inquiry", "listing")]  # fmt: skip
    address = reverse("admin:autocomplete")
    for app, model, field in asked:
        query = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        names = [one["text"] for one in client.get(address, query).json()["results"]]
        assert not any(word in name for name in names for word in SECRET), (field, names)


def test_hands_an_inquiry_over_to_any_district(client, bound, elsewhere):
    own = builders.inquiry(district=builders.district())
    page = BeautifulSoup(client.get(screen(type(own), "offer", own.pk)).content, "html.parser")
    assert [one.text for one in page.select("#id_to_district option")][1:] == ["天津市", "天津-东丽区"]


def test_leaves_rows_of_elsewhere_alone_in_bulk(client, bound, elsewhere):
    listing, article = elsewhere.rows["parks.listing"], elsewhere.rows["articles.article"]
    for row in (listing, article):
        for action in ("withdraw_chosen", "publish_chosen", "delete_selected", "verify_today"):
            data = {"action": action, "_selected_action": [row.pk], "post": "yes", "select_across": "0"}
            client.post(screen(type(row)), data)
        before = row.published_at
        row.refresh_from_db()
        assert row.published_at == before
    client.post(screen(type(listing)), {"_verify": str(listing.pk)})
    listing.refresh_from_db()
    assert str(listing.verified_on) == "2025-08-20"
    assert Version.objects.filter(article=elsewhere.draft).count() == elsewhere.version.number
