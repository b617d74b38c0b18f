"""What mergers carried between two investors in earlier days: read by neither, and gone with whom it came from."""

import pytest
from bs4 import BeautifulSoup

from inquiries import saying
from inquiries.desk import merging
from inquiries.models import Inquiry
from inquiries.retention import erase, erase_on_request
from tests import builders
from tests.inquiries.handled import member
from tests.staff_screens import errors_on, form_of, screen

pytestmark = pytest.mark.django_db
HERS = {"phone": "138 0013 8000"}
ZHAO = {"wechat": "zhao_secret", "email": "zhao@private.example", "job_title": "财务总监"}


@pytest.fixture
def person():
    return member()


def zhaos(**values):
    return builders.inquiry(**({"phone": "+8613900139000", "contact_name": "赵总"} | ZHAO | values))


def carried(into, other, person, names=tuple(ZHAO)):
    """`other` merged into `into` as it was done once: with the accounts."""
    merging.merge(into, other, person)
    give(into, other, names)


def give(into, other, names=tuple(ZHAO)):
    Inquiry.objects.filter(pk=into.pk).update(**{name: getattr(other, name) for name in names})
    into.refresh_from_db()
    other.refresh_from_db()


def said_himself(inquiry, *names):
    saying.remember(inquiry, names)
    inquiry.save()


def accounts(inquiry):
    inquiry.refresh_from_db()
    return inquiry.wechat, inquiry.email, inquiry.job_title


def page(client, row, what="data/"):
    client.post(f"{row.get_absolute_url()}{what}", HERS)
    main = BeautifulSoup(client.get(f"{row.get_absolute_url()}{what}").content, "html.parser").main
    return {one.dt.text: one.dd.text for one in main.select("dl > div")}


@pytest.mark.parametrize("what", ["data/", ""], ids=["own data", "receipt"])
class TestShown:
    def test_masked_where_nobody_can_tell_whose_it_is(self, client, person, what):
        hers, his = builders.inquiry(company=""), zhaos(company="赵氏商行")
        carried(hers, his, person, [*ZHAO, "company"])
        shown = page(client, hers, what)
        wechat = shown.get("微信") or shown.get("微信号")
        assert (shown["企业名称"], wechat, shown["邮箱"]) == ("赵***行", "z***t", "z***@private.example")
        assert shown.get("职务") in (None, "财***监")

    def test_not_at_all_where_the_other_wrote_it(self, client, person, what):
        hers, his = builders.inquiry(company=""), zhaos(company="赵氏商行")
        said_himself(his, "company", "wechat", "email")
        carried(hers, his, person, ["company", "wechat", "email"])
        assert {"企业名称", "微信", "微信号", "邮箱"} & set(page(client, hers, what)) == set()

    def test_her_own_stays_though_another_has_the_same(self, client, person, what):
        hers, his = builders.inquiry(wechat="one_for_both"), zhaos(wechat="one_for_both")
        said_himself(hers, "company", "wechat")
        carried(hers, his, person, [])
        shown = page(client, hers, what)
        assert shown["企业名称"] == "天津某某自行车有限公司"
        assert (shown.get("微信"), shown.get("微信号")) in [("one_for_both", None), (None, "o***h")]


class TestTakenBack:
    def test_from_the_far_end_of_a_chain(self, person):
        his, hers, third = zhaos(), builders.inquiry(), builders.inquiry(phone="+8613700137000")
        carried(hers, his, person)
        carried(third, hers, person)
        give(third, his)
        erase_on_request(his)
        assert (accounts(hers), accounts(third)) == (("", "", ""), ("", "", ""))
        assert hers.contact_name == third.contact_name == "王女士"

    def test_from_what_was_taken_apart_again(self, person):
        his, hers = zhaos(), builders.inquiry()
        carried(hers, his, person)
        merging.unmerge(his, person)
        erase_on_request(Inquiry.objects.get(pk=his.pk))
        assert accounts(hers) == ("", "", "")

    def test_at_the_end_of_keeping_too(self, person):
        his, hers = zhaos(), builders.inquiry()
        carried(hers, his, person)
        erase(his, words="保存期满")
        assert accounts(hers) == ("", "", "")

    def test_from_who_left_no_number_either(self, person):
        his, hers = zhaos(phone=""), builders.inquiry(phone="")
        carried(hers, his, person)
        erase_on_request(his)
        assert accounts(hers) == ("", "", "")

    def test_not_what_she_wrote_herself(self, person):
        his, hers = zhaos(wechat="one_for_both"), builders.inquiry(wechat="one_for_both")
        said_himself(hers, "wechat")
        carried(hers, his, person, [])
        erase_on_request(his)
        assert accounts(hers)[0] == "one_for_both"

    @pytest.mark.parametrize(
        ("is_his_word", "stage", "left"),
        [(True, "following", ""), (True, "signed", "赵氏商行"), (False, "following", "赵氏商行")],
        ids=["his word", "a contract", "of colleagues"],
    )
    def test_a_company_only_where_he_wrote_it_and_no_contract_needs_it(
        self, person, is_his_word, stage, left
    ):
        his, hers = zhaos(company="赵氏商行"), builders.inquiry(company="", stage=stage)
        if is_his_word:
            said_himself(his, "company")
        carried(hers, his, person, ["company"])
        hers.save()
        erase_on_request(his)
        hers.refresh_from_db()
        assert (hers.company, hers.company_key) == (left, left)

    def test_a_form_opened_before_does_not_bring_it_back(self, client, person):
        client.force_login(person)
        his, hers = zhaos(), builders.inquiry(stage="following", officer=person)
        carried(hers, his, person)
        address = screen(Inquiry, "change", hers.pk)
        opened = form_of(client, address)
        erase_on_request(his)
        assert opened["job_title"] == ["财务总监"]
        assert errors_on(client.post(address, opened, follow=True)) != []
        assert accounts(hers) == ("", "", "")
