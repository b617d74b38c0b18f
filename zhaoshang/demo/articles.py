"""The articles: topics set in scenes, spread over channels, districts and two years."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from taggit.models import Tag, TaggedItem

from articles.models import Article, Channel
from articles.models.citations import note_citations
from parks.models import Industry, Listing, ParkCompany
from publishing.richtext import summarise
from search.indexing import write_entries

from .desk import cite_what_was_replaced, put_forward
from .stories import TOPICS, local
from .stories.scenes import Town, facts_for, makes_things
from .writing import number_headings, some, to_html

# How many of each channel; the news come most often.
PLAN = {
    "news": 112, "policy": 26, "process": 24, "land": 32, "factory-price": 26, "register": 22, "incentive": 22,
    "foreign-investment": 22, "build": 22, "factory-rent": 28, "office-rent": 24,
}  # fmt: skip
HIDDEN = ["draft"] * 6 + ["scheduled"] * 4 + ["expired"] * 5
DAYS = 730
LOUDER = {"wuqing": 2.5, "tianjin-kaifaqu": 1.4, "jinnan": 1.3, "dongli": 1.3}

PARTICULAR = ["{title}（{park}）", "{title}——以{park}为例", "{title}（{district}）"]

FACT = re.compile(r"\{(\w+)\}")
TABLES = {"factories", "warehouses", "offices", "lands", "park_lands", "sales", "policies"}
CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")


@dataclass
class Desk:
    """What the writing of one article needs to know of the others."""

    towns: list
    rng: object
    titles: set = field(default_factory=set)
    used: Counter = field(default_factory=Counter)

    def town_for(self, topic):
        """A town that suits the topic, the one least written about first."""
        suited = [town for town in self.towns if town.parks_with(topic.needs)]
        return min(suited, key=lambda town: self.weariness(town.district.slug, topic))

    def weariness(self, slug, topic):
        """How much it has had: of the channel first, so that every district fills all its channels."""
        louder = LOUDER.get(slug, 1)
        in_channel, of_topic = self.used[slug, topic.channel], self.used[slug, topic.titles[0]]
        return of_topic, in_channel / louder, self.used[slug] / louder, self.rng.random()


def seed_articles(districts, parks, policies, now, rng):
    """Returns the articles, the newest last."""
    desk = Desk(gather_towns(districts, parks, policies, now), rng)
    channels = {channel.slug: channel for channel in Channel.objects.all()}
    queue = [(slug, number) for slug, count in PLAN.items() for number in range(count)]
    rng.shuffle(queue)
    dates = publication_dates(len(queue), now, rng)
    drafts = [
        write(desk, topic_for(slug, number), channels[slug], at)
        for (slug, number), at in zip(queue, dates, strict=True)
    ]
    forward = mark(drafts, now, rng)
    widen(drafts, districts["tianjin"])
    Article.objects.bulk_create(article for article, _ in drafts)
    link(drafts)
    articles = [article for article, _ in drafts]
    put_forward(articles, forward, now)
    cite_what_was_replaced(articles, policies.values())
    note_citations([article.pk for article in articles])
    return articles


def gather_towns(districts, parks, policies, now):
    """Only what the public sees is written about."""
    company_names(parks.values())
    listings = list(Listing.objects.published().select_related("park", "district"))
    by_pk = {park.pk: park for park in parks.values()}
    for listing in listings:
        listing.park = by_pk.get(listing.park_id)
    public = [policy for policy in policies.values() if policy.is_published and policy.validity == "valid"]
    return [
        Town(
            district,
            [park for park in parks.values() if park.district_id == district.pk],
            [one for one in listings if one.district_id == district.pk],
            [
                policy
                for policy in public
                if policy.district is None or policy.district.slug in ("tianjin", district.slug)
            ],
        )
        for district in districts.values()
        if district.slug != "tianjin"
    ]


def company_names(parks):
    """Each park gets its companies' names, those that make things by themselves."""
    rows = list(ParkCompany.objects.order_by("pk").values_list("park_id", "name", "industry__code"))
    for park in parks:
        park.company_names = [name for park_id, name, _ in rows if park_id == park.pk]
        park.maker_names = [name for park_id, name, code in rows if park_id == park.pk and makes_things(code)]


def topic_for(slug, number):
    topics = [topic for topic in TOPICS if topic.channel == slug]
    return topics[number % len(topics)]


def publication_dates(count, now, rng):
    """Oldest first: dense of late, thin two years ago, in office hours; the last of them today or yesterday."""
    ages = sorted((DAYS * rng.random() ** 1.6 for _ in range(count - 3)), reverse=True)
    return [office_time(now, age, rng) for age in [*ages, 1.2, 0.8, 0.1]]


def office_time(now, days_ago, rng):
    day = timezone.localtime(now - timedelta(days=days_ago))
    at = day.replace(hour=rng.randint(8, 17), minute=rng.randrange(0, 60, 5), second=0, microsecond=0)
    if at.weekday() == 6:
        at -= timedelta(days=2)
    return at if at < now else now - timedelta(minutes=rng.randint(10, 50))


