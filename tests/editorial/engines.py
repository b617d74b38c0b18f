"""A search engine on 127.0.0.1, as hidden behind BAIDU_PUSH_URL and INDEXNOW_URL."""

import json

from tests.servers import AnsweringServer


class Engine(AnsweringServer):
    def __init__(self):
        super().__init__((200, {"success": 1, "remain": 99}))

    @property
    def told(self):
        """The addresses of each request, without the site's own part."""
        texts = [
            json.loads(text)["urlList"] if text[:1] == "{" else text.split("\n") for *_, text in self.asked
        ]
        return [[address.removeprefix("https://invest.example.cn") for address in one] for one in texts]
