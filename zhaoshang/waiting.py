"""等我处理: what waits for a member of staff, counted, each count with the list it counts."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, PolicyDocument
from editorial.models import Review
from editorial.models.reviews import is_reviewer
from editorial.standing import in_standing
from editorial.tasks import open_tasks
from inquiries.models import Inquiry, Submission
from parks.models import Listing, Park
from publishing.models import Publishable

DRAFT, SCHEDULED, PUBLISHED = (
    Publishable.State.DRAFT,
    Publishable.State.SCHEDULED,
    Publishable.State.PUBLISHED,
)


MOST = 1000  # so many are counted; of more we say "1000+"


def waiting_for(user, labels=None, most=MOST):
    """Rows of label, count, address and urgency, only of what `user` may see; a query a row. Of `labels`, if given."""
    return [
        {
            "label": label,
            "count": counted(_seen_by(user, rows), most),
            "address": f"{_list_of(rows.model)}?{urlencode(query)}",
            "urgent": urgent,
        }
        for right, label, rows, query, urgent in [*_queues(user), *(_beside_the_menu(user) if labels else [])]
        if (labels is None or label in labels) and user.has_perm(right)
    ]


def counted(rows, most):
    """How many `rows` are; beyond `most` nobody goes on counting, and words say so."""
    number = rows.order_by().values("pk")[: most + 1].count()
    return number if number <= most else f"{most}+"


def _seen_by(user, rows):
    """Inquiries come cut to what is the user's: cut once more, by place or offer, no index alone could count them."""
    return rows.visible_to(user) if hasattr(rows, "visible_to") and rows.model is not Inquiry else rows


def _list_of(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _queues(user):
    return [*_of_people(user), *_of_reviews(user), *_of_texts(), *_of_places()]


def _of_people(user):
    submissions, pending = Submission.objects.kept().filter(state="pending"), Submission.State.PENDING
    kept = {"erased_at__isnull": "True"}
    return [
        *_of_inquiries(user),
        ("inquiries.view_submission", "待审投稿", submissions, {"state__exact": pending} | kept, True),
    ]


def _of_inquiries(user):
    """Each leads to a tab of the list, which counts the same, and is cut to the user's districts here."""
    his = Inquiry.objects.changeable_by(user)
    today = his.open().filter(due_on=timezone.localdate())
    works, looks, new = "inquiries.change_inquiry", "inquiries.view_inquiry", Inquiry.Stage.NEW
    return [
        (works, "待认领的咨询", his.in_pool(), {"tab": "pool"}, True),
        (looks, "超期的咨询", his.overdue(), {"tab": "overdue"}, True),
        (works, "今天到期的咨询", today, {"tab": "open", "due": "today"}, False),
        (
            looks,
            "新咨询（未响应）",
            his.open().filter(stage=new),
            {"tab": "open", "stage__exact": new},
            False,
        ),
        (works, "我负责的咨询", his.open().filter(officer=user), {"tab": "mine"}, False),
        (works, "等我方接收的流转", Inquiry.objects.offered_to(user), {"tab": "offered"}, True),
    ]


def _beside_the_menu(user):
    """Counted there alone: what nobody has, and what is late, in one number."""
    his = Inquiry.objects.changeable_by(user).open()
    presses = his.filter(Q(officer=None) | Q(due_on__lt=timezone.localdate()))
    return [("inquiries.view_inquiry", "待认领或超期的咨询", presses, {"tab": "open"}, True)]


def _of_reviews(user):
    reviews, right = Review.objects, "articles.change_article"
    asked, returned = (
        reviews.pending().filter(submitted_by=user),
        reviews.returned_last().filter(submitted_by=user),
    )
    his = [("editorial.view_review", "待我审", reviews.waiting_for(user), {"queue": "mine"}, True)]
    return [
        *(his if is_reviewer(user) else []),
        (right, "退回给我的", returned, {"queue": "returned"}, True),
        (right, "我送审的", asked, {"queue": "asked"}, False),
    ]


def _of_texts():
    articles, policies = Article.objects.all(), PolicyDocument.objects.all()
    return [
        ("articles.change_article", "文章草稿", in_standing(articles, DRAFT), {"state": DRAFT}, False),
        (
            "articles.change_article",
            "定时发布的文章",
            articles.in_state(SCHEDULED),
            {"state": SCHEDULED},
            False,
        ),
        ("articles.change_article", "引用待更新", open_tasks(), {}, True),
        ("articles.change_policydocument", "政策草稿", in_standing(policies, DRAFT), {"state": DRAFT}, False),
    ]


def _of_places():
    drafts, parks = Listing.objects.in_state(DRAFT), Park.objects.in_state(PUBLISHED)
    public = Listing.objects.published()
    over = Listing.objects.in_state(PUBLISHED).past_term()

    def queue(right, label, rows, name, urgent):
        state = "hidden" if name == "expired" else PUBLISHED
        return right, label, rows, {"state": state, "verified": name}, urgent

    return [
        ("parks.change_listing", "载体草稿", drafts, {"state": DRAFT}, False),
        queue("parks.change_listing", "有效期已过的载体", over, "expired", True),
        queue("parks.change_listing", "30 天内到期的载体", public.ending_soon(), "ending", False),
        queue("parks.change_listing", "久未核实的载体", public.stale(), "stale", True),
        queue("parks.change_park", "久未核实的园区", parks.stale(), "stale", False),
    ]
