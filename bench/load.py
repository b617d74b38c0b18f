"""Requests per second of several contestants, asked by wrk in turn so that a noisy minute meets them all."""

import json
import os
import random
import shutil
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from .report import LeftOut, Median

WALK = Path(__file__).with_name("walk.lua")
CONNECTIONS = 2  # to each server: one request is answered while the next one waits
LOOKED_AT = 10  # addresses of each contestant that are looked at before
WARM = 10  # seconds in which a server that has just been started becomes one that has run for a while
MADE = 100  # addresses a second whose parts it makes meanwhile
SECONDS = 2  # of a turn
TURNS = 3  # of each contestant in a round: many short ones, for a machine whose speed changes within seconds
SLOW = 50  # answers a second: of fewer, a turn is three times as long
LONGEST = 60  # seconds in which there must be an answer


@dataclass(frozen=True)
class Contestant:
    """Addresses walked at random, the same on every server at `ports`."""

    name: str
    ports: tuple
    addresses: tuple
    headers: tuple = (("accept-encoding", "identity"),)
    each: bool = True  # every answer's status is looked at, not only whether it is an error


@dataclass(frozen=True)
class Walked:
    """What one contestant did, a figure a turn."""

    rates: tuple  # answers a second
    milliseconds: dict  # {share of the answers that took no longer: (…)}
    size: float  # bytes of an answer with its headers
    fewest: int  # answers of a turn

    @property
    def rate(self):
        return median(self.rates)

    def at(self, share):
        return median(self.milliseconds[share])

    def times(self, other):
        """How many times as fast as `other`: the median of what each turn says."""
        return Median(mine / theirs for mine, theirs in zip(self.rates, other.rates, strict=True))


def walked(bench, contestants):
    """{name: Walked}; raises RuntimeError on any answer but 200, LeftOut without wrk."""
    if not shutil.which("wrk"):
        raise LeftOut("wrk is not installed")
    for one in contestants:
        look(one)
    seconds = {one.name: 1 if bench.smoke else fitting(one) for one in contestants}
    rounds = defaultdict(list)
    for number in range(bench.repeats):
        bench.say(f"round {number + 1} of {bench.repeats}")
        for turn in range(1 if bench.smoke else TURNS):
            for one in contestants if (number + turn) % 2 else contestants[::-1]:
                rounds[one.name].append(walk(one, seconds[one.name], 1 + number * TURNS + turn))
    return {one.name: summed_up(rounds[one.name]) for one in contestants}


def fitting(contestant):
    """The seconds of its turns, by one that does not count: long enough that all have made what they keep."""
    warm = WARM + len(contestant.addresses) // MADE
    return SECONDS if walk(contestant, warm)["answers"] >= SLOW * warm else 3 * SECONDS


def look(contestant):
    """Some of the pages are what they should be; also makes what a process makes once."""
    some = random.Random(1).sample(contestant.addresses, min(LOOKED_AT, len(contestant.addresses)))
    with httpx.Client(timeout=60) as client:
        for port in contestant.ports:
            for address in some:
                answer = client.get(f"http://127.0.0.1:{port}{address}", headers=dict(contestant.headers))
                if answer.status_code != 200:
                    raise RuntimeError(f"{contestant.name}: {address} answers {answer.status_code}")


def walk(contestant, seconds, turn=0):
    """What walk.lua says of one turn; all contestants take the same way in it, and another one in the next."""
    servers = len(contestant.ports)
    with tempfile.NamedTemporaryFile("w") as addresses:
        addresses.write("\n".join(contestant.addresses))
        addresses.flush()
        environment = os.environ | {
            "ADDRESSES": addresses.name,
            "TURN": str(turn),
            "PORTS": " ".join(map(str, contestant.ports)),
            **({"EACH": "1"} if contestant.each else {}),
        }
        words = ["wrk", f"-t{servers}", f"-c{servers * CONNECTIONS}", f"-d{seconds}", f"--timeout={LONGEST}"]
        words += ["-s", str(WALK)]
        for name, value in contestant.headers:
            words += ["-H", f"{name}: {value}"]
        said = subprocess.run(
            [*words, f"http://127.0.0.1:{contestant.ports[0]}"],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    figures = json.loads(said.splitlines()[-1])
    if figures["others"] or figures["failed"] or (seconds >= LONGEST and not figures["answers"]):
        raise RuntimeError(f"{contestant.name}: {figures}")
    return figures if figures["answers"] else walk(contestant, LONGEST, turn)


def summed_up(rounds):
    return Walked(
        tuple(one["answers"] / one["microseconds"] * 1e6 for one in rounds),
        {share: tuple(one[f"p{share}"] / 1000 for one in rounds) for share in (50, 95, 99)},
        median(one["bytes"] / one["answers"] for one in rounds),
        min(one["answers"] for one in rounds),
    )


HEAD = ("", "answers/s", "p50, ms", "p95, ms", "p99, ms", "KB")


def row(name, walked):
    """Without the percentiles that would be the slowest answer of a turn."""
    few = [share for share in (50, 95, 99) if walked.fewest * (100 - share) <= 100]
    times = ["" if share in few else f"{walked.at(share):.1f}" for share in (50, 95, 99)]
    return name, f"{walked.rate:,.0f}", *times, f"{walked.size / 1024:.1f}"
