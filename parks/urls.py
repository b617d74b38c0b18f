from django.urls import path

from . import views

app_name = "parks"
urlpatterns = [
    path("parks/", views.park_list, name="park_list"),
    path("parks/compare/", views.park_compare, name="park_compare"),
    path("parks/map.json", views.park_map, name="park_map"),
    path("parks/<slug:slug>/", views.park_detail, name="park_detail"),
    path("parks/<slug:slug>/sheet.pdf", views.park_sheet, name="park_sheet"),
    path("districts/<slug:slug>/rents/", views.rent_guide, name="rent_guide"),
    path("listings/", views.listing_list, name="listing_list"),
    path("listings/compare/", views.listing_compare, name="listing_compare"),
    path("listings/map.json", views.listing_map, name="listing_map"),
    path("listings/<int:pk>/", views.listing_detail, name="listing_detail"),
]
