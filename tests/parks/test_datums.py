from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks import datums

# github.com/googollee/eviltransform, its own tests: WGS-84 → GCJ-02 in 上海, 深圳, 北京.
SHIFTED = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
]
# help.aliyun.com, 地址标准化 “坐标系转换”: what the service answers for one place in 杭州, to six places.
HANGZHOU = {
    "wgs84": (30.281543, 120.021519),
    "gcj02": (30.279164, 120.026268),
    "bd09": (30.285238, 120.032768),
}


def metres(one, other):
    """Good for neighbours."""
    return 111_320 * hypot(one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0])))


@pytest.mark.parametrize(("wgs84", "gcj02"), SHIFTED)
def test_shifts_as_others_do(wgs84, gcj02):
    assert datums.wgs84_to_gcj02(wgs84) == pytest.approx(gcj02, abs=1e-9)


def test_shifts_to_baidu_as_others_do():
    # github.com/wandergis/coordtransform, test/app.js
    assert datums.gcj02_to_bd09((39.915, 116.404)) == pytest.approx(
        (39.92133699351021, 116.41036949371029), abs=1e-9
    )


@pytest.mark.parametrize("given_in", HANGZHOU)
@pytest.mark.parametrize("asked_in", HANGZHOU)
def test_agrees_with_a_public_service(given_in, asked_in):
    found = datums.from_wgs84(datums.to_wgs84(HANGZHOU[given_in], given_in), asked_in)
    # Its way back from GCJ-02 is the usual one of a single step, 1 to 2 m off; between the other two it is exact.
    assert metres(found, HANGZHOU[asked_in]) < (2 if "wgs84" in (given_in, asked_in) else 0.2)


@given(st.floats(18, 53), st.floats(74, 134), st.sampled_from(["wgs84", "gcj02", "bd09"]))
def test_finds_the_way_back_to_a_centimetre(latitude, longitude, datum):
    there = datums.from_wgs84((latitude, longitude), datum)
    assert metres(datums.to_wgs84(there, datum), (latitude, longitude)) < 0.01


@given(st.floats(18, 53), st.floats(74, 134))
def test_shifts_by_no_more_than_the_datum_does(latitude, longitude):
    here = (latitude, longitude)
    assert metres(here, datums.from_wgs84(here, "gcj02")) < 1_000
    assert 400 < metres(datums.from_wgs84(here, "gcj02"), datums.from_wgs84(here, "bd09")) < 1_300


@pytest.mark.parametrize("abroad", [(48.85, 2.35), (-33.86, 151.21), (0.0, 0.0), (90.0, 180.0)])
@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_leaves_what_lies_abroad(abroad, datum):
    assert datums.to_wgs84(abroad, datum) == abroad
    assert datums.from_wgs84(abroad, datum) == abroad


def test_knows_no_other_datum():
    with pytest.raises(KeyError):
        datums.to_wgs84((39.0, 117.0), "wgs72")
