"""Whatever people press, in whatever order: nothing goes live that enough others have not passed."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from editorial import reviewing, versioning
from editorial.models import Review, ReviewRule, Step, Version
from editorial.models.reviews import right_for
from tests import builders
from tests.editorial.people import person, written

STAFF = ["编辑", "初审", "复审", "终审", "站长", "全能"]
anybody = st.sampled_from(STAFF)
LATER = "2999-01-01T00:00:00+00:00"


class Desk(RuleBasedStateMachine):
    """One text and six people, of whom one holds every right."""

    people = None

    @initialize(levels=st.integers(1, 3), state=st.sampled_from(["draft", "public"]))
    def begin(self, levels, state):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        ReviewRule.objects.create(levels=levels)
        self.item = builders.article(**(builders.DRAFT if state == "draft" else {}))
        self.first = versioning.keep_row(self.item)
        self.levels, self.saved, self.seen = levels, 0, None

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def attempt(self, do, *given):
        try:
            return do(*given)
        except reviewing.Refused:
            return None

    @rule(name=anybody, later=st.booleans())
    def save(self, name, later):
        if reviewing.pending_of(self.item) is None:
            self.saved += 1
            words = {"title": f"第 {self.saved} 次", "published_at": LATER if later else None}
            written(self.item, self.people[name], **words)

    @rule(name=anybody, back=st.sampled_from([0, 0, 0, 1]))
    def submit(self, name, back):
        known = list(Version.objects.of(self.item).newest_first())
        version = known[min(back, len(known) - 1)]
        self.attempt(reviewing.submit, version, self.people[name])

    @rule()
    def look(self):
        self.seen = Review.objects.of(self.item).last()

    @rule(name=anybody, fresh=st.booleans())
    def pass_(self, name, fresh):
        if review := Review.objects.of(self.item).last() if fresh else self.seen:
            self.attempt(reviewing.pass_, review, self.people[name])

    @rule(author=anybody, places=st.lists(st.integers(0, 1), min_size=1, max_size=3))
    def hurry(self, author, places):
        """All the way by those whose level it is: single steps alone hardly ever reach the end."""
        self.save(author, False)
        self.submit("编辑", 0)
        for place in places:
            if review := reviewing.pending_of(self.item):
                right = right_for(review.level, review.levels)
                asked = [one for one in self.people.values() if one.has_perm(right)]
                self.attempt(reviewing.pass_, review, asked[place])

    @rule(name=anybody)
    def return_(self, name):
        if review := Review.objects.of(self.item).last():
            self.attempt(reviewing.return_, review, self.people[name], "请修改")

    @rule(name=anybody)
    def recall(self, name):
        if review := Review.objects.of(self.item).last():
            self.attempt(reviewing.recall, review, self.people[name])

    @rule(name=anybody, now=st.booleans())
    def publish(self, name, now):
        newest = versioning.latest(self.item)
        if self.attempt(lambda: reviewing.publish_directly(newest, self.people[name], now)):
            assert name in ("站长", "全能")

    @rule(name=anybody)
    def withdraw(self, name):
        if self.attempt(reviewing.withdraw, self.item, self.people[name], "有误"):
            assert name in ("终审", "站长", "全能")

    @invariant()
    def nothing_is_live_that_others_have_not_passed(self):
        if not hasattr(self, "item"):
            return
        for version in Version.objects.of(self.item).filter(went_live_at__isnull=False):
            direct = version.steps.filter(action=Step.Action.PUBLISHED).exists()
            if version.pk != self.first.pk and not direct:
                self.check_review(version)

    def check_review(self, version):
        review = version.reviews.filter(state=Review.State.APPROVED).last()
        passed = list(review.steps.filter(action=Step.Action.PASSED).values_list("level", "person"))
        assert [level for level, _ in passed] == list(range(1, self.levels + 1))
        by = {number for _, number in passed}
        assert len(by) == self.levels
        assert version.author_id not in by

    @invariant()
    def the_row_shows_what_went_live(self):
        if hasattr(self, "item"):
            self.item.refresh_from_db()
            shown = versioning.live(self.item)
            assert shown is None or shown.content["title"] == self.item.title
            assert Review.objects.of(self.item).pending().count() <= 1


@pytest.mark.django_db
def test_nothing_goes_live_that_enough_others_have_not_passed():
    Desk.people = {name: person("站长" if name == "全能" else name, name) for name in STAFF}
    Desk.people["全能"].is_superuser = True
    Desk.people["全能"].save()
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    few = settings(
        max_examples=15,
        stateful_step_count=20,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=slow,
    )
    run_state_machine_as_test(Desk, settings=few)
