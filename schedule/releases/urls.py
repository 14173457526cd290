"""The releases' addresses in the admin."""

from django.urls import path

from schedule.releases import views

app_name = "schedule_releases"
urlpatterns = [
    path("", views.ListView.as_view(), name="list"),
    path("<int:pk>/", views.DetailView.as_view(), name="detail"),
    path("page/<int:pk>/", views.AddPageView.as_view(), name="add_page"),
]
