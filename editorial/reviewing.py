"""三审三校: the way of a version from its author through the reviewers to the visitors.

Every step locks the row of the item first and is written down as a `Step`. What is refused is refused with a sentence
for the person who asked: `NotYours` where somebody else has to do it, `Refused` where it can't be done any more.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from parks.models import District
from publishing.admin.columns import staff_name

from . import versioning
from .checking import blocking
from .contents import is_like, put
from .models import Review, ReviewRule, Step, Version
from .models.items import named
from .models.reviews import FINAL, LEVEL_NAMES, LEVELS, right_for

Action = Step.Action


class Refused(Exception):
    """`str(error)` is the sentence."""


class NotYours(Refused):
    pass


def levels_for(item):
    """How many reviewers `item`, as it stands in memory, needs by the rules of its channel and district."""
    channel = getattr(item, "channel_id", None)
    district = District.objects.filter(pk=item.district_id).first()
    slugs = district.slugs if district else []
    rules = ReviewRule.objects.filter(
        Q(channel=None) | Q(channel=channel), Q(district=None) | Q(district__slug__in=slugs)
    ).select_related("district")

    def closeness(rule):
        nearness = slugs.index(rule.district.slug) + 1 if rule.district else 0
        return bool(nearness and rule.channel_id), nearness, bool(rule.channel_id)

    closest = max(rules, key=closeness, default=None)
    return closest.levels if closest else LEVELS


def levels_of(version):
    """What the item needs where it stands, or where the version puts it, if that is more."""
    item = version.item
    moved = put(type(item)(pk=item.pk), version.content)
    return max(levels_for(item), levels_for(moved))


def pending_of(item):
    return Review.objects.of(item).pending().first()


def writers_of(version):
    """Numbers of the people who wrote what `version` adds to what went live before it, also of a text restored in it."""
    known = Version.objects.of(version.item)
    before = known.filter(number__lt=version.number, went_live_at__isnull=False)
    last = before.order_by("-number").values_list("number", flat=True).first() or 0
    since = known.filter(number__gt=last, number__lte=version.number)
    writers = set(since.filter(author__isnull=False).values_list("author", flat=True))
    older = known.filter(number__lte=last).newest_first()
    for restored in since.filter(steps__action=Action.RESTORED):
        old = next((one for one in older if is_like(one.content, restored.content)), None)
        if old and old.went_live_at is None:
            writers |= writers_of(old)
    return writers | versioning.authors(version.item)


def may_publish(person, item):
    return person.has_perm(f"articles.publish_{item._meta.model_name}")


def may_withdraw(person, item):
    return may_publish(person, item) or person.has_perm(FINAL)


def may_recall(person, review):
    item = review.item
    return person.pk == review.submitted_by_id or (may_publish(person, item) and is_his(item, person))


def why_not_decide(person, review):
    """The sentence that keeps `person` from passing or returning the review now; "" for who may."""
    right = right_for(review.level, review.levels)
    if not person.has_perm(right):
        return f"这一稿正待{LEVEL_NAMES[right]}，您的角色不能办理。"
    if not is_his(review.item, person):
        return "这一稿不在您负责的地区。"
    if review.writers.filter(pk=person.pk).exists():
        return "这一稿有您写的内容，请由另一位审核人办理。"
    if review.steps.filter(action=Action.PASSED, person=person).exists():
        return "您已经通过过这一稿，请由另一位审核人办理。"
    return ""


def is_his(item, person):
    """Whether it lies where `person` may change things."""
    return type(item)._default_manager.changeable_by(person).filter(pk=item.pk).exists()


@transaction.atomic
def submit(version, person):
    item = versioning.locked(version.item)
    if not person.has_perm(f"articles.change_{item._meta.model_name}") or not is_his(item, person):
        raise NotYours("您的角色不能送审这一篇。")
    _refuse_in_review(item)
    _refuse_old(version, item)
    if item.is_out and versioning.pending(item) is None:
        raise Refused("线上已经是这一稿，没有要送审的修改。")
    _refuse_faulty(version, item)
    review = Review.objects.create(
        **named(item),
        version=version,
        base=versioning.live(item),
        levels=levels_of(version),
        submitted_by=person,
    )
    review.writers.set(writers_of(version))
    _note(item, Action.SUBMITTED, person, review=review, version=version)
    return review


@transaction.atomic
def pass_(review, person, words=""):
    """Pass the level that `review` stands at; the last one makes the version live. Returns the review as it is then.

    Of two people who pass one level at once the second is refused, so that nobody passes a level unseen.
    """
    review, item = _still_there(review)
    if sentence := why_not_decide(person, review):
        raise NotYours(sentence)
    _note(item, Action.PASSED, person, words, review=review, level=review.level, version=review.version)
    if review.level < review.levels:
        review.level += 1
        review.save(update_fields=["level"])
    else:
        _close(review, Review.State.APPROVED)
        versioning.make_live(review.version)
    return review


@transaction.atomic
def return_(review, person, reason):
    review, item = _still_there(review)
    if sentence := why_not_decide(person, review):
        raise NotYours(sentence)
    _note(
        item,
        Action.RETURNED,
        person,
        _stated(reason),
        review=review,
        level=review.level,
        version=review.version,
    )
    return _close(review, Review.State.RETURNED)


@transaction.atomic
def recall(review, person):
    review, item = _still_there(review, at_any_level=True)
    if not may_recall(person, review):
        raise NotYours("送审由送审人自己或站长撤回。")
    _note(item, Action.RECALLED, person, review=review, version=review.version)
    return _close(review, Review.State.RECALLED)


@transaction.atomic
def comment(review, person, words):
    """A remark beside the text; it decides nothing."""
    review, item = _still_there(review, at_any_level=True)
    return _note(item, Action.COMMENTED, person, _stated(words, "请写下批注。"), review=review)


@transaction.atomic
def publish_directly(version, person, now=False):
    """免审发布: public at the time the version states, or with `now` at once. Returns the row."""
    item = versioning.locked(version.item)
    if not may_publish(person, item):
        raise NotYours("免审发布由站长办理。")
    _refuse_elsewhere(item, person)
    _refuse_in_review(item)
    _refuse_old(version, item)
    if now:
        Version.objects.filter(pk=version.pk).update(content=_begins_now(version.content))
    item = versioning.make_live(Version.objects.get(pk=version.pk))
    _note(item, Action.PUBLISHED, person, version=version)
    return item


def _begins_now(content):
    """Without a beginning yet to come: what had one in the past keeps it."""
    stated = Article._meta.get_field("published_at").to_python(content.get("published_at"))
    return content if stated and stated <= timezone.now() else content | {"published_at": None}


@transaction.atomic
def withdraw(item, person, reason):
    """Off every page at once. What is in review is taken back as well: it would make the page public again."""
    item = versioning.locked(item)
    if not may_withdraw(person, item):
        raise NotYours("撤下由终审或站长办理。")
    _refuse_elsewhere(item, person)
    if not item.is_out:
        raise Refused("它现在没有公开，也没有定时发布，不用撤下。")
    reason, shown = _stated(reason), versioning.live(item)
    if review := pending_of(item):
        _note(item, Action.RECALLED, person, "随撤下一并撤回", review=review, version=review.version)
        _close(review, Review.State.RECALLED)
    item = versioning.withdraw(item)
    _note(item, Action.WITHDRAWN, person, reason, version=shown)
    return item


def _still_there(review, at_any_level=False):
    """The review as it is now, its item locked."""
    item = versioning.locked(review.item)
    fresh = Review.objects.select_related("version").get(pk=review.pk)
    if fresh.state != Review.State.PENDING:
        raise Refused(f"这一稿{fresh.get_state_display()}，不用再办。")
    if fresh.level != review.level and not at_any_level:
        raise Refused("这一审已经有人办理。")
    return fresh, item


def _refuse_elsewhere(item, person):
    if not is_his(item, person):
        raise NotYours("这一篇不在您负责的地区。")


def _refuse_in_review(item):
    if pending_of(item):
        raise Refused("审核中，撤回后可以修改。")


def _refuse_old(version, item):
    if versioning.latest(item).pk != version.pk:
        raise Refused("后来又保存了新的一稿，请打开最新的一稿再办。")


def _refuse_faulty(version, item):
    if errors := blocking(item, version.content):
        titles = "、".join(dict.fromkeys(error.title for error in errors))
        raise Refused(f"检查出 {len(errors)} 处必须改：{titles}。改好以后再送审。")


def _stated(reason, otherwise="请写明原因。"):
    if not reason.strip():
        raise Refused(otherwise)
    return reason.strip()


def _close(review, state):
    review.state, review.closed_at = state, timezone.now()
    review.save(update_fields=["state", "closed_at"])
    return review


def _note(item, action, person, reason="", **about):
    return Step.objects.create(
        **named(item),
        action=action,
        person=person,
        person_name=staff_name(person)[:80],
        reason=reason.strip(),
        **about,
    )
