import pytest
from django.conf import settings

from zhaoshang.settings import origin


@pytest.mark.parametrize(
    ("tiles", "allowed"),
    [
        (
            "https://t0.tianditu.gov.cn/DataServer?T=vec_w&x={x}&y={y}&l={z}&tk=abc",
            "https://t0.tianditu.gov.cn",
        ),
        ("https://t{s}.example.cn/{z}/{x}/{y}.png", "https://*.example.cn"),
        ("https://{s}.tiles.example.cn:8443/{z}/{x}/{y}.png", "https://*.tiles.example.cn:8443"),
        ("/tiles/{z}/{x}/{y}.png", None),
    ],
)
def test_pictures_are_allowed_from_the_host_of_the_tiles(tiles, allowed):
    assert origin(tiles) == allowed


def test_without_tiles_no_other_host_is_allowed():
    assert settings.MAP_TILES == []
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] == ["'self'", "data:"]
