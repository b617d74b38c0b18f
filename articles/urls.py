from django.urls import path

from . import views
from .feeds import NewsFeed

app_name = "articles"
urlpatterns = [
    path("news/", views.article_list, name="list"),
    path("news/<int:pk>/", views.article_detail, name="detail"),
    path("policies/", views.policy_list, name="policy_list"),
    path("policies/<int:pk>/", views.policy_detail, name="policy_detail"),
    path("feeds/news/", NewsFeed(), name="feed"),
]
