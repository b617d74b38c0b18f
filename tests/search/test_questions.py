import pytest

from search.questions import Question


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("招商 引资", ("招商", "引资"), ()),
        ("武清 武清　工业", ("武清", "工业"), ()),
        ('"a  b" 园区', ("a b", "园区"), ()),
        ("“招商 引资”", ("招商 引资",), ()),
        ("園區 -物流 －倉庫", ("园区",), ("物流", "仓库")),
        ('厂房 -"标准 厂房"', ("厂房",), ("标准 厂房",)),
        ("招商 招商引资", ("招商引资",), ()),
        ("-2025", ("-2025",), ()),
        ("-", ("-",), ()),
        ('"', ('"',), ()),
        ('5" 屏', ('5"', "屏"), ()),
        ('""', ('""',), ()),
        ("", (), ()),
        (" \x00\u200b\ud800", (), ()),
        ("text : * OR NEAR(", ("text", ":", "*", "or", "near("), ()),
    ],
)
def test_reads(text, wanted, unwanted):
    assert Question.of(text) == Question(wanted, unwanted)


def test_asks_for_no_more_than_sixty_characters():
    assert Question.of("园" * 10_000).wanted == ("园" * 60,)
