"""Read-only public data, described at /api/v1/openapi.json."""

from django.http import Http404
from ninja import NinjaAPI

from .views import router

api = NinjaAPI(
    title="招商公开数据",
    version="1",
    description="只读的公开数据：文章、园区、载体、政策与地区。列表参数与网站相应页面相同。",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", router)


@api.exception_handler(Http404)
def not_found(request, error):
    return api.create_response(request, {"detail": "没有找到，或者没有公开。"}, status=404)
