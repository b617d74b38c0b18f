from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from parks.calling import whom_to_call
from publishing import structured_data
from publishing.addresses import origin
from publishing.caching import private_page, public_page
from publishing.models import SiteSettings
from publishing.paging import canonical, page_of
from publishing.private import download, kind_of

from .beside import PARKS, beside, public_article, ties_of
from .citing import lineage_of, marked
from .columns import public
from .forms import ArticleFilter, PolicyFilter
from .listed import Listed
from .models import Article, Citation, PolicyAttachment, PolicyDocument


@public_page
def article_list(request):
    form = ArticleFilter.of(request.GET)
    page = page_of(Listed(form.narrow(public())), request.GET.get("page"))
    district, channel = form.cleaned_data.get("district"), form.cleaned_data.get("channel")
    context = {
        "page": page,
        "filter_form": form,
        "heading": "新闻",
        "district": district,
        "channel": channel,
        "canonical": news_address(page, district, channel),
    }
    return render(request, "articles/article_list.html", context)


def news_address(page, district=None, channel=None):
    """The canonical address of a page of news: the district's own list, where it is of a district."""
    if district and channel:
        return canonical(reverse("district_channel", args=[district.slug, channel.slug]), page)
    if district:
        return canonical(reverse("district_news", args=[district.slug]), page)
    return canonical(reverse("articles:list"), page, channel=channel.slug if channel else "")


@public_page
def article_detail(request, pk):
    article = public_article(pk)
    return article_page(request, article, ties_of(article))


def article_page(request, article, ties, preview=None):
    """The page of `article` as it stands in memory; `published_at` must be set."""
    trail, site = article_trail(article), SiteSettings.current()
    context = {
        "article": article,
        "tags": ties.tags,
        "origin": f"article-{article.pk}",
        "mentioned_parks": ties.parks[:PARKS],
        "policies": ties.policies,
        "outdated": ties.outdated,
        "body": marked(article.body, [one.policy for one in ties.outdated]),
        "trail": trail,
        "structured_data": structured_data.to_script(
            news_article(request, article, site), structured_data.breadcrumbs(request, trail)
        ),
        **beside(article, ties.parks),
        "preview": preview,
    }
    return render(request, "articles/article_detail.html", context)


def article_trail(article):
    trail = [("首页", "/")]
    if article.district:
        trail.append((article.district.name, article.district.get_absolute_url()))
    else:
        trail.append(("新闻", "/news/"))
    return [*trail, (article.title, article.get_absolute_url())]


def news_article(request, article, site):
    return {
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "datePublished": article.published_at.isoformat(),
        "dateModified": article.updated_at.isoformat(),
        "mainEntityOfPage": origin(request) + article.get_absolute_url(),
        "image": origin(request) + article.cover.image.url if article.cover else "",
        "articleSection": article.channel.name,
        "author": {"@type": "Organization", "name": article.source or article.author or site.site_name},
        "publisher": structured_data.organization(request, site),
    }


@public_page
def policy_list(request):
    form = PolicyFilter.of(request.GET)
    policies = form.narrow(PolicyDocument.objects.published().for_lists())
    page = page_of(policies, request.GET.get("page"))
    district, industry = form.cleaned_data.get("district"), form.cleaned_data.get("industry")
    context = {
        "page": page,
        "filter_form": form,
        "district": district,
        "industry": industry,
        "canonical": canonical(request.path, page, district=district.slug if district else ""),
    }
    return render(request, "articles/policy_list.html", context)


@public_page
def policy_detail(request, pk):
    policies = PolicyDocument.objects.published().select_related("district__parent")
    policy = get_object_or_404(policies.prefetch_related("attachments", "industries"), pk=pk)
    return policy_page(request, policy, policy.industries.all())


def policy_page(request, policy, industries, preview=None):
    """The page of `policy` as it stands in memory, for `industries`."""
    trail = [("首页", "/"), ("政策", "/policies/"), (policy.title, policy.get_absolute_url())]
    context = {
        "policy": policy,
        "industries": industries,
        "origin": f"policy-{policy.pk}",
        **whom_to_call(policy.district),
        **lineage_of(policy),
        "citing_articles": articles_citing(policy)[:6],
        "trail": trail,
        "structured_data": structured_data.to_script(structured_data.breadcrumbs(request, trail)),
        "preview": preview,
    }
    return render(request, "articles/policy_detail.html", context)


def articles_citing(policy):
    cited = Citation.objects.filter(policy=policy).order_by().values("article")
    return Article.objects.published().filter(pk__in=cited).for_lists().newest_first()


@require_safe
@private_page
def policy_file(request, name):
    """An attachment, to whoever may see its policy."""
    attachment = get_object_or_404(
        PolicyAttachment.objects.select_related("policy"), file=f"{PolicyAttachment.FOLDER}/{name}"
    )
    may_see = request.user.has_perm("articles.view_policydocument") and PolicyDocument.objects.visible_to(
        request.user
    ).filter(pk=attachment.policy_id)
    if not (attachment.policy.is_published or may_see):
        raise Http404("没有这个附件。")
    return download(attachment.file, f"{attachment.name}.{kind_of(name)}")
