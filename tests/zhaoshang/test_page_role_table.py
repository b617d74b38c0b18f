"""Which role opens which staff page, and that no page tells anybody's contact data unasked.

`pages_by_role.txt` beside this file is the table: a line a page, a column a role, the status of a GET. Whoever adds a
page is told the line to add; read it before you add it.
"""

import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from audit.recording import note
from editorial import reviewing, versioning
from editorial.contents import content_of
from editorial.models import Push, ReviewRule, Word
from inquiries.models import AssignmentRule, DayException, FollowUp, ServiceStandard
from library.models import Picture
from outbox.models import Delivery
from parks.models import Remit
from tests import builders
from tests.editorial.people import person
from tests.site.conftest import fill

TABLE = Path(__file__).with_name("pages_by_role.txt")
ROLES = ["游客", "编辑", "初审", "复审", "终审", "外区专员", "专员", "站长", "审计"]
ONE_OF_EACH_KIND = ["编辑", "外区专员", "专员", "站长", "审计"]  # the reviewers read what an editor reads
GENERIC = ("changelist", "add", "history", "delete", "change")

CONTACT = {
    "contact_name": "欧阳密",
    "phone": "+8613800138000",
    "wechat": "wx-mi-138",
    "email": "mi@example.com",
}
SENDER = {"author": "司徒藏", "phone": "+8613900139000"}
SECRET = [*CONTACT.values(), *SENDER.values(), "13800138000", "13900139000"]
# Where a click shows them, and to whom: who works on it, where it is handled. Nowhere else, to nobody else.
TOLD = {
    "inquiries_inquiry_contact": ["专员", "站长"],
    "inquiries_submission_contact": ["编辑", "初审", "复审", "终审", "站长"],
}


def told_in(text):
    """What of it a page says, in whatever spelling: with spaces, dashes or brackets between the digits."""
    close = re.sub(r"[\s\-()（）]|&nbsp;", "", text)
    return [one for one in SECRET if one.replace("-", "") in close]


