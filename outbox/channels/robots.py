"""What the group robots share: a text posted as JSON, answered by `errcode`."""

import httpx

from outbox.duties import Failed, Later, Refused

SECONDS = 10
PAUSE = 60  # both allow twenty messages a minute


def post_text(address, text, *, name, too_often, wrong):
    """Posts `text`; `too_often` are the codes of a rate limit, `wrong` {code: reason} what trying again cannot mend."""
    try:
        response = httpx.post(
            address,
            json={"msgtype": "text", "text": {"content": text}},
            timeout=SECONDS,
            follow_redirects=False,
        )
    except httpx.TimeoutException:
        raise Failed(f"{name}没有及时回答") from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Failed(f"连接不上{name}") from None  # its own text would quote the address and its key
    code = code_of(response)
    if response.status_code == 200 and code == 0:
        return
    if response.status_code == 429 or code in too_often:
        raise Later(PAUSE, f"{name}限制发送频率，稍后再发")
    if response.status_code == 404:
        raise Refused(f"{name}机器人的网址不对")
    if code in wrong:
        raise Refused(wrong[code])
    said = f"错误码 {code}" if response.status_code == 200 and code is not None else f"{response.status_code}"
    raise Failed(f"{name}回答 {said}")


def code_of(response):
    """`errcode` as a number; None where the answer is none of theirs."""
    try:
        code = response.json()["errcode"]
    except (ValueError, KeyError, TypeError):
        return None
    return code if isinstance(code, int) else None