def write(desk, topic, channel, at):
    """An unsaved article and the facts it was made from."""
    rng = desk.rng
    for _ in range(12):
        town = desk.town_for(topic)
        facts = facts_for(town, topic, at, desk.towns, rng)
        desk.used[town.district.slug, topic.titles[0]] += 1
        title = new_title(topic, facts, desk)
        openings, sections = possible(topic.openings, facts), possible(topic.sections, facts)
        if title and openings and len(sections) >= 3 and keeps_promises(topic, sections):
            break
    else:
        raise ValueError(f"no town suits the topic {topic.titles[0]}")
    desk.used[town.district.slug] += 1
    desk.used[town.district.slug, topic.channel] += 1
    desk.titles.add(title)
    opening = filled(rng.choice(openings), facts, rng)
    chosen = choose(sections, topic.least, rng)
    if topic.channel not in ("news", "land") and rng.random() < 0.85:
        chosen += some(rng, new_matter(chosen, facts), rng.randint(1, 2))
    closing = rng.choice(topic.closings or [""])
    text = "\n".join(filled(one, facts, rng) for one in [*chosen, closing])
    if rng.random() < 0.6:
        text = number_headings(text)
    article = Article(
        title=title,
        summary=summarise(opening),
        body=to_html(f"{opening}\n{text}"),
        channel=channel,
        district=town.district,
        source="演示稿",
        author=rng.choice(["演示编辑甲", "演示编辑乙", "演示编辑丙", ""]),
        ai_declaration=rng.choice(["none"] * 8 + ["assisted"]),
        published_at=at,
    )
    facts["_text"] = title + opening + text
    return article, facts


def keeps_promises(topic, sections):
    return all(one in sections for one in topic.sections if one.startswith("!"))


def choose(sections, least, rng):
    """Those marked `!`, which title and opening promise, and some of the others, in their order."""
    optional = [one for one in sections if not one.startswith("!")]
    count = rng.randint(least, max(5, least)) - (len(sections) - len(optional))
    taken = some(rng, optional, max(1, count))
    return [one.removeprefix("!") for one in sections if one.startswith("!") or one in taken]


def new_matter(sections, facts):
    """Local sections that do not repeat a table which is there already."""
    there = set(FACT.findall("".join(sections))) & TABLES
    return [one for one in possible(local.SECTIONS, facts) if not there & set(FACT.findall(one))]


def new_title(topic, facts, desk):
    """One that no article has yet; a general title may be used again for one park or district."""
    titles = [filled(one, facts, desk.rng) for one in possible(topic.titles, facts)]
    fresh = [one for one in titles if one not in desk.titles]
    if not fresh:
        particular = [form.format(title=one, **facts) for one in titles for form in PARTICULAR]
        fresh = [one for one in particular if one not in desk.titles]
    return desk.rng.choice(fresh) if fresh else ""


def possible(texts, facts):
    """Those whose every fact is known here."""
    return [text for text in texts if set(FACT.findall(text)) <= facts.keys()]


def filled(text, facts, rng):
    """Facts in place, one of each `[甲|乙]`, one of a heading's `／`."""
    text = CHOICE.sub(lambda match: rng.choice(match[1].split("|")), text)
    if text.startswith("## ") and "／" in text.split("\n")[0]:
        heading, _, rest = text.partition("\n")
        text = f"## {rng.choice(heading[3:].split('／'))}\n{rest}"
    return FACT.sub(lambda match: facts[match[1]], text)


def mark(drafts, now, rng):
    """A few are not public at all. Returns those that editors put forward."""
    forward = rng.sample(drafts[-60:], 14) + rng.sample(drafts[-40:], 4)
    for state, (article, _) in zip(HIDDEN, rng.sample(drafts[:-3], len(HIDDEN)), strict=True):
        if state == "draft":
            article.published_at = None
        elif state == "scheduled":
            article.published_at = now + timedelta(days=rng.randint(1, 12), hours=rng.randint(1, 8))
        else:
            article.expires_at = article.published_at + (now - article.published_at) / 2
    return [article for article, _ in forward]


def widen(drafts, tianjin):
    """What names no place of its own is of the whole city, every third of the nation."""
    general = [
        article
        for article, facts in drafts
        if not any(name in facts["_text"] for name in (facts["district"], facts["_park"].name))
    ]
    for number, article in enumerate(general):
        article.district = None if number % 3 == 0 else tianjin


def link(drafts):
    """Industry, the parks and policies named in the text, and tags."""
    industries = {industry.code: industry for industry in Industry.objects.all()}
    parks, policies = Article.parks.through, Article.policies.through
    park_links, policy_links, tag_names = [], [], []
    for article, facts in drafts:
        park = facts["_park"]
        article.industry = industries[park.codes[0]]
        named = [one for one in (park, facts.get("_park2")) if one and one.name in facts["_text"]]
        park_links += [parks(article=article, park=one) for one in named]
        if facts["_policy"].title in facts["_text"]:
            policy_links.append(policies(article=article, policydocument=facts["_policy"]))
        tag_names += [(article, tag) for tag in [*park.theme.split("与"), article.channel.name]]
    Article.objects.bulk_update([article for article, _ in drafts], ["industry"], batch_size=200)
    parks.objects.bulk_create(park_links)
    policies.objects.bulk_create(policy_links)
    tag(tag_names)


def tag(names):
    tags = {
        name: Tag.objects.get_or_create(name=name)[0] for name in dict.fromkeys(name for _, name in names)
    }
    kind = ContentType.objects.get_for_model(Article)
    TaggedItem.objects.bulk_create(
        TaggedItem(tag=tags[name], content_type=kind, object_id=article.pk) for article, name in names
    )
    write_entries(Article, [*{article.pk for article, _ in names}])  # their tags are searched too
