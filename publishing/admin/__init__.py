"""What every staff screen shares, and the screens of the site's own settings."""

from . import site
from .columns import NOBODY_LEFT, change_link, dot, moment, staff_choice, staff_name
from .moving import MovingAdmin
from .publishable import PublishableAdmin, StateFilter
from .screens import OnlyShown, StaffAdmin, StaffStackedInline, StaffTabularInline

__all__ = [
    "NOBODY_LEFT",
    "MovingAdmin",
    "OnlyShown",
    "PublishableAdmin",
    "StaffAdmin",
    "StaffStackedInline",
    "StaffTabularInline",
    "StateFilter",
    "change_link",
    "dot",
    "moment",
    "site",
    "staff_choice",
    "staff_name",
]
