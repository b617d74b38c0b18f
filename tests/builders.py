"""Valid objects with fixed values; a test names only what it is about.

Everything that can be public is public. `article(**DRAFT)` is not, nor are SCHEDULED and EXPIRED.
Many-to-many values are lists: `article(tags=["自行车"], parks=[park()])`.
"""

import io
from datetime import UTC, date, datetime

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Article, Channel, Placement, PolicyDocument
from inquiries.models import Inquiry, Submission
from parks.models import District, Industry, Listing, Park, ParkPhoto

PUBLISHED_AT = datetime(2025, 8, 22, 1, 0, tzinfo=UTC)  # 9:00 in Shanghai
DRAFT = {"published_at": None}
SCHEDULED = {"published_at": datetime(2999, 1, 1, tzinfo=UTC)}
EXPIRED = {"expires_at": datetime(2025, 9, 1, tzinfo=UTC)}
HIDDEN = {"draft": DRAFT, "scheduled": SCHEDULED, "expired": EXPIRED}


def create(model, values):
    many = {field.name for field in model._meta.many_to_many} & values.keys()
    thing = model.objects.create(**{name: value for name, value in values.items() if name not in many})
    for name in many:
        getattr(thing, name).set(values[name])
    return thing


def next_number(model):
    """1 for the first of its kind in a test, so that names are the same in every run."""
    return model.objects.count() + 1


def tianjin():
    return District.objects.get_or_create(
        slug="tianjin",
        defaults={"name": "天津市", "short_name": "天津", "kind": "province", "code": "120000"},
    )[0]


def district(slug="wuqing", **values):
    """The district of that slug: 武清区 under 天津 unless told otherwise, made once in a test."""
    if existing := District.objects.filter(slug=slug).first():
        return existing
    if slug == "wuqing":
        values = {
            "name": "武清区",
            "short_name": "武清区",
            "code": "120114",
            "hotline": "022-82100000",
        } | values
    values = {"name": f"{slug}区", "short_name": f"{slug}区", "kind": "county"} | values
    return create(District, {"parent": values.pop("parent", None) or tianjin(), "slug": slug} | values)


def industry(code="37", name="铁路、船舶、航空航天和其他运输设备制造业", parent=None):
    """The division of that code, made once in a test; a letter is a 门类, two digits a 大类 of 制造业."""
    if existing := Industry.objects.filter(code=code).first():
        return existing
    if code.isdigit() and parent is None:
        parent = industry("C", "制造业")
    return Industry.objects.create(code=code, name=name, parent=parent)


def channel(slug="news"):
    """One of the channels every site has."""
    return Channel.objects.get_or_create(slug=slug, defaults={"name": slug})[0]


def park(**values):
    number = next_number(Park)
    return create(
        Park,
        {
            "name": f"京滨工业园{number}",
            "slug": f"jingbin-{number}",
            "district": values.get("district") or district(),
            "level": Park.Level.PROVINCIAL,
            "kind": Park.Kind.INDUSTRIAL,
            "land_available_mu": 800,
            "summary": "以高端装备和生物医药为主的工业园。",
            "intro": "<p>园区位于京津之间。</p>",
            "published_at": PUBLISHED_AT,
        }
        | values,
    )


def listing(**values):
    """A vacant factory hall to rent at 0.75 元/㎡/天."""
    number = next_number(Listing)
    return create(
        Listing,
        {
            "title": f"单层钢结构厂房{number}",
            "kind": Listing.Kind.FACTORY,
            "deal": Listing.Deal.RENT,
            "district": values.get("district") or district(),
            "area": 3200,
            "price": "0.75",
            "price_unit": "sqm_day",
            "clear_height_m": 9,
            "floor_load_t": 3,
            "power_kva": 630,
            "verified_on": date(2025, 8, 20),
            "published_at": PUBLISHED_AT,
        }
        | values,
    )


def article(**values):
    number = next_number(Article)
    return create(
        Article,
        {
            "title": f"自行车产业园新引进企业{number}",
            "summary": "三家零部件企业签约落户。",
            "body": "<h2>一、签约情况</h2><p>三家零部件企业在园区签约落户。</p>",
            "channel": values.get("channel") or channel(),
            "district": district() if "district" not in values else None,
            "published_at": PUBLISHED_AT,
        }
        | values,
    )


def placement(**values):
    """首页头条 since the article's publication, without an end."""
    values = {"slot": Placement.Slot.HOME_LEAD, "starts_at": PUBLISHED_AT} | values
    return create(Placement, {"article": values.get("article") or article()} | values)


def policy(**values):
    number = next_number(PolicyDocument)
    return create(
        PolicyDocument,
        {
            "title": f"支持智能制造发展若干措施{number}",
            "issuer": "武清区工业和信息化局",
            "document_number": f"武工信规〔2025〕{number}号",
            "level": PolicyDocument.Level.DISTRICT,
            "district": district() if "district" not in values else None,
            "summary": "对技术改造项目给予支持。",
            "body": "<p>第一条 为支持智能制造发展，制定本措施。</p>",
            "published_at": PUBLISHED_AT,
        }
        | values,
    )


def inquiry(**values):
    return create(
        Inquiry,
        {
            "kind": Inquiry.Kind.SETTLE,
            "topic": Inquiry.Topic.FACTORY,
            "company": "天津某某自行车有限公司",
            "contact_name": "王女士",
            "phone": "+8613800138000",
            "consent_version": "2026-11",
            "consented_at": PUBLISHED_AT,
        }
        | values,
    )


def submission(**values):
    return create(
        Submission,
        {
            "title": "园区企业获评专精特新",
            "body": "我公司近日获评专精特新企业。",
            "author": "李先生",
            "phone": "+8613900139000",
            "rights": Submission.Rights.ORIGINAL,
            "consent_version": "2026-11",
            "consented_at": PUBLISHED_AT,
        }
        | values,
    )


def staff(username="editor", **values):
    """Someone who may enter the admin; no password, so use `client.force_login`."""
    return User.objects.create(username=username, is_staff=True, **values)


def picture_file(name="photo.png", size=(1200, 800), colour="#3b6ea5"):
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def park_photo(**values):
    values = {"park": values.get("park") or park(), "image": picture_file(), "caption": "园区主入口"} | values
    return create(ParkPhoto, values)
