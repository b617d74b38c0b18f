"""每天早上的提醒: on working days, what is overdue or due today; to each officer his own, to the groups the pool."""

from datetime import datetime, time, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from inquiries.desk import workdays
from inquiries.models import Inquiry
from outbox.channels import mail, robots_on
from outbox.duties import every
from outbox.turns import take_turn
from publishing.people import called

from .announcing import promise_mail, tell_groups, tell_people
from .people import able, assigners
from .words import Notice, Outdated, link

EVENT = "digest"
BEGINS, ENDS = time(8, 30), time(12)  # a worker that is started later begins tomorrow
LISTED = 8


@every(minutes=10)
def send_in_the_morning():
    now = timezone.localtime()
    today = now.date()
    if not BEGINS <= now.time() < ENDS or not workdays.is_workday(today, workdays.exceptions()):
        return
    tomorrow = timezone.make_aware(datetime.combine(today + timedelta(days=1), time.min))
    with transaction.atomic():
        if take_turn("inquiries.notices.digest", now, tomorrow):
            promise_digests(today)


def promise_digests(today):
    payload = {"event": EVENT, "day": today.isoformat()}
    if mail.is_on():
        for officer in able("inquiries.change_inquiry").filter(pk__in=busy(today)).exclude(email=""):
            promise_mail(officer, payload)
    if robots_on():
        tell_groups(payload)
    elif mail.is_on() and (Inquiry.objects.in_pool().exists() or stranded(today).exists()):
        tell_people(assigners(), payload | {"pool": True})


def busy(today):
    """Numbers of the officers with something due."""
    return set(due(today).exclude(officer=None).order_by().values_list("officer", flat=True).distinct())


def due(today):
    return Inquiry.objects.open().filter(due_on__lte=today)


def stranded(today):
    """What is due and has an officer who cannot work on it any more: his account is disabled, or a right or a district
    was taken from him. It is nobody's to claim, so who assigns is told.
    """
    rows = due(today).exclude(officer=None)
    paths = paths_by_officer(rows)
    lost = Q(pk__in=[])
    for officer, place, path in rows.order_by().values_list("officer", "place", "place__path").distinct():
        if not (path or "").startswith(tuple(paths.get(officer, ()))):
            lost |= Q(officer=officer, place=place)
    return rows.filter(lost)


def paths_by_officer(rows):
    """{number of an officer who can work: the paths he is bound to}, "" for who is bound to none."""
    paths = {}
    workers = able("inquiries.change_inquiry").filter(pk__in=rows.order_by().values("officer"))
    for number, is_free, path in workers.values_list("pk", "is_superuser", "remits__district__path"):
        paths.setdefault(number, []).append("" if is_free else path or "")
    return paths


def compose(payload, person):
    """His own, or the pool's. Raises Outdated where nothing is left to say."""
    today = timezone.localdate()
    if payload["day"] != today.isoformat():
        raise Outdated("当天已过")
    if person and not payload.get("pool"):
        return of_officer(person, today)
    return of_pool(today)


def of_officer(officer, today):
    rows = due(today).filter(officer=officer)
    title = counted(rows, today, "您负责的咨询")
    if not title:
        raise Outdated("没有到期的咨询")
    return Notice(title, [*listed(rows, today), link("admin:inquiries_inquiry_changelist")])


def of_pool(today):
    """What nobody has, what has nobody who could work on it, and how much each officer is behind with, by name."""
    pool, lost = Inquiry.objects.in_pool(), stranded(today)
    waiting, orphaned, lines = pool.count(), lost.count(), behind(today)
    if not waiting and not lines:
        raise Outdated("没有待认领和到期的咨询")
    parts = [
        f"待认领的咨询 {waiting} 条" if waiting else "",
        f"须改派的咨询 {orphaned} 条" if orphaned else "",
    ]
    title = "，".join(filter(None, parts)) or "待认领的咨询已全部认领"
    again = (
        [f"负责人已不能办理，请改派（{orphaned} 条）：", *listed(lost, today, LISTED // 2)]
        if orphaned
        else []
    )
    return Notice(title, [*listed(pool, today), *again, *lines, link("admin:inquiries_inquiry_changelist")])


def behind(today):
    """`李明：超期 2 条，今天到期 1 条`, the most overdue first."""
    rows = due(today).exclude(officer=None).order_by()
    rows = rows.values("officer", "officer__last_name", "officer__first_name", "officer__username")
    late = Count("pk", filter=Q(due_on__lt=today))
    rows = rows.annotate(late=late, all=Count("pk")).order_by("-late", "-all", "officer")[:LISTED]
    return [f"{name_in(row)}：{in_words(row['late'], row['all'] - row['late'])}" for row in rows]


def name_in(row):
    return called(User(**{name: row[f"officer__{name}"] for name in ("last_name", "first_name", "username")}))


def counted(rows, today, whose):
    late, now = rows.filter(due_on__lt=today).count(), rows.filter(due_on=today).count()
    return f"{whose}：{in_words(late, now)}" if late or now else ""


def in_words(late, now):
    words = [f"超期 {late} 条"] if late else []
    return "，".join([*words, f"今天到期 {now} 条"] if now else words)


def listed(rows, today, most=LISTED):
    """The first of them, by deadline."""
    found = list(rows.select_related("place__parent").order_by("due_on", "pk")[: most + 1])
    lines = [line(row, today) for row in found[:most]]
    return [*lines, "……"] if len(found) > most else lines


def line(inquiry, today):
    place = inquiry.place.full_name if inquiry.place else "地区未定"
    state = "超期" if inquiry.due_on and inquiry.due_on < today else "期限"
    return f"{inquiry.reference} {inquiry.get_topic_display()} {place}，{state} {inquiry.due_on or '未定'}"
