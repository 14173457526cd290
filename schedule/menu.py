"""The menu entry Schedule, into which each part of the room puts its own."""

from wagtail.admin.menu import Menu

schedule_menu = Menu(register_hook_name="register_schedule_menu_item", construct_hook_name="construct_schedule_menu")
