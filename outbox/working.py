"""The worker: beside the server of `make run`, or on its own as `manage.py work`; as many as you like."""

import logging
import threading
import time

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.db.models import Min
from django.utils import timezone

from .delivering import LEASE, deliver, in_words, take
from .duties import duties, handlers
from .models import Delivery, Turn
from .promising import bell
from .turns import take_turn

logger = logging.getLogger(__name__)

LONGEST_SLEEP = 3  # seconds, for what another process promised
WITHOUT_DATABASE = 10
PATIENCE = 10  # seconds that a stopping worker waits for what is under way
AT_ONCE = 2  # deliveries of one kind
HANGING = 6  # more threads of one kind than this are never begun, however many hang


class Lane(threading.Thread):
    """Delivers all that is due of one kind, or does one duty, then ends. What hangs, hangs alone."""

    def __init__(self, name, step):
        super().__init__(name=f"outbox {name}", daemon=True)
        self.step, self.begun = step, time.monotonic()

    def run(self):
        try:
            while self.step():
                self.begun = time.monotonic()
        except Exception as error:
            logger.error("%s failed: %s", self.name, in_words(error))
        finally:
            connections.close_all()

    @property
    def is_hanging(self):
        return time.monotonic() - self.begun > LEASE.total_seconds()


class Worker:
    def __init__(self, clock=timezone.now):
        self.clock = clock
        self.stopping = threading.Event()
        self.lanes = {}  # kind or duty → its threads
        self.turns = {}  # duty → when to ask for it again

    def run(self):
        while not self.stopping.is_set():
            bell.clear()
            close_old_connections()
            try:
                seconds = self.look()
            except (DatabaseError, InterfaceError) as error:
                logger.error("the database does not answer: %s", in_words(error))
                seconds = WITHOUT_DATABASE
            bell.wait(seconds)
        connections.close_all()

    def stop(self):
        """What is under way may end; what doesn't comes back when its lease is over."""
        self.stopping.set()
        bell.set()
        until = time.monotonic() + PATIENCE
        for lane in [lane for lanes in self.lanes.values() for lane in lanes]:
            lane.join(max(0, until - time.monotonic()))

    def look(self):
        """Begins what is due; returns the seconds after which to look again."""
        for name in self.due_duties():
            self.begin(name, 1, lambda name=name: self.perform(name))
        moments, now = open_kinds(), self.clock()
        for kind in [kind for kind, due_at in moments.items() if due_at <= now]:
            self.begin(kind, AT_ONCE, lambda kind=kind: self.step(kind))
        coming = [(due_at - now).total_seconds() for due_at in moments.values() if due_at > now]
        return min([LONGEST_SLEEP, *coming])

    def begin(self, name, at_once, step):
        lanes = self.lanes[name] = [lane for lane in self.lanes.get(name, []) if lane.is_alive()]
        if sum(not lane.is_hanging for lane in lanes) < at_once and len(lanes) < HANGING:
            lanes.append(Lane(name, step))
            lanes[-1].start()

    def step(self, kind):
        """Whether there was one, and may be another."""
        row = None if self.stopping.is_set() else take([kind], self.clock())
        if row:
            deliver(row, self.clock)
        return row is not None

    def perform(self, name):
        duties[name].perform()
        return False

    def due_duties(self):
        """Names of those that this worker is to do now."""
        now = self.clock()
        for name in duties:
            if self.turns.get(name, now) > now:
                continue
            if has_turn(duties[name], now):
                yield name
            self.turns[name] = Turn.objects.get(name=name).due_at

    def once(self):
        """Everything that is due now, one after another, in this thread. Returns how many deliveries."""
        for name in self.due_duties():
            duties[name].perform()
        done = 0
        while row := take(list(handlers), self.clock()):
            deliver(row, self.clock)
            done += 1
        return done


def open_kinds():
    """{kind: when the first is due} of what this worker can deliver; one query."""
    waiting = Delivery.objects.open().filter(kind__in=list(handlers)).order_by()
    return dict(waiting.values_list("kind").annotate(Min("due_at")))


def has_turn(duty, now):
    """True for one worker in an interval."""
    return take_turn(duty.name, now, now + duty.interval)
