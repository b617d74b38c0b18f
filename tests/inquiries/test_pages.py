import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inquiries.models import Inquiry, Submission
from parks.sheets.words import words_of
from publishing.models import SiteSettings
from tests.builders import article, district, inquiry, listing, park, staff, submission

pytestmark = pytest.mark.django_db
DOORS = ["/inquiries/settle/", "/inquiries/policy-pack/", "/contact/"]
# As strictly as a script would read it: the word, tags, the number.
REFERENCE = re.compile(r"编号[::]?\s*(?:<[^>]+>)*\s*([A-Za-z0-9-]+)")
PERSON = ["王女士", "13800138000", "138 0013 8000", "a@example.com", "wang-2025"]


def said(**values):
    return {
        "contact_name": "王女士",
        "phone": "13800138000",
        "company": "某某自行车有限公司",
        "topic": "factory",
        "email": "a@example.com",
        "wechat": "wang-2025",
        "consent": "on",
    } | values


def offered(**values):
    return {
        "title": "园区企业获评专精特新",
        "body": "我公司近日获评。",
        "author": "李先生",
        "phone": "13900139000",
        "rights": "original",
        "consent": "on",
    } | values


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("door", [*DOORS, "/submissions/new/", "/inquiries/"])
def test_keeps_its_pages_out_of_every_cache(client, door):
    for response in (client.get(door), client.post(door)):
        assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}


@pytest.mark.parametrize(("door", "kind"), [*zip(DOORS, ["settle", "policy_pack", "contact"], strict=True)])
def test_answers_with_a_receipt(client, door, kind):
    response = client.post(door, said())
    row = Inquiry.objects.get()
    assert (row.kind, response.status_code) == (kind, 303)
    assert response["Location"] == f"/inquiries/{row.reference}/"
    receipt = client.get(response["Location"])
    assert receipt["Cache-Control"] == "private, no-store"
    assert "提交成功" in text(receipt)
    assert REFERENCE.search(text(receipt))[1] == row.reference
    assert "138****8000" in text(receipt)
    assert "王**" in text(receipt)
    assert [word for word in PERSON if word in text(receipt)] == []


def test_refuses_with_the_form_and_every_word_kept(client):
    typed = said(phone="138", contact_name="", email="<script>", consent="", message="要一处<b>厂房</b>")
    response = client.post("/inquiries/settle/", typed)
    page = text(response)
    assert (response.status_code, Inquiry.objects.count()) == (422, 0)
    assert 'value="138"' in page
    assert 'value="&lt;script&gt;"' in page
    assert "要一处&lt;b&gt;厂房&lt;/b&gt;" in page
    assert re.search(r'<input[^>]*value="factory"[^>]*checked', page)
    for name in ("contact_name", "phone", "email"):
        field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0]
        assert 'aria-invalid="true"' in field
        assert f"id_{name}_error" in re.search(r'aria-describedby="([^"]*)"', field)[1].split()
        assert f'id="id_{name}_error"' in page
        assert f'href="#id_{name}"' in page
    assert "请填写 11 位手机号" in page


def test_starts_without_consent(client):
    assert "checked" not in re.search(r'<input[^>]*name="consent"[^>]*>', text(client.get("/contact/")))[0]


def test_shows_the_notice_of_the_version_it_stores(client):
    SiteSettings(privacy_version="2027-01", hotline="022-82100000").save()
    page = text(client.get("/contact/"))
    assert [
        word for word in ["2027-01", "用途", "保存 2 年", "撤回同意", "022-82100000"] if word not in page
    ] == []
    client.post("/contact/", said())
    assert Inquiry.objects.get().consent_version == "2027-01"


def test_shows_what_is_asked_about_and_stores_it(client):
    hall = listing()
    page = text(client.get(f"/contact/?from=listing-{hall.pk}"))
    assert "您正在咨询" in page
    assert hall.title in page
    tick = re.search(r'<input[^>]*name="listing"[^>]*>', page)[0]
    assert f'value="{hall.pk}"' in tick
    assert "checked" in tick
    client.post("/contact/", said(**{"from": f"listing-{hall.pk}", "listing": hall.pk}))
    assert Inquiry.objects.get().source_page == f"/listings/{hall.pk}/"


def test_keeps_the_subject_when_something_else_is_refused(client):
    hall = listing()
    page = text(
        client.post("/contact/", said(phone="1", **{"from": f"listing-{hall.pk}", "listing": hall.pk}))
    )
    assert hall.title in page
    assert f'name="from" value="listing-{hall.pk}"' in page


