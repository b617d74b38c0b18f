"""What a file says of one article, in its own words; and why one is not taken."""

from dataclasses import dataclass


class Refusal(Exception):
    """A sentence for the person who runs the import; `line` is None when the whole file is meant."""

    def __init__(self, reason, line=None):
        super().__init__(reason)
        self.reason, self.line = reason, line


@dataclass
class Draft:
    """Strings as the file has them. `line` is where the article begins; `is_html` speaks of `body`."""

    line: int = 1
    title: str = ""
    subtitle: str = ""
    summary: str = ""
    body: str = ""
    is_html: bool = False
    date: str = ""
    place: str = ""
    industry: str = ""
    channel: str = ""
    tags: str = ""
    source: str = ""
    source_url: str = ""
    author: str = ""
