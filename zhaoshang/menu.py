"""The staff's menu: their screens in groups by work, with counts of what waits."""

from typing import NamedTuple

from django.urls import reverse

from .waiting import waiting_for


class Page(NamedTuple):
    """A screen that is no model's list. `rights`: any one of them opens it."""

    name: str
    url_name: str
    rights: tuple


# In the order of the work, whichever app a thing lives in.
MENU = {
    "内容": [
        "articles.Article",
        "articles.Placement",
        "inquiries.Submission",
        "library.Picture",
        "articles.Channel",
        "taggit.Tag",
        Page("报表", "admin:reports", ("editorial.report",)),
    ],
    "审核": ["editorial.Review", "editorial.ReviewRule", "editorial.Word"],
    "园区与载体": [
        "parks.Park",
        "parks.Listing",
        "parks.District",
        "parks.Industry",
        "parks.IndustryLabel",
    ],
    "咨询": [
        "inquiries.Inquiry",
        Page("成效", "admin:outcomes", ("inquiries.report_inquiry",)),
        "inquiries.AssignmentRule",
        "inquiries.ServiceStandard",
        "inquiries.DayException",
    ],
    "政策": ["articles.PolicyDocument", "articles.Citation"],
    "站点": [
        "publishing.SiteSettings",
        "publishing.FriendLink",
        "editorial.Push",
        "outbox.Delivery",
        "audit.Entry",
        "auth.User",
        "auth.Group",
    ],
}
# Beside these stands how much of the queue of that name waits, and whether it presses.
COUNTED = {
    "editorial.Review": "待我审",
    "inquiries.Submission": "待审投稿",
    "inquiries.Inquiry": "待认领或超期的咨询",
    "articles.Citation": "引用待更新",
}

COUNTED_UP_TO = 99  # a badge is small, and asked for on every page

# What is begun from the start page.
BEGUN = ["articles.Article", "articles.PolicyDocument", "parks.Park", "parks.Listing", "inquiries.Inquiry"]


def grouped(apps, user):
    """Django's list of apps, sorted into the menu; what the menu doesn't name comes last, under its app."""
    screens = {f"{app['app_label']}.{one['object_name']}": one for app in apps for one in app["models"]}
    groups = []
    for position, (name, wanted) in enumerate(MENU.items()):
        models = [one for entry in wanted if (one := _screen(entry, screens, user))]
        if models:
            groups.append({"name": name, "app_label": f"work-{position}", "app_url": "", "models": models})
    rest = [app | {"models": [one for one in app["models"] if one in screens.values()]} for app in apps]
    return groups + [app for app in rest if app["models"]]


def _screen(entry, screens, user):
    if not isinstance(entry, Page):
        return screens.pop(entry, None)
    if not any(map(user.has_perm, entry.rights)):
        return None
    return {"name": entry.name, "object_name": entry.url_name, "admin_url": reverse(entry.url_name)}


def count(groups, user):
    """Writes into each counted screen of `groups` how much waits there; a query each, of what `user` may see."""
    shown = {label_of(one): one for group in groups for one in group["models"]}
    queues = {COUNTED[label]: one for label, one in shown.items() if label in COUNTED}
    for row in waiting_for(user, queues, COUNTED_UP_TO):
        queues[row["label"]].update(count=row["count"], waits=row["label"], waits_at=row["address"])
    return groups


def to_begin(apps):
    """The screens somebody may begin something new on, in the order of `BEGUN`."""
    screens = {label_of(one): one for app in apps for one in app["models"] if one["add_url"]}
    return [screens[label] for label in BEGUN if label in screens]


def label_of(screen):
    model = screen.get("model")
    return model._meta.label if model else screen["object_name"]
