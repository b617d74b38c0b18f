"""For load balancers and monitors: plain and cheap."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request):
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
def readyz(request):
    """Ready when the database answers and every migration is applied."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return not_ready("数据库没有应答")
    if waiting:
        return not_ready(f"还有 {len(waiting)} 个数据库迁移没有执行")
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8")


def not_ready(reason):
    return HttpResponse(f"{reason}\n", status=503, content_type="text/plain; charset=utf-8")
