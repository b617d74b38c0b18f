"""Where items stand on the desk, as their lists say it: for a page of rows in three questions, and as a filter."""

from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from publishing.models import Publishable

from .models import Review, Step, Version
from .models.items import named

State = Publishable.State
REVIEWING, RETURNED, CHANGED = "reviewing", "returned", "changed"
CHOICES = [
    (State.DRAFT, State.DRAFT.label),
    (REVIEWING, "审核中"),
    (RETURNED, "已退回"),
    (State.SCHEDULED, State.SCHEDULED.label),
    (State.PUBLISHED, State.PUBLISHED.label),
    (CHANGED, "已发布，有修改"),
    (State.EXPIRED, "已撤下或已下线"),
]
WITHDRAWN = "已撤下"


class Standing:
    """Of one item: its review that runs or the last one if it was returned, and whether a newer text waits."""

    def __init__(self, item, review=None, has_change=False, withdrawn_at=None):
        self.item, self.review, self.has_change = item, review, has_change
        ended = item.state == State.EXPIRED
        self.was_withdrawn = bool(ended and withdrawn_at and withdrawn_at >= item.expires_at)

    @property
    def in_review(self):
        return f"审核中（{self.review.level_name}）" if self.is_pending else "已退回" if self.review else ""

    @property
    def is_pending(self):
        return bool(self.review) and self.review.state == Review.State.PENDING

    @property
    def tone(self):
        if self.item.state == State.DRAFT and self.review:
            return self.review.state
        return self.item.state

    @property
    def words(self):
        """One line, or two: the page's and that of the text which would replace it."""
        state = WITHDRAWN if self.was_withdrawn else self.item.state.label
        if self.item.state == State.DRAFT:
            return [self.in_review or state]
        if self.review:
            return (
                [state, "有修改待审" + self.in_review.removeprefix("审核中")]
                if self.is_pending
                else [state, "修改已退回"]
            )
        return [state, "有修改未送审"] if self.has_change else [state]


def standings(items):
    """{pk: Standing} of rows of one model."""
    items = list(items)
    if not items:
        return {}
    key = next(iter(named(items[0])))
    mine = {f"{key}__in": [item.pk for item in items]}
    reviews = {getattr(one, f"{key}_id"): one for one in Review.objects.filter(**mine).order_by("pk")}
    texts = {
        row[key]: row
        for row in Version.objects.filter(**mine)
        .order_by()
        .values(key)
        .annotate(
            newest=Max("number"),
            shown=Max("number", filter=Q(went_live_at__isnull=False)),
            released_at=Max("went_live_at"),
        )
    }
    withdrawn = dict(
        Step.objects.filter(**mine, action=Step.Action.WITHDRAWN)
        .order_by()
        .values_list(key)
        .annotate(Max("happened_at"))
    )
    return {
        item.pk: Standing(
            item,
            open_one(reviews.get(item.pk), texts.get(item.pk)),
            bool(item.published_at and (row := texts.get(item.pk)) and row["newest"] > (row["shown"] or 0)),
            withdrawn.get(item.pk),
        )
        for item in items
    }


def open_one(review, texts):
    """`review`, the newest, where it still asks for something: it runs, or was returned and nothing came of it yet."""
    if review is None or review.state == Review.State.PENDING:
        return review
    released_at = texts and texts["released_at"]
    returned = review.state == Review.State.RETURNED
    return review if returned and not (released_at and released_at > review.closed_at) else None


def in_standing(rows, value):
    """Those of `rows` that one of CHOICES names."""
    key = next(iter(named(rows.model())))
    reviews = Review.objects.filter(**{f"{key}__isnull": False}).order_by()
    if value == REVIEWING:
        return rows.filter(pk__in=reviews.pending().values(key))
    if value == RETURNED:
        return rows.filter(pk__in=reviews.returned_last().values(key))
    if value == State.DRAFT:
        own = reviews.filter(**{key: OuterRef("pk")})
        return rows.in_state(State.DRAFT).filter(~Exists(own.pending()), ~Exists(own.returned_last()))
    if value == CHANGED:
        return rows.in_state(State.PUBLISHED).filter(pk__in=_changed(key))
    return rows.in_state(value) if value in State.values else rows


def _changed(key):
    """Numbers of items with a version newer than any that went live."""
    newest = Version.objects.filter(**{f"{key}__isnull": False}).order_by().values(key)
    shown = Max("number", filter=Q(went_live_at__isnull=False))
    return (
        newest.annotate(newest=Max("number"), shown=Coalesce(shown, 0)).filter(newest__gt=shown).values(key)
    )
