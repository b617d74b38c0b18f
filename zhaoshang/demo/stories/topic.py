from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One subject an article can be about.

    In every text `{district}` stands for a fact of the scene, `[甲|乙]` for a choice of words, and a heading's `／`
    for a choice of headings. A section that begins with `!` is always there, because title and opening promise it;
    at least `least` are. `needs` names the kind of listing its district must have.
    """

    channel: str
    titles: list[str]
    openings: list[str]
    sections: list[str]
    closings: list[str] = ()
    needs: str = ""
    least: int = 3
