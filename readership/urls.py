from django.urls import path

from . import views

urlpatterns = [
    path("read/", views.read, name="read"),
    path("read/<slug:name>/", views.reads, name="reads"),
]