def table():
    lines = [
        line.split() for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    assert lines[0] == ["page", *ROLES]
    return {name: dict(zip(ROLES, map(int, statuses), strict=True)) for name, *statuses in lines[1:]}


def pages():
    """{name: its arguments} of every staff page, as the resolver knows them."""

    def walk(patterns, above):
        for one in patterns:
            arguments = [*above, *one.pattern.regex.groupindex]
            if hasattr(one, "url_patterns"):
                yield from walk(one.url_patterns, arguments)
            elif one.name:
                yield one.name, arguments

    return dict(walk(admin.site.urls[0], []))


@pytest.fixture(scope="module")
def _filled(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        rows = one_of_everything()
        yield rows, everybody(rows)
        transaction.set_rollback(True)


@pytest.fixture
def rows(_filled, db):
    return _filled[0]


@pytest.fixture
def people(_filled, db):
    return _filled[1]


def one_of_everything():
    """{model label: a row of it}, all in 武清区."""
    made = fill()
    inquiry = builders.inquiry(**CONTACT, district=made.district, listing=made.factory, token="secret")
    same = builders.inquiry(**CONTACT, district=made.district, token="same")
    FollowUp.objects.create(inquiry=inquiry, method="phone", summary="约好来访")
    submission = builders.submission(**SENDER, district=made.district, token="secret")
    note(Entry.Action.VIEW, inquiry, person=builders.staff("looked"))
    draft = builders.article(district=made.district, **builders.DRAFT)
    review = reviewing.submit(versioning.record(draft, content_of(draft), None), person("编辑", "写稿人"))
    rows = [inquiry, submission, review, builders.policy(district=made.district, repealed_on="2025-09-01")]
    rows += [Picture.objects.create(image=builders.picture_file(), alt="园区全景")]
    rows += [
        ReviewRule.objects.create(district=made.district, levels=1),
        Word.objects.get_or_create(text="布署", defaults={"kind": "confused"})[0],
    ]
    rows += [
        AssignmentRule.objects.create(district=made.district),
        DayException.objects.create(day="2026-10-08"),
    ]
    rows += [
        Delivery.objects.create(kind="notice", payload={"inquiry": same.pk}, due_at=builders.PUBLISHED_AT),
        ServiceStandard(pk=1),
        push(),
    ]
    rows[-2].save()
    known = {row._meta.label_lower: row for row in rows}
    for model in admin.site._registry:
        known.setdefault(model._meta.label_lower, model._default_manager.order_by("pk").first())
    return known


def push():
    return Push.objects.create(engine="baidu", offered=1)


def everybody(rows):
    found = {"游客": None}
    for role in ROLES[1:]:
        found[role] = person("招商专员" if "专员" in role else role, role)
    Remit.objects.create(person=found["外区专员"], district=builders.district("dongli"))
    Remit.objects.create(person=found["专员"], district=builders.district())
    inquiry = rows["inquiries.inquiry"]
    inquiry.officer = found["专员"]
    inquiry.save()
    for user in filter(None, found.values()):  # what he worked on is on his start page
        LogEntry.objects.log_actions(user.pk, [inquiry, rows["inquiries.submission"]][:1], CHANGE, "改过")
        LogEntry.objects.log_actions(user.pk, [rows["inquiries.submission"]], CHANGE, "改过")
    return found


def address_of(name, arguments, rows):
    """Of a page that names a row, that of the row above; of another argument, what stands for it here."""
    inquiry = rows["inquiries.inquiry"]
    standing_for = {
        "content_type_id": ContentType.objects.get_for_model(inquiry).pk,
        "slug": "published",
        "token": "x",
        "app_label": "inquiries",
    }
    model = next(
        (label for label in rows if name.startswith(label.replace(".", "_") + "_")), "inquiries.inquiry"
    )
    for argument in set(arguments) - set(standing_for):
        assert argument in ("object_id", "number", "id"), (
            f"say in address_of what “{argument}” of {name} stands for"
        )
        assert rows[model], (
            f"make a row of {model} in one_of_everything, so that {name} has something to show"
        )
        standing_for[argument] = rows[model].pk
    return reverse(f"admin:{name}", kwargs={one: standing_for[one] for one in arguments})


def as_person(user):
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def words_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def line(name, statuses):
    return f"{name:<46}" + " ".join(str(statuses[role]) for role in ROLES)


def test_names_every_page(rows, people):
    """A page that is missing in the table, or gone from the site."""
    known, named = pages(), table()
    missing = {name: known[name] for name in known if name not in named}
    lines = [
        line(
            name,
            {
                role: as_person(user).get(address_of(name, arguments, rows)).status_code
                for role, user in people.items()
            },
        )
        for name, arguments in sorted(missing.items())
    ]
    gone = sorted(set(named) - set(known))
    assert not lines, f"Who may open these? Check each status, then add to {TABLE}:\n" + "\n".join(lines)
    assert not gone, f"No longer pages; take them out of {TABLE}: {gone}"


@pytest.mark.parametrize("role", ROLES)
def test_opens_what_the_table_says_and_tells_nobodys_contact_data(rows, people, role):
    client, expected = as_person(people[role]), table()
    other, telling = [], {}
    for name, arguments in pages().items():
        if name == "logout" or name not in expected:
            continue
        response = client.get(address_of(name, arguments, rows))
        if response.status_code != expected[name][role]:
            other.append(f"{name}: {role} {response.status_code}, the table says {expected[name][role]}")
        if told := told_in(words_of(response)):
            telling[name] = told
    assert other == [], "\n".join(other)
    assert telling == {}, f"{role} reads contact data there; mask it (inquiries/admin/contacts.py): {telling}"


@pytest.mark.parametrize("role", ONE_OF_EACH_KIND)
def test_tells_contact_data_only_where_it_is_asked_for(rows, people, role):
    """Each page of its own is also sent an empty form: an error page, a confirmation or a message tells no more."""
    client, telling, failing = as_person(people[role]), {}, []
    for name, arguments in pages().items():
        if name.rpartition("_")[2] in GENERIC or name in ("login", "logout"):
            continue
        with transaction.atomic():
            response = client.post(address_of(name, arguments, rows), follow=True)
            told = told_in(words_of(response))
            transaction.set_rollback(True)
        if role in TOLD.get(name, ()):
            assert told, f"{name} shows {role} nothing"
        elif told:
            telling[name] = told
        if response.status_code >= 500:
            failing.append(name)
    assert telling == {}
    assert failing == []


@pytest.mark.parametrize("query", ["?tab=all", "?q=欧阳密", "?fits={listing}", "?o=5", "?tab=closed", "?e=1"])
@pytest.mark.parametrize("role", ONE_OF_EACH_KIND)
def test_lists_mask_whatever_they_are_asked(rows, people, role, query):
    client = as_person(people[role])
    for label in (
        "inquiries.inquiry",
        "inquiries.submission",
        "parks.listing",
        "audit.entry",
        "outbox.delivery",
    ):
        address = reverse(f"admin:{label.replace('.', '_')}_changelist")
        page = words_of(client.get(address + query.format(listing=rows["parks.listing"].pk), follow=True))
        assert set(told_in(page.replace('value="欧阳密"', "").replace("“欧阳密”", ""))) == set()
