import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from inquiries.desk import assigning
from inquiries.models import AssignmentRule, Inquiry
from tests import builders
from tests.staff_screens import screen
from zhaoshang.roles import ensure_roles

pytestmark = pytest.mark.django_db


def person(name, role="招商专员", districts=(), **values):
    user = builders.staff(name, last_name=name, **values)
    user.groups.set([ensure_roles()[role]])
    for district in districts:
        user.remits.create(district=district)
    return user


def rule(*officers, **values):
    made = AssignmentRule.objects.create(**values)
    made.officers.set(officers)
    return made


def refusal(verb, *args):
    with pytest.raises(ValidationError) as caught:
        verb(*args)
    return caught.value.messages


def trail(inquiry):
    return [(one.action, one.person_name, one.words) for one in Entry.objects.about(inquiry).order_by("pk")]


# --- Whom the rules name


@pytest.mark.parametrize(
    ("values", "fits"),
    [
        ({}, True),
        ({"topic": "factory"}, True),
        ({"topic": "land"}, False),
        ({"district": "wuqing"}, True),
        ({"district": "tianjin"}, True),
        ({"district": "dongli"}, False),
        ({"industry": "C"}, True),
        ({"industry": "37"}, True),
        ({"industry": "A"}, False),
        ({"industry": "38"}, False),
        ({"district": "tianjin", "topic": "factory", "industry": "C"}, True),
        ({"district": "tianjin", "topic": "land", "industry": "C"}, False),
    ],
)
def test_finds_the_rules_that_fit(values, fits):
    inquiry = builders.inquiry(district=builders.district(), industry=builders.industry())
    places = {
        "wuqing": builders.district(),
        "tianjin": builders.tianjin(),
        "dongli": builders.district("dongli"),
    }
    industries = {"A": builders.industry("A", "农、林、牧、渔业"), "38": builders.industry("38", "电气机械")}
    industries |= {"C": builders.industry("C"), "37": builders.industry()}
    named = values | {"district": places.get(values.get("district"))}
    made = rule(**named | {"industry": industries.get(values.get("industry"))})
    assert list(assigning.rules_for(inquiry)) == ([made] if fits else [])


def test_asks_neither_place_nor_industry_of_an_inquiry_without_them():
    rule(district=builders.tianjin())
    rule(industry=builders.industry())
    anywhere = rule()
    assert list(assigning.rules_for(builders.inquiry())) == [anywhere]


def test_lets_the_first_rule_decide_that_has_somebody():
    first, second, third = (person(name) for name in ("甲", "乙", "丙"))
    left = person("丁", is_active=False)
    rule(third, position=3)
    rule(first, position=2)
    rule(left, position=1)
    rule(second, position=0, topic="land")
    assert assigning.by_rule(builders.inquiry()) == first


@pytest.mark.parametrize("values", [{"is_active": False}, {"role": "编辑"}, {"is_staff": False}])
def test_names_nobody_who_cannot_work_on_it(values):
    user = person("甲", values.pop("role", "招商专员"))
    vars(user).update(values)
    user.save()
    rule(user)
    assert assigning.by_rule(builders.inquiry()) is None


def test_names_nobody_bound_to_other_districts():
    wuqing, dongli = builders.district(), builders.district("dongli")
    rule(person("甲", districts=[dongli]), person("乙", districts=[wuqing]))
    assert assigning.by_rule(builders.inquiry(district=wuqing)).username == "乙"
    assert assigning.by_rule(builders.inquiry(district=dongli)).username == "甲"
    assert assigning.by_rule(builders.inquiry()) is None


def test_gives_it_to_who_has_the_fewest_open_and_of_equals_to_the_first():
    first, second = person("甲"), person("乙")
    rule(second, first)
    assert assigning.by_rule(builders.inquiry()) == first
    builders.inquiry(officer=first)
    for _ in range(3):
        builders.inquiry(officer=second, stage="lost", closing_reason="已在外地落户")
    assert assigning.by_rule(builders.inquiry()) == second


# --- Claiming, assigning, giving back


