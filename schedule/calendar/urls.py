"""The calendar's addresses in the admin."""

from django.urls import path

from schedule.calendar import holding, planning, views

app_name = "schedule"
urlpatterns = [
    path("", views.TodayView.as_view(), name="today"),
    path("month/<str:name>/", views.CalendarView.as_view(view="month"), name="month"),
    path("week/<str:name>/", views.CalendarView.as_view(view="week"), name="week"),
    path("agenda/<str:name>/", views.CalendarView.as_view(view="agenda"), name="agenda"),
    path("pages/<int:pk>/<str:action>/", planning.PlanView.as_view(), name="plan"),
    path("move/", planning.move_to_day, name="move"),
    path("hold/", holding.HoldView.as_view(), name="hold"),
]
