"""What a file says of one article, in its own words."""

from dataclasses import dataclass


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
    signed: bool = False  # the date stood below the text, as a letter has it
    place: str = ""
    industry: str = ""
    channel: str = ""
    tags: str = ""
    source: str = ""
    source_url: str = ""
    author: str = ""