def test_wants_djangos_token():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/contact/", said()).status_code == 403
    assert Inquiry.objects.count() == 0


def test_opens_the_receipt_for_the_browser_that_sent_it_only(client):
    address = client.post("/contact/", said())["Location"]
    stranger = text(Client().get(address))
    assert "提交成功" not in stranger
    assert "138****8000" not in stranger
    assert "某某自行车有限公司" not in stranger


def test_does_not_take_one_receipts_proof_for_another(client):
    mine = client.post("/contact/", said())["Location"]
    other = inquiry()
    client.cookies["receipt"]["path"] = "/"
    assert "提交成功" in text(client.get(mine))
    assert other.company not in text(client.get(other.get_absolute_url()))


def test_asks_a_known_and_an_unknown_number_the_same(client):
    known = inquiry()
    pages = [
        re.sub(r'value="[^"]*"|ZX-[\w-]+', "", text(client.get(f"/inquiries/{reference}/")))
        for reference in (known.reference, "ZX-2222-2222-2222-2222")
    ]
    assert pages[0] == pages[1]
    wrong = [
        client.post(f"/inquiries/{reference}/", {"reference": reference, "phone": "13700137000"})
        for reference in (known.reference, "ZX-2222-2222-2222-2222")
    ]
    assert [response.status_code for response in wrong] == [422, 422]
    pages = [re.sub(r'value="[^"]*"|ZX-[\w-]+', "", text(response)) for response in wrong]
    assert pages[0] == pages[1]
    assert "编号与手机号对不上，请核对后再试。" in pages[0]


@pytest.mark.parametrize(
    "path",
    [
        "/inquiries/1/",
        "/inquiries/ZX-1111-0000-OOOO-IIII/",
        "/inquiries/TG-2222-2222-2222-2222/",
        "/submissions/ZX-2222-2222-2222-2222/",
        "/inquiries/zx-2222-2222-2222-2222/",
        "/inquiries/ZX-2222-2222-2222-2222%00/",
    ],
)
def test_has_no_page_for_what_is_no_number(client, path):
    assert client.get(path).status_code == 404


def test_shows_progress_to_whoever_has_number_and_phone(client):
    row = inquiry(stage="following", contact_name="王女士")
    address = row.get_absolute_url()
    response = client.post(address, {"reference": row.reference, "phone": "+86 138-0013-8000"})
    assert (response.status_code, response["Location"]) == (303, address)
    page = text(client.get(address))
    assert "提交成功" not in page
    assert "咨询进度" in page
    reached = re.findall(r"<li data-done>(.*?)</li>", page)
    assert reached == ["已收到", "已响应", "跟进中"]


def test_finds_both_kinds_of_number_from_one_page(client):
    rows = [inquiry(), submission()]
    for row, phone in zip(rows, ["13800138000", "13900139000"], strict=True):
        typed = f" {row.reference.lower()} "
        response = client.post("/inquiries/", {"reference": typed, "phone": phone})
        assert response["Location"] == row.get_absolute_url()


def test_does_not_tell_an_investor_why_staff_gave_up(client):
    row = inquiry(stage="invalid", closing_reason="电话打不通，疑似广告")
    client.post(row.get_absolute_url(), {"reference": row.reference, "phone": "13800138000"})
    page = text(client.get(row.get_absolute_url()))
    assert "已经办结" in page
    assert "疑似广告" not in page
    assert "无效" not in page


def test_takes_a_contribution_with_its_file(client):
    upload = SimpleUploadedFile("稿件.txt", "正文".encode())
    response = client.post("/submissions/new/", offered(attachment=upload, ai_generated="on"))
    row = Submission.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/submissions/{row.reference}/")
    assert (row.title, row.author, row.phone) == ("园区企业获评专精特新", "李先生", "+8613900139000")
    assert (row.rights, row.ai_generated, row.state, row.consent_version) == (
        "original",
        True,
        "pending",
        "2026-11",
    )
    assert row.attachment.read() == "正文".encode()
    page = text(client.get(response["Location"]))
    assert "提交成功" in page
    assert REFERENCE.search(page)[1] == row.reference
    assert "李先生" not in page
    assert "139****9000" in page


