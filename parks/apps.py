from django.apps import AppConfig


class ParksConfig(AppConfig):
    name = "parks"
    verbose_name = "园区与载体"

    def ready(self):
        from publishing.changes import watch
        from publishing.fragments import follow_clock
        from search.indexing import keep_indexed

        from . import models, remembering
        from .models import District, Industry, Listing, Park

        watch("places", District, Industry, Park, Listing)
        watch("pages", models.IndustryLabel, models.ParkCompany, models.ParkDistance)
        watch("pages", models.ParkPhoto, models.ListingPhoto)
        keep_indexed(District, Park, Listing)
        follow_clock(remembering.next_change)
