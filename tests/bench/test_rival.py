from datetime import UTC, datetime, timedelta

import pytest

from bench.corpus import news
from bench.rival.building import told

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("published_at", "expires_at", "live"),
    [
        (NOW - DAY, None, True),
        (NOW - DAY, NOW + DAY, True),
        (NOW - 2 * DAY, NOW - DAY, False),
        (NOW + DAY, None, False),
        (None, None, False),
    ],
)
def test_shows_what_the_site_shows(published_at, expires_at, live):
    row = next(news.articles(1, 50)) | {"published_at": published_at, "expires_at": expires_at}
    assert told(row) == {
        "title": row["title"],
        "summary": row["summary"],
        "body": row["body"],
        "channel": row["channel"],
        "district": row["district"],
        "tags": row["tags"],
        "date": published_at or news.FIRST,
        "live": live,
    }