def test_keeps_one_file_of_a_form_sent_twice(client, settings):
    def send(content):
        upload = SimpleUploadedFile("稿件.txt", content)
        return client.post("/submissions/new/", offered(token="a" * 24, attachment=upload))["Location"]

    first, again, other = send(b"one"), send(b"one"), send(b"two")
    assert first == again != other
    stored = {row.attachment.path for row in Submission.objects.all()}
    assert len(stored) == 2
    assert {str(path) for path in Path(settings.PRIVATE_ROOT, "submissions").iterdir()} >= stored
    recent = [
        path for path in Path(settings.PRIVATE_ROOT, "submissions").iterdir() if path.read_bytes() == b"one"
    ]
    assert len(recent) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "只接受这些类型的文件：doc、docx、wps、pdf、txt、jpg、jpeg、png、webp。"),
        ("a.svg", b"<svg/>", "只接受这些类型的文件"),
        ("a.pdf", b"MZ", "文件内容与扩展名不符"),
        ("a.pdf", b"", "文件是空的，请重新选择。"),
        ("长" * 300 + ".exe", b"MZ", "只接受这些类型的文件"),
    ],
)
def test_refuses_a_file_beside_its_field(client, name, content, words):
    response = client.post("/submissions/new/", offered(attachment=SimpleUploadedFile(name, content)))
    assert (response.status_code, Submission.objects.count()) == (422, 0)
    assert words in text(response)


@pytest.mark.parametrize(("state", "reason"), [("returned", "请补充数据来源"), ("declined", "与招商无关")])
def test_tells_a_contributor_the_reason(client, state, reason):
    row = submission(state=state, reason=reason)
    assert reason not in text(client.get(row.get_absolute_url()))
    client.post(row.get_absolute_url(), {"reference": row.reference, "phone": "13900139000"})
    page = text(client.get(row.get_absolute_url()))
    assert reason in page
    assert row.get_state_display() in page


def test_links_what_was_adopted_once_it_is_public(client):
    row = submission(state="adopted", article=article(published_at=None))
    client.post(row.get_absolute_url(), {"reference": row.reference, "phone": "13900139000"})
    assert row.article.get_absolute_url() not in text(client.get(row.get_absolute_url()))
    row.article.published_at = row.created_at
    row.article.save()
    assert row.article.get_absolute_url() in text(client.get(row.get_absolute_url()))


def test_gives_files_to_staff_with_the_right_only(client):
    row = submission(attachment=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
    address = row.attachment.url
    assert client.get(address)["Location"].startswith("/admin/login/")
    editor = staff()
    client.force_login(editor)
    assert client.get(address).status_code == 403
    editor.user_permissions.add(Permission.objects.get(codename="view_submission"))
    response = client.get(address)
    assert response.getvalue() == b"%PDF-1.7"
    assert response["Content-Disposition"] == f'attachment; filename="{row.reference}.pdf"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_has_no_public_address_for_a_file(client):
    row = submission(attachment=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
    assert client.get(f"/media/{row.attachment.name}").status_code == 404
    assert row.attachment.url.startswith("/submissions/attachments/")


@pytest.mark.parametrize(
    ("origin", "number"),
    [("district-wuqing", "022-82100000"), ("article-{article}", "022-82100000"), ("", "400-000-0000")],
)
def test_a_form_shows_the_hotline_of_the_place_one_comes_from(client, origin, number):
    SiteSettings(hotline="400-000-0000").save()
    told = article(district=district(hotline="022-82100000"))
    response = client.get("/contact/", {"from": origin.format(article=told.pk)})
    page = BeautifulSoup(response.content, "html.parser")
    shown = page.select("aside .hotline, .action-bar a")
    assert [link["href"] for link in shown] == [f"tel:{number}"] * 2


@pytest.mark.parametrize("own", ["022-59000000", ""])
def test_a_place_its_sheet_and_its_form_give_one_number_under_one_label(client, own):
    place = park(district=district(hotline="022-82100000"), contact_phone=own)
    here = listing(park=place)
    code = f"listing-{here.pk}"
    pages = [place.get_absolute_url(), here.get_absolute_url()]
    pages += [
        f"{door}?from={code}" for door, code in zip(DOORS, [f"park-{place.slug}", code, code], strict=True)
    ]
    expected = ("园区招商电话", own) if own else ("投资咨询热线", "022-82100000")
    assert [number_beside(client, page) for page in pages] == [expected] * 5
    hotline = ["投资咨询热线", "022-82100000", ""]
    rows = [["园区招商电话", own, "联系人：李专员"], hotline] if own else [[*hotline[:2], "联系人：李专员"]]
    place.contact_name = "李专员"
    assert words_of(place, "https://zs.example.cn/")["numbers"] == rows


def number_beside(client, address):
    number = BeautifulSoup(client.get(address).content, "html.parser").select_one("aside .hotline")
    return number.find_previous_sibling("p").text, number.text
