from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench.addresses import about
from bench.load import Contestant, Walked, row, walked
from bench.servers import command

QUICK = SimpleNamespace(repeats=2, smoke=True, size=lambda usual, tiny: tiny, say=lambda words: None)


def test_a_process_is_started_as_the_shipped_unit_says():
    assert command("other.wsgi:application", 8123, Path("/venv/bin")) == [
        "/venv/bin/waitress-serve",
        "--listen=127.0.0.1:8123",
        "--threads=4",
        "--max-request-body-size=31457280",
        "other.wsgi:application",
    ]


def test_walks_over_pages_on_either_side_as_far_as_the_list_goes():
    assert about("/news/", 4, 5, 4) == (
        "/news/?page=3&walk=0",
        "/news/?page=4&walk=1",
        "/news/?page=5&walk=2",
        "/news/?page=3&walk=3",
    )
    assert about("/news/", 5, 5, 2) == ("/news/?page=5&walk=0", "/news/?page=5&walk=1")
    pages = {address.partition("&")[0] for address in about("/", 4_000, 10_000, 9_000)}
    assert (min(pages), max(pages), len(pages)) == ("/?page=3000", "/?page=5000", 2_001)


def test_compares_contestants_turn_by_turn():
    ours = Walked((100.0, 10.0, 90.0), {50: (1, 3, 2), 95: (4, 4, 4), 99: (9, 8, 7)}, 2048, 101)
    theirs = Walked((50.0, 2.0, 60.0), {}, 100, 100)
    assert ours.times(theirs) == 2  # 2, 5 and 1.5
    assert row("ours", ours) == ("ours", "90", "2.0", "4.0", "8.0", "2.0")
    assert row("few", replace(ours, fewest=100)) == ("few", "90", "2.0", "4.0", "", "2.0")


@pytest.fixture
def port(live_server, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    return live_server.thread.port


@pytest.mark.wrk
def test_asks_every_server_and_counts_its_answers(port):
    contestant = Contestant("empty view", (port, port), ("/healthz", "/healthz?walk=1"))
    result = walked(QUICK, [contestant])["empty view"]
    assert len(result.rates) == 2
    assert min(result.rates) > 0
    assert 3 < result.size < 2_000


@pytest.mark.wrk
@pytest.mark.parametrize("other", ["/nowhere/", "/news"])  # 404, and 301
def test_any_answer_but_200_stops_the_bench(port, monkeypatch, other):
    contestant = Contestant("broken", (port,), ("/healthz", other))
    with pytest.raises(RuntimeError, match=f"broken: {other} answers"):
        walked(QUICK, [contestant])
    monkeypatch.setattr("bench.load.look", lambda contestant: None)
    with pytest.raises(RuntimeError, match=r"'others': [1-9]"):
        walked(QUICK, [contestant])
