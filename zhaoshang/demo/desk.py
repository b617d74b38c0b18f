"""What editors did with the articles since: some stand in front, a few cite what has been replaced."""

from datetime import timedelta

from articles.models import Article, Placement

Slot = Placement.Slot


def put_forward(articles, chosen, now):
    """`chosen`, the newest first, in the places of the home page: before, now and next; a leading article for districts."""
    public = sorted(
        {one for one in chosen if one.is_published}, key=lambda one: one.published_at, reverse=True
    )
    week, rows = timedelta(days=7), []
    plan = [(Slot.HOME_LEAD, 0, 1), *[(Slot.HOME_NEWS, 0, 2)] * 3, (Slot.HOME_LEAD, 1, 1)]
    plan += [*[(Slot.HOME_NEWS, 1, 2)] * 2, (Slot.HOME_LEAD, -1, 1), *[(Slot.HOME_NEWS, -2, 2)] * 3]
    for article, (slot, starts, weeks) in zip(public, plan, strict=False):
        begin = max(now + starts * week, article.published_at) if starts >= 0 else now + starts * week
        rows.append(Placement(article=article, slot=slot, starts_at=begin, ends_at=begin + weeks * week))
    rows += [lead_of(district, articles, now) for district in districts_of(public)]
    Placement.objects.bulk_create(row for row in rows if row)


def districts_of(articles):
    return list(dict.fromkeys(one.district for one in articles if one.district))[:4]


def lead_of(district, articles, now):
    newest = next(one for one in reversed(articles) if one.is_published and one.district == district)
    return Placement(
        article=newest,
        slot=Slot.DISTRICT_LEAD,
        district=district,
        starts_at=max(newest.published_at, now - timedelta(days=1)),
        ends_at=now + timedelta(days=30),
    )


def cite_what_was_replaced(articles, policies, each=2):
    """Articles from before a policy's repeal that still name it among what goes with them."""
    through = Article.policies.through
    rows = []
    for policy in policies:
        if policy.superseded_by_id and policy.ended_on:
            fitting = [one for one in articles if one.is_published and is_before(one, policy)]
            rows += [through(article=one, policydocument=policy) for one in fitting[-each:]]
    through.objects.bulk_create(rows, ignore_conflicts=True)


def is_before(article, policy):
    here = policy.district is None or policy.district == article.district
    return (
        here
        and article.channel.slug in ("policy", "incentive", "news")
        and article.published_on < policy.ended_on
    )
