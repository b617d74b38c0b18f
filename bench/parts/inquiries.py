"""Inquiries sent all at once: how many a second are told their number, and whether every number stands afterwards."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import cycle
from queue import Empty, SimpleQueue
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connection

from inquiries.models import Inquiry
from publishing.references import new_token

from ..copies import passing_copy
from ..corpus import places
from ..measuring import Timing
from ..report import Ratio, Section, Table
from ..servers import PROCESSES, site

TITLE = "Inquiries"
ADDRESS = "/inquiries/settle/"
INQUIRIES, SENDERS, WARM = 1_000, 8, 40
TWICE = 10  # every tenth form arrives twice at once, as an impatient thumb sends it
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class Acknowledged(NamedTuple):
    """One answer: whose form it was, the number it named, and how long it took."""

    company: str
    reference: str
    milliseconds: float


def measured(bench):
    filled = bench.databases.filled(places, bench.size(200, 20))
    with passing_copy(filled) as database, site(database, FORM_PROOF="0", FORM_RATE="0") as ports:
        send(ports, forms("warm", bench.size(WARM, 2)))
        sent = forms("某某", bench.size(INQUIRIES, 20))
        start = perf_counter()
        answers = send(ports, sent)
        seconds = perf_counter() - start
        with database.open():
            counted = count(answers)
            how = settings()
    return section(answers, seconds, counted, how)


def forms(whose, count):
    """What a browser sends of the settling form; the page gave it a token of its own."""
    for number in range(count):
        form = {
            "company": f"{whose}{number:05}号装备有限公司",
            "contact_name": "王女士",
            "phone": f"138{number:08}",
            "topic": "factory",
            "consent": "on",
            "token": new_token(),
        }
        yield from [form] * (2 if number % TWICE == 0 else 1)


def send(ports, forms):
    """An Acknowledged for each of `forms`, sent by several senders at once. Raises on any other answer."""
    waiting = SimpleQueue()
    for form in forms:
        waiting.put(form)
    senders = [Sender(port) for port, _ in zip(cycle(ports), range(SENDERS), strict=False)]
    with ThreadPoolExecutor(SENDERS) as pool:
        return [
            one for several in pool.map(lambda sender: sender.send_all(waiting), senders) for one in several
        ]


class Sender:
    """A browser that has the form's page open."""

    def __init__(self, port):
        self.link = HTTPConnection("127.0.0.1", port, timeout=60)
        self.link.request("GET", ADDRESS)
        answer = self.link.getresponse()
        answer.read()
        self.secret = SimpleCookie(answer.getheader("Set-Cookie"))["csrftoken"].value

    def send_all(self, waiting):
        answers = []
        while form := taken(waiting):
            start = perf_counter()
            reference = self.send(form)
            answers.append(Acknowledged(form["company"], reference, (perf_counter() - start) * 1000))
        self.link.close()
        return answers

    def send(self, form):
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrftoken={self.secret}",
        }
        self.link.request("POST", ADDRESS, urlencode(form | {"csrfmiddlewaretoken": self.secret}), headers)
        answer = self.link.getresponse()
        said = answer.read().decode()
        if answer.status not in (302, 303):
            raise RuntimeError(f"{ADDRESS} answers {answer.status}: {said[:400]}")
        return answer.getheader("Location").strip("/").rpartition("/")[2]


def taken(waiting):
    try:
        return waiting.get_nowait()
    except Empty:
        return None


class Counted(NamedTuple):
    """In the database afterwards."""

    lost: int  # numbers that were named and stand nowhere
    doubled: int  # forms stored more than once, or told several numbers


def count(answers):
    stored = dict(Inquiry.objects.values_list("reference", "company"))
    lost = sum(stored.get(one.reference) != one.company for one in answers)
    rows = Counter(stored.values())
    told = Counter(company for company, _ in {(one.company, one.reference) for one in answers})
    return Counted(lost, sum(rows[company] > 1 or many > 1 for company, many in told.items()))


def settings():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'current_setting({name!r})' for name in DURABLE)}")
        return ", ".join(f"{name} {value}" for name, value in zip(DURABLE, cursor.fetchone(), strict=True))


def section(answers, seconds, counted, how):
    forms = len({one.company for one in answers})
    times = Timing(tuple(one.milliseconds for one in answers), 0, 0)
    head = ("", "forms", "posts", "acknowledged/s", "p50, ms", "p99, ms", "lost", "doubled")
    figures = (str(forms), str(len(answers)), f"{forms / seconds:.0f}")
    figures += (f"{times.at(0.5):.0f}", f"{times.at(0.99):.0f}", str(counted.lost), str(counted.doubled))
    return Section(
        TITLE,
        PROSE.format(how=how),
        [Table(head, [("PostgreSQL", *figures)])],
        [
            Ratio("count of inquiries acknowledged and lost", counted.lost, 0, at_most=True),
            Ratio("count of inquiries stored or numbered twice", counted.doubled, 0, at_most=True),
        ],
    )


PROSE = f"""\
The settling form, posted over HTTP by {SENDERS} senders at once to {PROCESSES} processes, PostgreSQL with {{how}}. Every form has its
token and the page's CSRF secret; every tenth is posted twice at the same moment. `FORM_PROOF=0 FORM_RATE=0`: neither the visitor's
proof of work nor the limit of an address is measured. Acknowledged is a redirect to a receipt with a number; afterwards each number is
looked for in the database with the words it was given for. Nothing is killed here: this says that what was acknowledged is found, not
that it outlives a crash."""
