"""What a text says of its own fields."""

import pytest
from taggit.models import Tag

from articles.models import Article, PolicyDocument
from editorial.proposing import proposals_for
from parks.models import IndustryLabel, Park
from tests import builders
from tests.staff_screens import enter, screen

pytestmark = pytest.mark.django_db


def proposed(text, item=None, **changes):
    """{field: labels} for an article that says nothing else."""
    content = {"title": "", "summary": "已有。", "body": f"<p>{text}</p>"} | changes
    return {
        one.field: [choice.label for choice in one.choices]
        for one in proposals_for(item or Article(), content)
    }


def test_the_place_named_most_closely_is_proposed():
    wuqing = builders.district()
    text = "天津市武清区的企业到天津考察，天津武清区回访。"
    assert proposed(text) == {"district": ["天津-武清区"]}
    assert proposed("天津与武清区。") == {}  # each once: told of in passing
    assert proposed("签约。", title="武清区签约") == {"district": ["天津-武清区"]}
    assert proposed(text, district=wuqing.pk) == {}


def test_of_places_of_one_name_the_one_in_a_place_named_too():
    hebei = builders.district(slug="hebei-sheng", name="河北省", short_name="河北", kind="province")
    hebei.parent = None
    hebei.save()
    builders.district(slug="heping", name="和平区", short_name="和平区")
    shenyang = builders.district(slug="shenyang", name="沈阳市", short_name="沈阳", parent=hebei)
    builders.district(slug="heping-2", name="和平区", short_name="和平区", parent=shenyang)
    assert proposed("和平区招商，和平区签约。") == {}
    assert proposed("天津和平区招商，和平区签约。") == {"district": ["天津-和平区"]}


def test_parks_are_known_by_name_and_alias_the_longest_first():
    builders.park(name="京滨工业园", alias="京滨园、天津京滨")
    builders.park(name="京滨工业园东区")
    builders.park(name="秘密园区", **builders.DRAFT)
    assert proposed("京滨工业园东区开工，京滨园扩建，秘密园区筹备。") == {
        "parks": ["京滨工业园", "京滨工业园东区"]
    } or {"parks": ["京滨工业园东区", "京滨工业园"]}
    known = proposals_for(
        Article(),
        {
            "body": "<p>京滨园扩建。</p>",
            "summary": "有。",
            "parks": [Park.objects.get(name="京滨工业园").pk],
        },
    )
    assert known == []


def test_industries_by_the_words_of_the_trade():
    label = IndustryLabel.objects.create(name="自行车")
    label.industries.set([builders.industry()])
    assert proposed("自行车产业链，自行车配件。") == {
        "industry": ["铁路、船舶、航空航天和其他运输设备制造业（自行车）"]
    }
    assert proposed("自行车。") == {}
    assert "industries" in proposed("自行车产业链，自行车配件。", PolicyDocument())


def test_policies_by_title_and_number():
    named = builders.policy(title="支持智能制造若干措施", document_number="")
    numbered = builders.policy(document_number="武工信规〔2025〕9号")
    builders.policy(title="还没公开的办法", **builders.DRAFT)
    text = "依据《支持智能制造若干措施》和武工信规[2025]9号文件、《还没公开的办法》。"
    assert proposed(text) == {"policies": [named.title, numbered.title]}
    assert proposed(text, policies=[named.pk]) == {"policies": [numbered.title]}


def test_tags_in_use_before_words_of_the_text():
    Tag.objects.create(name="智能制造")
    text = "智能制造升级。" * 3 + "电动车出口。" * 4 + "企业发展。" * 9
    assert proposed(text)["tags"][0] == "智能制造"
    assert "电动车" in proposed(text)["tags"]
    assert "企业" not in proposed(text)["tags"]
    assert "智能制造" not in proposed(text, tags=["智能制造"]).get("tags", [])


def test_a_summary_where_there_is_none():
    text = "三家零部件企业在园区签约落户，总投资三亿元，明年投产。"
    assert proposed(text, summary="") == {"summary": [text]}
    assert proposed(text) == {}


def test_the_places_are_followed_from_the_next_text_on():
    text = "京津园开工。"
    assert proposed(text) == {}
    builders.park(name="京津园")
    assert proposed(text) == {"parks": ["京津园"]}


def test_the_panel_offers_them(client):
    enter(client, "编辑")
    park = builders.park(name="京滨园")
    answer = client.post(
        screen(Article, "check_new"), {"body": "京滨园签约。", "summary": "签约。", "title": "签约"}
    )
    assert f'data-take="{park.pk}" data-label="京滨园" data-in="parks" data-joins' in answer.content.decode()


def test_a_long_text_asks_as_often_as_a_short_one(django_assert_num_queries):
    parks = [builders.park().name for _ in range(3)]
    short, long = parks[0], "，".join(parks)
    proposed(short)
    with django_assert_num_queries(3):  # the places' edition, labels, tags
        proposed(short)
    with django_assert_num_queries(3):
        proposed(long)
