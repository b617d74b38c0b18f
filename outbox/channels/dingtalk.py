"""The group robot of 钉钉 behind DINGTALK_WEBHOOK_URL (open.dingtalk.com/document/robots/custom-robot-access).

With DINGTALK_SECRET each message is signed (加签): the time in milliseconds and its HMAC go into the address.
"""

import base64
import hashlib
import hmac
import time

import httpx
from django.conf import settings

from .robots import post_text

LABEL, SETTINGS = "钉钉群机器人", ["DINGTALK_WEBHOOK_URL", "DINGTALK_SECRET"]
TOO_OFTEN = {130101, 410100, 660026, 90030}
WRONG = {
    300001: "钉钉不认这个机器人的 access_token",
    300005: "钉钉不认这个机器人的 access_token",
    400101: "钉钉不认这个机器人的 access_token",
    310000: "钉钉机器人的安全设置拒收：请核对加签密钥、关键词或 IP 地址",
    400013: "钉钉群已解散",
    400102: "钉钉机器人已停用",
    400106: "钉钉机器人不存在",
    430102: "钉钉不接受消息的内容",
    430104: "钉钉不接受消息的内容",
}


def is_on():
    return bool(settings.DINGTALK_WEBHOOK_URL)


def send(text):
    post_text(signed_address(), text, name="钉钉", too_often=TOO_OFTEN, wrong=WRONG)


def signed_address():
    address, secret = settings.DINGTALK_WEBHOOK_URL, settings.DINGTALK_SECRET
    if not secret:
        return address
    moment = str(int(time.time() * 1000))
    proof = hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256).digest()
    more = {"timestamp": moment, "sign": base64.b64encode(proof).decode()}
    return httpx.URL(address).copy_merge_params(more)
