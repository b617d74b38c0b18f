"""A park on a map of the visitor's choice: a link, nothing loaded from there.

Each service is told which datum the coordinates are in; it shifts them itself.
高德 URI API (lbs.amap.com/api/uri-api/guide/mobile-web/point): `wgs84` or `gaode` (GCJ-02).
百度地图 URI API (lbs.baidu.com/faq/api?title=webapi/uri/web): `bd09ll`.
"""

from urllib.parse import urlencode

from parks.models import Park

AMAP_DATUM = {Park.CoordinateSystem.WGS84: "wgs84", Park.CoordinateSystem.GCJ02: "gaode"}


def map_address(park):
    """Only for a park that has coordinates."""
    if park.coordinate_system in AMAP_DATUM:
        query = {
            "position": f"{park.longitude},{park.latitude}",
            "name": park.name,
            "coordinate": AMAP_DATUM[park.coordinate_system],
        }
        return f"https://uri.amap.com/marker?{urlencode(query)}"
    query = {
        "location": f"{park.latitude},{park.longitude}",
        "title": park.name,
        "content": park.address or park.name,
        "coord_type": "bd09ll",
        "output": "html",
    }
    return f"https://api.map.baidu.com/marker?{urlencode(query)}"
