"""The desk of the demo: texts at every level of review, one returned, one withdrawn, and a few with all their steps.

Made by the staff of the demo through the same doors as everybody; where no accounts are made there is nothing to show.
"""

from datetime import timedelta

from django.contrib.auth.models import User

from articles.models import Channel
from editorial import reviewing, versioning
from editorial.models import Review, ReviewRule, Step, Version

from .people import STAFF

PACE = timedelta(minutes=47)  # from one step to the next
ADDED = "<p>咨询时请说明企业名称、用地或厂房需求和计划投产时间，便于安排专人答复。</p>"
RETURNED = "第二段的面积与园区公布的数字不一致，请核对后注明来源；标题请压到 25 字以内。"
COMMENT = "数字已核对。小标题“下一步”建议写明时间。"
WITHDRAWN = "企业来函要求更正投产时间，核实前先撤下。"


class Desk:
    """The people by their roles."""

    def __init__(self):
        names = {role: name for name, _, role, *_ in reversed(STAFF)}
        known = {user.username: user for user in User.objects.filter(username__in=names.values())}
        self.by_role = {role: known[name] for role, name in names.items() if name in known}
        self.is_staffed = {"编辑", "初审", "复审", "终审", "站长"} <= self.by_role.keys()

    def __getitem__(self, role):
        return self.by_role[role]

    def write(self, item, **changes):
        content = versioning.working_content(item)
        return versioning.record(item, content | {"body": content["body"] + ADDED} | changes, self["编辑"])

    def send(self, item, *passing, **changes):
        """Hands in what the editor wrote; those of the `passing` roles pass it whose turn it is: a channel may have fewer levels."""
        review = reviewing.submit(self.write(item, **changes), self["编辑"])
        for role in passing:
            if review.state == Review.State.PENDING and review.level_name == role:
                review = reviewing.pass_(review, self[role], "同意。" if role == "终审" else "")
        return review


def seed_reviews(articles, policies, now):
    desk = Desk()
    drafts = [one for one in articles if one.published_at is None][:4]
    public = sorted((one for one in articles if one.is_published), key=lambda one: one.published_at)[-16:-4]
    valid = [one for one in policies if one.is_published][:2]
    if not desk.is_staffed or len(drafts) < 4 or len(public) < 12 or len(valid) < 2:
        return
    ReviewRule.objects.create(channel=Channel.objects.get(slug="land"), levels=2)
    seed_queue(desk, drafts, public, valid, now)
    seed_finished(desk, public, valid)
    touched = [*drafts, *public, *valid]
    for place, item in enumerate(touched):
        since = now - timedelta(hours=5 + 3 * place)
        date_back(item, max(since, item.published_at + PACE) if item.published_at else since)


def seed_queue(desk, drafts, public, policies, now):
    """What waits: at each level, returned, and changes of pages that are public."""
    tomorrow = (now + timedelta(days=1)).replace(minute=0)
    desk.send(drafts[0])
    noted = desk.send(drafts[1], "初审")
    reviewing.comment(noted, desk["初审"], COMMENT)
    desk.send(drafts[2], "初审", "复审", published_at=tomorrow.isoformat())
    returned = desk.send(drafts[3])
    reviewing.return_(returned, desk[returned.level_name], RETURNED)
    desk.send(public[-1], "初审")
    desk.send(policies[0], "初审", "复审")
    desk.write(public[-2])


def seed_finished(desk, public, policies):
    """What is done: reviewed and public, released without review, withdrawn."""
    for item in [*public[-6:-3], policies[1]]:
        desk.send(item, "初审", "复审", "终审")
    reviewing.publish_directly(desk.write(public[-7]), desk["站长"])
    reviewing.withdraw(public[0], desk["终审"], WITHDRAWN)


def date_back(item, begun):
    """As if it had been done by and by, in the order in which it was."""
    versions = Version.objects.of(item)
    versions.filter(number=1).update(created_at=begun - PACE)
    versions.filter(number__gt=1).update(created_at=begun)
    for place, step in enumerate(Step.objects.of(item)):
        Step.objects.filter(pk=step.pk).update(happened_at=begun + place * PACE)
    for review in Review.objects.of(item):
        last = review.steps.last().happened_at
        closed_at = None if review.state == Review.State.PENDING else last
        Review.objects.filter(pk=review.pk).update(submitted_at=begun, closed_at=closed_at)
        if review.state == Review.State.APPROVED:
            Version.objects.filter(pk=review.version_id).update(went_live_at=last)
    versions.filter(number=1, went_live_at__isnull=False).update(went_live_at=begun - PACE)
    if withdrawn := Step.objects.of(item).filter(action=Step.Action.WITHDRAWN).last():
        type(item).objects.filter(pk=item.pk).update(expires_at=withdrawn.happened_at)
