"""How each engine is asked, and what its answer means.

Baidu: 普通收录 API 提交 of 百度搜索资源平台, addresses as plain text, a quota a day. IndexNow: indexnow.org/documentation.
"""

from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from editorial.models import Push
from outbox.duties import Failed, Later, Refused

SECONDS = 10
MOST_REFUSED = 100  # of a request are kept


class OverQuota(Exception):
    """Nothing more today."""


class Answer(NamedTuple):
    accepted: int
    left: int | None = None
    refused: tuple = ()


def post(address, **content):
    try:
        return httpx.post(address, timeout=SECONDS, follow_redirects=False, **content)
    except httpx.TimeoutException:
        raise Failed("对方没有及时回答") from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Failed("连接不上") from None  # its own text would quote the address and its token


def to_baidu(addresses):
    response = post(
        settings.BAIDU_PUSH_URL,
        content="\n".join(addresses).encode(),
        headers={"Content-Type": "text/plain"},
    )
    said = json_of(response)
    if response.status_code == 200:
        refused = [(one, "不是本站的网址") for one in listed(said, "not_same_site")]
        refused += [(one, "网址不合法") for one in listed(said, "not_valid")]
        return Answer(number(said, "success") or 0, number(said, "remain"), tuple(refused[:MOST_REFUSED]))
    message = str(said.get("message", ""))
    if "over quota" in message:
        raise OverQuota
    if response.status_code == 401 or "token" in message:
        raise Refused("百度不认推送接口里的 token")
    if response.status_code == 404:
        raise Refused("推送接口的网址不对")
    if "site error" in message:
        raise Refused("本站还没有在百度搜索资源平台验证")
    raise Failed(f"百度回答 {response.status_code}")


INDEXNOW_REFUSALS = {
    400: "请求的格式不对",
    403: "密钥与网站上的密钥文件不符",
    404: "推送接口的网址不对",
    422: "网址不属于本站，或密钥不合规定",
}


def to_indexnow(addresses):
    key = settings.INDEXNOW_KEY
    response = post(
        settings.INDEXNOW_URL,
        json={
            "host": urlsplit(settings.SITE_ORIGIN).netloc,
            "key": key,
            "keyLocation": f"{settings.SITE_ORIGIN}/{key}.txt",
            "urlList": addresses,
        },
    )
    if response.status_code in (200, 202):
        return Answer(len(addresses))
    if response.status_code == 429:
        raise Later(3600, "推送太频繁，一小时后再发")
    if response.status_code in INDEXNOW_REFUSALS:
        raise Refused(INDEXNOW_REFUSALS[response.status_code])
    raise Failed(f"IndexNow 回答 {response.status_code}")


ENGINES = {Push.Engine.BAIDU: to_baidu, Push.Engine.INDEXNOW: to_indexnow}


def json_of(response):
    """The object it answers; {} for anything else."""
    try:
        said = response.json()
    except ValueError:
        said = None
    return said if isinstance(said, dict) else {}


def number(said, name):
    value = said.get(name)
    return value if isinstance(value, int) and 0 <= value < 2**31 else None


def listed(said, name):
    values = said.get(name)
    return [str(value)[:300] for value in values] if isinstance(values, list) else []
