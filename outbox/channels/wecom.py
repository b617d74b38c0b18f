"""The group robot of 企业微信 behind WECOM_WEBHOOK_URL (developer.work.weixin.qq.com/document/path/91770)."""

from django.conf import settings

from .robots import post_text

LABEL, SETTINGS = "企业微信群机器人", ["WECOM_WEBHOOK_URL"]
TOO_OFTEN = {45009, 45033}
WRONG = {
    93000: "企业微信不认这个机器人的密钥，它可能已被移出群",
    93004: "企业微信机器人已停用",
    93008: "企业微信机器人不在群里",
    40014: "企业微信不认这个机器人的密钥",
    40058: "企业微信不接受消息的内容",
}


def is_on():
    return bool(settings.WECOM_WEBHOOK_URL)


def send(text):
    post_text(settings.WECOM_WEBHOOK_URL, text, name="企业微信", too_often=TOO_OFTEN, wrong=WRONG)
