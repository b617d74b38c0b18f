"""Asking the checker about a text that says nothing else that could be found fault with."""

from articles.models import Article
from editorial.checking import findings_for

SUMMARY = "三家企业签约。"


def found(item=None, reader=None, **changes):
    """Findings in an article (or `item`) that says nothing else that could be found fault with."""
    item = item or Article()
    content = {"title": "三家企业签约落户", "summary": SUMMARY, "ai_declaration": "none"} | changes
    return findings_for(item, content, reader)


def codes(body="", **changes):
    return [finding.code for finding in found(body=body, **changes)]


def said(code, text, **changes):
    """[(what was found, what may stand instead)] by the check `code` in a paragraph."""
    findings = found(body=f"<p>{text}</p>", **changes)
    return [(one.found, one.replacement) for one in findings if one.code == code]
