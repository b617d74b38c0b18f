from parks.maps import map_address
from parks.models import Park


def test_tells_the_map_which_datum_the_coordinates_are_in():
    park = Park(name="京滨园", latitude="39.55", longitude="117.03", coordinate_system="wgs84")
    assert map_address(park) == (
        "https://uri.amap.com/marker?position=117.03%2C39.55&name=%E4%BA%AC%E6%BB%A8%E5%9B%AD&coordinate=wgs84"
    )
    park.coordinate_system = "gcj02"
    assert map_address(park).endswith("&coordinate=gaode")
    park.coordinate_system = "bd09"
    assert map_address(park).startswith("https://api.map.baidu.com/marker?location=39.55%2C117.03&")
    assert "coord_type=bd09ll" in map_address(park)
