"""The staff of the demo: one account a role, each with a random password that is kept in `var/` and nowhere else.

Made under DEBUG only. Whoever can read the file could read the database as well.
"""

import os
import secrets

from django.conf import settings
from django.contrib.auth.models import User

from parks.admin.remits import bind
from parks.models import District
from zhaoshang.roles import ensure_roles

# name, what colleagues call them, role, and the 网址名 of the one district they are bound to ("": none)
STAFF = [
    ("bianji", "编辑甲", "编辑", ""),
    ("bianji2", "编辑乙", "编辑", "wuqing"),
    ("chushen", "初审甲", "初审", ""),
    ("fushen", "复审甲", "复审", ""),
    ("zhongshen", "终审甲", "终审", ""),
    ("zhuanyuan", "专员甲", "招商专员", ""),
    ("zhuanyuan2", "专员乙", "招商专员", "wuqing"),
    ("zhanzhang", "站长甲", "站长", ""),
    ("shenji", "审计甲", "审计", ""),
]


def logins_file():
    return settings.VAR_DIR / "staff-logins.txt"


def officers():
    """The 招商专员 of the demo; nobody where no accounts are made."""
    return list(
        User.objects.filter(username__in=[name for name, _, role, _ in STAFF if role == "招商专员"]).order_by(
            "pk"
        )
    )


def seed_staff():
    """Lines `NAME PASSWORD (ROLE)`. Accounts that exist keep their passwords; one whose password is lost gets a new one."""
    if not settings.DEVELOPMENT:
        return []
    roles, known = ensure_roles(), read_passwords()
    lines = []
    for name, called, role, _ in STAFF:
        user, _ = User.objects.get_or_create(username=name, defaults={"last_name": called, "is_staff": True})
        if not user.groups.filter(name=role).exists():
            user.groups.add(roles[role])
        password = known.get(name) or secrets.token_urlsafe(9)
        if not user.password or name not in known:
            user.set_password(password)
            user.save(update_fields=["password"])
        lines.append(f"{name} {password} ({role})")
    write_passwords(lines)
    return lines


def bind_staff():
    """Once there are districts, to those the demo's people are bound to."""
    for name, _, _, place in STAFF:
        for user in User.objects.filter(username=name) if place else []:
            bind(user, District.objects.filter(slug=place))


def read_passwords():
    path = logins_file()
    if not path.exists():
        return {}
    return dict(line.split()[:2] for line in path.read_text(encoding="utf-8").splitlines())


def write_passwords(lines):
    """Readable by the owner alone from its first moment on."""
    path = logins_file()
    text = "".join(f"{line}\n" for line in lines)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
