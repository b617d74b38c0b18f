"""What the sender of a text is told about when it is read."""

from django.utils import timezone

from .desk import workdays

REVIEW_DAYS = 3  # working days, as the form promises
WAITS = f"稿件已收到，编辑会在 {REVIEW_DAYS} 个工作日内审看；结果凭编号和手机号在本页查看。"
LATE = "稿件已收到，但没能在承诺的时间内审看，抱歉。请直接致电招商热线并说出编号；结果仍在本页查看。"


def standing(submission):
    """Of one that waits for its editor."""
    return LATE if timezone.localdate() > promised_for(submission) else WAITS


def promised_for(submission):
    """The day the promise ends on; an amended text is promised anew."""
    earlier = submission.earlier_texts.first()
    sent_at = earlier.replaced_at if earlier else submission.created_at
    return workdays.after(timezone.localdate(sent_at), REVIEW_DAYS)
