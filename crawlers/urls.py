"""The addresses of the crawlers room; they stand at the top of the site, where crawlers look for them."""

from django.urls import path

from crawlers import views

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    path("sitemap-news.xml", views.sitemap_of_news, name="sitemap_news"),
    path("sitemap-places.xml", views.sitemap_of_places, name="sitemap_places"),
    path("sitemap-<slug:language>-<int:number>.xml", views.sitemap_part, name="sitemap_part"),
]
