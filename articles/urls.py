from django.urls import path, register_converter

from publishing.private import PrivateName

from . import views
from .feeds import NewsFeed

register_converter(PrivateName, "policy_file")

app_name = "articles"
urlpatterns = [
    path("news/", views.article_list, name="list"),
    path("news/<int:pk>/", views.article_detail, name="detail"),
    path("policies/", views.policy_list, name="policy_list"),
    path("policies/<int:pk>/", views.policy_detail, name="policy_detail"),
    path("policies/files/<policy_file:name>", views.policy_file, name="policy_file"),
    path("feeds/news/", NewsFeed(), name="feed"),
]
