"""The one place that knows in which datum a coordinate is: WGS-84, GCJ-02 or BD-09.

A position is (latitude, longitude), two floats in degrees. GPS and 天地图 (CGCS2000, for a map the same) speak WGS-84;
高德 and 腾讯 speak GCJ-02, shifted by 100 to 700 m; 百度 speaks BD-09, GCJ-02 shifted once more.

Nobody publishes the shifts; everybody uses the formulas found by measuring, as in github.com/googollee/eviltransform
and github.com/wandergis/coordtransform. The inverses solve the forward formula, to less than a centimetre.
Outside the box around China the three are one, and so they are here.
"""

from math import atan2, cos, hypot, pi, radians, sin, sqrt

# Krasovsky 1940, on which GCJ-02 is computed: semi-major axis in m, first eccentricity squared.
SEMI_MAJOR_AXIS = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
SOUTH, WEST, NORTH, EAST = 0.8293, 72.004, 55.8271, 137.8347
ENOUGH_STEPS, CLOSE_ENOUGH = 12, 1e-9  # degrees: a tenth of a millimetre


def to_wgs84(position, datum):
    """`position` given in `datum` ("wgs84", "gcj02", "bd09"). Raises KeyError for any other."""
    return TO_WGS84[datum](position)


def from_wgs84(position, datum):
    """`position` given in WGS-84. Raises KeyError for a datum nobody knows."""
    return FROM_WGS84[datum](position)


def in_china(position):
    latitude, longitude = position
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST


def wgs84_to_gcj02(position):
    if not in_china(position):
        return position
    latitude, longitude = position
    north_m, east_m = shift(latitude - 35, longitude - 105)
    phi = radians(latitude)
    flattening = 1 - ECCENTRICITY_SQUARED * sin(phi) ** 2
    meridian_radius = SEMI_MAJOR_AXIS * (1 - ECCENTRICITY_SQUARED) / (flattening * sqrt(flattening))
    parallel_radius = SEMI_MAJOR_AXIS / sqrt(flattening) * cos(phi)
    return (
        latitude + north_m / meridian_radius * 180 / pi,
        longitude + east_m / parallel_radius * 180 / pi,
    )


def shift(y, x):
    """(north, east) in m of a point `y` degrees north of 35° and `x` degrees east of 105°."""
    both = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + both
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + both
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    return north, east


def gcj02_to_bd09(position):
    if not in_china(position):
        return position
    latitude, longitude = position
    distance = hypot(longitude, latitude) + 0.00002 * sin(latitude * pi * 3000 / 180)
    angle = atan2(latitude, longitude) + 0.000003 * cos(longitude * pi * 3000 / 180)
    return distance * sin(angle) + 0.006, distance * cos(angle) + 0.0065


def gcj02_to_wgs84(position):
    return undone(wgs84_to_gcj02, position)


def bd09_to_gcj02(position):
    return undone(gcj02_to_bd09, position)


def undone(convert, position):
    """The position that `convert` turns into `position`: guess, look how far off it lands, correct the guess."""
    if not in_china(position):
        return position
    latitude, longitude = position
    for _ in range(ENOUGH_STEPS):
        landed = convert((latitude, longitude))
        off = position[0] - landed[0], position[1] - landed[1]
        latitude, longitude = latitude + off[0], longitude + off[1]
        if max(map(abs, off)) < CLOSE_ENOUGH:
            break
    return latitude, longitude


TO_WGS84 = {
    "wgs84": lambda position: position,
    "gcj02": gcj02_to_wgs84,
    "bd09": lambda position: gcj02_to_wgs84(bd09_to_gcj02(position)),
}
FROM_WGS84 = {
    "wgs84": lambda position: position,
    "gcj02": wgs84_to_gcj02,
    "bd09": lambda position: gcj02_to_bd09(wgs84_to_gcj02(position)),
}
