"""What holds of every text: passages stand in it, and edits elsewhere leave a fingerprint alone."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.models import Article
from editorial.checking import findings_for
from editorial.checking.drafts import Draft

pytestmark = pytest.mark.django_db

FAULTS = [
    *(
        "截止目前",
        "布署",
        "税收返还",
        "最佳",
        "台湾总统",
        "2月30日",
        "2025年8月22日（星期一）",
        "XX",
        "本文由AI生成",
    ),
    *(
        "的的",
        "。。",
        "《",
        "”",
        "区,企",
        "(东区)",
        '<a href="/nowhere/">去处</a>',
        "<h4>小标题</h4>",
        '<img src="/media/a.png">',
    ),
]
HARMLESS = [
    "园区",
    "三家企业签约。",
    "\n",
    "<strong>重点</strong>",
    "<",
    "&amp;",
    "</p><p>",
    "，",
    "😀",
    "\x00",
    "\ud800",
]
texts = st.lists(st.sampled_from(FAULTS + HARMLESS), max_size=12).map("".join)
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def content(body):
    return {"title": "签约", "summary": "签约。", "body": f"<p>{body}</p>", "ai_declaration": "none"}


@many
@given(body=texts)
def test_a_passage_stands_in_the_text_and_what_was_found_in_the_passage(body):
    draft = Draft(Article(), content(body))
    shown = [block.text for block in draft.blocks] + [link.text for link in draft.links]
    shown += [picture.address for picture in draft.pictures]
    for finding in findings_for(Article(), content(body)):
        assert any(finding.passage in text for text in shown)
        assert finding.found in finding.passage
        assert all([finding.title, finding.explanation, finding.place, finding.grade_label])


@many
@given(body=texts, before=texts, after=texts)
@example(body="区,企区,企", before="", after="区,企区,企")
def test_edits_in_other_paragraphs_leave_a_fingerprint_alone(body, before, after):
    edited = findings_for(Article(), content(f"{before}</p><p>{body}</p><p>{after}"))
    known = {one.fingerprint for one in edited}
    lost = [one for one in findings_for(Article(), content(body)) if one.fingerprint not in known]
    assert [one.code for one in lost if stays(one, edited)] == []


def stays(finding, edited):
    """A heading's step and an open quotation depend on what stands before and behind them by nature; many half-width
    marks of one field are spoken of once, for the field.
    """
    if finding.code == "half-width":
        return f"throughout {finding.field}" not in [one.about for one in edited]
    return finding.code not in ("heading-order", "unpaired", "body")


@pytest.mark.parametrize(
    "odd",
    [
        "<p>" * 500,
        "<div>" * 300 + "截止目前",
        "（" * 3000,
        "2月30日" * 400,
        "\u202e截止目前\ufffe",
        "截" * 50_000,
    ],
)
def test_odd_texts_are_read_to_their_end(odd):
    assert isinstance(findings_for(Article(), content(odd)), list)


@pytest.mark.parametrize("value", [None, 0, [], {}, "x"])
def test_a_content_that_says_nothing_or_something_else_is_read_too(value):
    names = ("title", "summary", "body", "source_url", "cover_alt")
    assert isinstance(findings_for(Article(), dict.fromkeys(names, value)), list)
    assert [finding.code for finding in findings_for(Article(), {})] == ["body"]
