"""Fills an empty site with the demo: 天津, two years of articles, and under DEBUG staff accounts to try."""

from random import Random

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from parks.models import Listing, Park
from zhaoshang.demo.articles import seed_articles
from zhaoshang.demo.inquiries import seed_inquiries
from zhaoshang.demo.listings import seed_listings
from zhaoshang.demo.parks import seed_parks
from zhaoshang.demo.people import bind_staff, officers, seed_staff
from zhaoshang.demo.pictures import seed_pictures
from zhaoshang.demo.places import seed_places, seed_site
from zhaoshang.demo.policies import seed_policies
from zhaoshang.demo.readings import seed_readings
from zhaoshang.demo.reviews import seed_reviews
from zhaoshang.demo.submissions import seed_submissions

SEED = 120000


class Command(BaseCommand):
    help = "为空的数据库填入演示内容；试用（DEBUG=1）时另建工作人员账号并列出。已有内容时不作改动。"

    def add_arguments(self, parser):
        parser.add_argument("--logins", action="store_true", help="只列出演示账号")

    def handle(self, *, logins=False, **options):
        lines = seed_staff()
        if not logins:
            self.seed_content()
        for line in lines:
            self.stdout.write(f"staff login: {line}")

    def seed_content(self):
        if any(model.objects.exists() for model in (Park, Listing, Article)):
            self.stdout.write("网站已有内容，演示内容未作改动。")
            return
        self.stdout.write("正在填入演示内容…")
        seed(timezone.now().replace(second=0, microsecond=0))
        self.stdout.write(
            f"演示内容已填入：{Park.objects.count()} 个园区、{Listing.objects.count()} 个载体、"
            f"{Article.objects.count()} 篇文章。"
        )


@transaction.atomic
def seed(now):
    """All of it or nothing; the same for the same `now`."""
    rng = Random(SEED)
    districts = seed_places()
    bind_staff()
    seed_site()
    parks = seed_parks(districts, now, rng)
    listings = seed_listings(parks, now, rng)
    policies = seed_policies(districts, now)
    articles = seed_articles(districts, parks, policies, now, rng)
    seed_pictures(parks, articles, rng)
    seed_inquiries(parks, listings, articles, policies, officers(), now, rng)
    seed_submissions(districts, articles, now, rng)
    seed_reviews(articles, policies.values(), now)
    pages = {"article": articles, "policy": policies.values(), "park": parks.values(), "listing": listings}
    seed_readings(pages, now, rng)
