from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from zhaoshang.roles import ROLES


@pytest.mark.django_db
def test_makes_the_roles_and_takes_back_what_was_changed():
    Group.objects.create(name="编辑")
    for _ in range(2):
        out = StringIO()
        call_command("ensure_roles", stdout=out)
        assert out.getvalue().splitlines() == [
            f"{name}：{len(rights)} 项权限" for name, rights in ROLES.items()
        ]
    held = Group.objects.get(name="编辑").permissions.count()
    assert (Group.objects.count(), held) == (len(ROLES), len(ROLES["编辑"]))
