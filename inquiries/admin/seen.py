"""What a page saw of an inquiry. Sent after somebody else has changed it, it is refused once, with what has changed."""

from audit.models import Entry
from publishing.admin import moment
from publishing.admin.odd_input import is_number

TOLD = 5


def stamp_of(*inquiries):
    """What a page of these carries: when each was changed last, and the trail's last line of it."""
    rows = sorted(inquiries, key=lambda one: one.pk)
    return " ".join(f"{one.updated_at.isoformat()}/{last_line(one)}" for one in rows)


def last_line(inquiry):
    return Entry.objects.about(inquiry).order_by("-pk").values_list("pk", flat=True).first() or 0


def is_as_seen(stamp, *inquiries):
    """Who only looked at a telephone number has changed nothing: the moments are compared."""
    return [part.partition("/")[0] for part in stamp.split(" ")] == [
        part.partition("/")[0] for part in stamp_of(*inquiries).split(" ")
    ]


def what_changed(stamp, user, *inquiries):
    """Sentences for `user`: who has done what since the page was opened, the last first."""
    parts = stamp.split(" ")
    rows = sorted(inquiries, key=lambda one: one.pk)
    if len(parts) != len(rows):
        return []
    lines = []
    for part, one in zip(parts, rows, strict=True):
        number = part.partition("/")[2]
        if is_number(number):
            since = Entry.objects.about(one).filter(pk__gt=number).exclude(action=Entry.Action.VIEW)
            of = f"（{one}）" if len(rows) > 1 else ""
            lines += [f"{in_words(line, user)}{of}" for line in since[:TOLD]]
    return lines


def in_words(line, user):
    return f"{moment(line.at)} {who_did(line, user) or '系统'}：{line.words or line.get_action_display()}"


def who_did(line, user):
    """What somebody did in another window of his own is not told him under his name."""
    return "您在另一个窗口" if line.person_id == user.pk else line.person_name


def refuse_stale(form, user, *inquiries):
    """Adds to a form that `user` posted, whose field `seen` is the stamp, why it is not done yet; what was typed stays in it."""
    sent = form.cleaned_data.get("seen") or ""
    if is_as_seen(sent, *inquiries):
        return
    form.data = form.data.copy()
    form.data[form.add_prefix("seen")] = stamp_of(*inquiries)  # seen now: the next time it is meant
    form.add_error(
        None,
        ["这一页打开之后情况有变，还没有办理。请核对后再提交一次。", *what_changed(sent, user, *inquiries)],
    )
