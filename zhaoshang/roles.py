"""Who may do what: one group a role, its rights named here and nowhere else."""

from django.contrib.auth.models import Group, Permission

VIEW, ADD, CHANGE, DELETE, PUBLISH = "view", "add", "change", "delete", "publish"
WRITE = (VIEW, ADD, CHANGE)
EVERYTHING = (VIEW, ADD, CHANGE, DELETE)

PLACES = ["parks.district", "parks.industry", "parks.industrylabel"]
PARKS = ["parks.park", "parks.listing"]
PARK_ROWS = ["parks.parkphoto", "parks.parkdistance", "parks.parkcompany", "parks.listingphoto"]
ARTICLES = ["articles.article", "articles.policydocument"]
LIBRARY = ["library.picture"]
INQUIRIES = ["inquiries.inquiry", "inquiries.followup", "inquiries.transfer"]
SITE = ["publishing.sitesettings", "publishing.friendlink"]
PEOPLE = ["auth.user", "auth.group"]
DESK = ["editorial.review", "editorial.step"]
REPORT = {("editorial.policytask", "report")}
OUTCOMES = {("inquiries.inquiry", "report")}
DESK_RULES = ["inquiries.assignmentrule", "inquiries.dayexception"]


def allow(actions, *lists):
    return {(model, action) for models in lists for model in models for action in actions}


READ_ALL = allow(
    [VIEW],
    [*PLACES, *PARKS, *PARK_ROWS, *ARTICLES, *LIBRARY, *INQUIRIES, *SITE, *PEOPLE],
    ["articles.channel", "articles.policyattachment", "inquiries.submission", "taggit.tag", "admin.logentry"],
    [*DESK, "editorial.reviewrule", "editorial.word", "articles.placement"],
    ["outbox.delivery", "editorial.push", "audit.entry", *DESK_RULES, "inquiries.servicestandard"],
)
READ_PUBLIC_MATTER = allow([VIEW], PLACES, PARKS, PARK_ROWS, ARTICLES) | allow(
    [VIEW], ["articles.channel", "articles.policyattachment", "taggit.tag"]
)
REVIEW = (
    READ_PUBLIC_MATTER
    | allow([VIEW], DESK, ["articles.placement", "editorial.word"])
    | allow([VIEW, CHANGE], ARTICLES, PARKS, ["inquiries.submission"])
    | allow(WRITE, LIBRARY)
    | allow(EVERYTHING, PARK_ROWS, ["articles.policyattachment"])
)

# An editor publishes facts himself. Articles and policies go out when the last of their reviewers passes them;
# to publish one without review is the 站长's right alone.
# Everybody gets names and numbers masked; changing an inquiry is also the right to have them shown, each time noted.
ROLES = {
    "编辑": REVIEW
    | allow(WRITE, ARTICLES, PARKS, ["taggit.tag"])
    | allow(EVERYTHING, ["articles.placement"])
    | allow([PUBLISH], PARKS),
    "初审": REVIEW | REPORT | {("editorial.review", "review_first")},
    "复审": REVIEW | REPORT | {("editorial.review", "review_second")},
    "终审": REVIEW
    | REPORT
    | {("editorial.review", "review_final")}
    | allow(EVERYTHING, ["articles.placement"])
    | allow(WRITE, ["editorial.word"])
    | allow([PUBLISH], PARKS),
    "招商专员": READ_PUBLIC_MATTER
    | allow(WRITE, ["inquiries.inquiry", "inquiries.transfer"])
    | allow([VIEW, ADD], ["inquiries.followup"])
    | allow(["export"], ["inquiries.inquiry"])
    | OUTCOMES,
    "站长": READ_ALL
    | REPORT
    | OUTCOMES
    | allow(EVERYTHING, DESK_RULES)
    | allow([VIEW, CHANGE], ["inquiries.servicestandard"])
    | allow(["assign", "export", "erase"], ["inquiries.inquiry"])
    | allow(
        EVERYTHING,
        PLACES,
        PARKS,
        PARK_ROWS,
        ARTICLES,
        LIBRARY,
        ["articles.channel", "articles.policyattachment", "taggit.tag", "publishing.friendlink"],
        ["editorial.reviewrule", "editorial.word", "articles.placement"],
        PEOPLE,
    )
    | allow([PUBLISH], ARTICLES, PARKS)
    | allow([VIEW, CHANGE], ["publishing.sitesettings", "inquiries.submission", "outbox.delivery"])
    | allow(WRITE, ["inquiries.inquiry", "inquiries.transfer"])
    | allow([VIEW, ADD], ["inquiries.followup"]),
    "审计": READ_ALL | REPORT | OUTCOMES,
}


def ensure_roles():
    """The groups by name, each with exactly the rights above. Safe to run again."""
    known = {
        (
            f"{one.content_type.app_label}.{one.content_type.model}",
            one.codename.removesuffix(f"_{one.content_type.model}"),
        ): one
        for one in Permission.objects.select_related("content_type")
    }
    roles = {}
    for name, rights in ROLES.items():
        roles[name], _ = Group.objects.get_or_create(name=name)
        roles[name].permissions.set([known[right] for right in rights])
    return roles
