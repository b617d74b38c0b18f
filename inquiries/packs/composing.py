"""From words to a version, and from a version to its PDF. See docs/decisions/0018-policy-packs.md."""

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from inquiries.models import PackVersion
from parks.sheets.printing import ONE_AT_A_TIME, as_json, typeset
from publishing.qr import qr_svg
from publishing.references import digest

from .choosing import sections
from .words import where, words_of

REMEMBERED = 8  # packs, of some 100 KB to 1 MB


class Pack(NamedTuple):
    version: PackVersion
    pdf: bytes
    name: str


def pack_for(wanted, home):
    """The pack of today; None where there is no policy to put in. Notes its version where it is a new one.

    `home` is the site's own absolute address, without its last slash; it makes no version of its own.
    """
    found = sections(wanted)
    if not found:
        return None
    words = words_of(wanted, found)
    version = version_of(words, wanted, found)
    words["home"] = home
    words["version"] = version.version
    words["composed"] = f"{timezone.localtime(version.composed_at):%Y年%-m月%-d日}"
    with ONE_AT_A_TIME:
        pdf = composed(as_json(words), int(version.composed_at.timestamp()))
    return Pack(version, pdf, file_name(wanted, version))


def file_name(wanted, version):
    about = [where(wanted), *([wanted.industry.name] if wanted.industry else [])]
    return "-".join(["招商政策汇编", *about, version.version]).replace("/", "／") + ".pdf"


def version_of(words, wanted, found):
    """The same words are the same version; its day is the first on which they stood so."""
    mark = digest(words)
    policies = [policy for section in found for policy in section.policies]
    version, _ = PackVersion.objects.get_or_create(
        digest=mark,
        defaults={
            "version": f"{timezone.localdate():%Y%m%d}-{mark[:8]}",
            "district": wanted.district,
            "industry": wanted.industry,
            "topic": wanted.topic,
            "policies": [[policy.pk, policy.updated_at.isoformat()] for policy in policies],
        },
    )
    return version


@lru_cache(maxsize=REMEMBERED)
def composed(words, timestamp):
    said = json.loads(words)
    for section in said["sections"]:
        for policy in section["policies"]:
            policy["qr"] = qr_svg(said["home"] + policy["path"], border=0)
    return typeset(Path(__file__).parent / "pack.typ", said, timestamp)