@pytest.mark.parametrize("ask", ["by_rule", "assign_form"])
def test_asks_for_six_officers_as_often_as_for_one(client, ask):
    here = builders.district()
    inquiry, first = builders.inquiry(district=here), person("李", districts=[here])
    made = rule(first)
    client.force_login(person("王", "站长", districts=[here]))
    asked = []
    for names in [], ["赵", "钱", "孙", "周", "吴"]:
        made.officers.add(*(person(name, districts=[here]) for name in names))
        inquiry = Inquiry.objects.get(pk=inquiry.pk)
        with CaptureQueriesContext(connection) as queries:
            if ask == "by_rule":
                assert assigning.by_rule(inquiry) == first
            else:
                assert client.get(screen(Inquiry, "assign", inquiry.pk)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_claims_from_the_pool_and_writes_it_down():
    officer, inquiry = person("甲"), builders.inquiry()
    assigning.claim(inquiry, officer)
    inquiry.refresh_from_db()
    assert (inquiry.officer, inquiry.assigned_at is None) == (officer, False)
    assert trail(inquiry) == [("claim", "甲", "")]
    assigning.claim(inquiry, officer)
    assert len(trail(inquiry)) == 1


def test_tells_the_second_who_was_quicker():
    first, second, inquiry = person("甲"), person("乙"), builders.inquiry()
    seen_before = Inquiry.objects.get(pk=inquiry.pk)
    assigning.claim(inquiry, first)
    with pytest.raises(assigning.Taken) as caught:
        assigning.claim(seen_before, second)
    assert (caught.value.officer, caught.value.messages) == (first, ["已由甲负责。"])


def test_lets_nobody_claim_what_is_done_or_lies_elsewhere():
    officer = person("甲", districts=[builders.district("dongli")])
    done = builders.inquiry(district=builders.district("dongli"), stage="lost", closing_reason="已在外地落户")
    assert refusal(assigning.claim, done, officer) == ["这条咨询已经结束。"]
    elsewhere = builders.inquiry(district=builders.district())
    assert refusal(assigning.claim, elsewhere, officer) == ["不归甲负责的地区管理。"]
    assert refusal(assigning.claim, elsewhere, person("乙", "编辑")) == ["乙不能处理咨询。"]
    assert not Entry.objects.exists()


def test_assigns_for_who_may():
    officer, other, chief = person("甲"), person("乙"), person("站长", "站长")
    inquiry = builders.inquiry(officer=other)
    assert refusal(assigning.assign, inquiry, officer, other) == ["您没有分派咨询的权限。"]
    assigning.assign(inquiry, officer, chief)
    assert Inquiry.objects.get().officer == officer
    assert trail(inquiry) == [("assign", "站长", "分派给甲")]
    assert refusal(assigning.assign, inquiry, officer, chief) == ["已由甲负责。"]
    assert refusal(assigning.assign, inquiry, person("丙", "编辑"), chief) == ["丙不能处理咨询。"]


def test_gives_back_to_the_pool_what_is_ones_own():
    officer, other = person("甲"), person("乙")
    inquiry = builders.inquiry()
    assert refusal(assigning.release, inquiry, officer) == ["这条咨询本来就没有负责人。"]
    assigning.claim(inquiry, officer)
    assert refusal(assigning.release, inquiry, other) == ["已由甲负责。"]
    assigning.release(inquiry, officer)
    inquiry.refresh_from_db()
    assert (inquiry.officer, inquiry.assigned_at) == (None, None)
    assert trail(inquiry)[1:] == [("assign", "甲", "退回待认领")]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_lets_one_of_two_who_click_at_once_have_it():
    officers, inquiry = [person("甲"), person("乙")], builders.inquiry()
    start, told = threading.Barrier(2), {}

    def click(officer):
        start.wait()
        try:
            assigning.claim(Inquiry.objects.get(pk=inquiry.pk), officer)
            told[officer.username] = "有了"
        except assigning.Taken as taken:
            told[officer.username] = taken.officer.username
        finally:
            connection.close()

    clicks = [threading.Thread(target=click, args=[one]) for one in officers]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    winner = Inquiry.objects.get().officer.username
    loser = {"甲": "乙", "乙": "甲"}[winner]
    assert told == {winner: "有了", loser: winner}
    assert [one.person_name for one in Entry.objects.all()] == [winner]
