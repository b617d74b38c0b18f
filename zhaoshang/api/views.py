from math import ceil

from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.decorators import decorate_view

from articles.columns import public
from articles.forms import ArticleFilter, PolicyFilter
from articles.listed import Listed
from articles.models import Article, Channel, PolicyDocument
from parks.facets import found_by
from parks.forms import ListingFilter, ParkFilter
from parks.models import District, Industry, Listing, Park
from publishing.caching import public_page
from publishing.paging import Position, page_of
from zhaoshang.holdings import districts_to_show

from . import schemas

router = Router()
cached = decorate_view(public_page)


PER_PAGE = 50
PAGED = """第 `page` 页，每页 50 条。要从头取到尾，请沿 `next` 一页一页取：它从上一页最后一篇之后取起（`after`），
多深都一样快，期间有新文章发布也不重不漏；取完为 `null`。"""


def answer(request, rows):
    """The page of `rows` that the query string asks for."""
    page = page_of(rows, request.GET.get("page"), PER_PAGE)
    return {
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "results": list(page),
    }


@router.get("/articles", response=schemas.ArticlePage, summary="文章列表", description=PAGED)
@cached
def articles(request):
    rows = ArticleFilter.of(request.GET).narrow(public())
    if not (after := request.GET.get("after")):
        found = answer(request, Listed(rows))
        has_more = found["page"] < found["pages"]
    else:
        beyond = rows.beyond(Position.read(after))
        pages = max(ceil(len(rows) / PER_PAGE), 1)
        found = {
            "count": len(rows),
            "page": min((len(rows) - len(beyond)) // PER_PAGE + 1, pages),  # on which they begin
            "pages": pages,
            "results": list(Listed(beyond)[0:PER_PAGE]),
        }
        has_more = len(beyond) > PER_PAGE
    return found | {"next": address_beyond(request, found["results"]) if has_more else None}


def address_beyond(request, results):
    """Of what follows the last of `results`; None where all of them are gone meanwhile."""
    if not results:
        return None
    query = request.GET.copy()
    query.pop("page", None)
    query["after"] = Position.of(results[-1])
    return request.build_absolute_uri(f"?{query.urlencode()}")


@router.get("/articles/{int:pk}", response=schemas.ArticleWithBody, summary="一篇文章")
@cached
def article(request, pk: int):
    rows = Article.objects.published().select_related("district__parent", "channel", "industry")
    return get_object_or_404(rows.prefetch_related("tags"), pk=pk)


@router.get("/parks", response=schemas.Page[schemas.ParkOut], summary="园区列表")
@cached
def parks(request):
    return answer(request, found_by(ParkFilter(request.GET), Park.objects.published().for_lists()))


@router.get("/parks/{slug:slug}", response=schemas.ParkWithIntro, summary="一个园区")
@cached
def park(request, slug: str):
    return get_object_or_404(Park.objects.published().select_related("district__parent"), slug=slug)


@router.get("/listings", response=schemas.Page[schemas.ListingOut], summary="载体列表")
@cached
def listings(request):
    return answer(request, found_by(ListingFilter(request.GET), Listing.objects.published().for_lists()))


@router.get("/listings/{int:pk}", response=schemas.ListingWithDescription, summary="一处载体")
@cached
def listing(request, pk: int):
    return get_object_or_404(Listing.objects.published().select_related("district__parent", "park"), pk=pk)


@router.get("/policies", response=schemas.Page[schemas.PolicyOut], summary="政策列表")
@cached
def policies(request):
    return answer(
        request, PolicyFilter.of(request.GET).narrow(PolicyDocument.objects.published().for_lists())
    )


@router.get("/policies/{int:pk}", response=schemas.PolicyWithBody, summary="一份政策")
@cached
def policy(request, pk: int):
    rows = PolicyDocument.objects.published().select_related("district__parent")
    return get_object_or_404(rows, pk=pk)


@router.get("/districts", response=list[schemas.DistrictOut], summary="有内容的地区")
@cached
def districts(request):
    return districts_to_show()


@router.get("/districts/{slug:slug}", response=schemas.DistrictOut, summary="一个地区")
@cached
def district(request, slug: str):
    return get_object_or_404(District.objects.select_related("parent"), slug=slug)


@router.get("/channels", response=list[schemas.ChannelOut], summary="栏目")
@cached
def channels(request):
    return Channel.objects.all()


@router.get("/industries", response=list[schemas.IndustryOut], summary="行业（GB/T 4754-2017）")
@cached
def industries(request):
    return Industry.objects.all()
