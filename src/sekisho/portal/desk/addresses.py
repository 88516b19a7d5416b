"""The addresses of the desk."""

from __future__ import annotations

from django.urls import path

from sekisho.portal.desk.pages import months, planning, questions, register

urlpatterns = [
    path("register/", register.register, name="register"),
    path("register/sheet.xlsx", register.register_file, name="register_file"),
    path("register/<int:number>/", register.version, name="register_version"),
    path("register/plans/new/", register.plan, name="register_plan"),
    path("register/plans/<uuid:id>/drop/", register.plan_dropped, name="register_plan_dropped"),
    path("register/cases/<uuid:id>/", register.plan_of_case, name="register_case"),
    path("updates/", register.start, name="updates"),
    path("updates/new/", months.new, name="month_new"),
    path("updates/sheet.xlsx", months.blank, name="updates_sheet"),
    path("updates/<uuid:id>/", months.month, name="month"),
    path("updates/<uuid:id>/progress/", months.progress, name="month_progress"),
    path("updates/<uuid:id>/sheet/", months.sheet, name="month_sheet"),
    path("updates/<uuid:id>/sboms/", months.sboms, name="month_sboms"),
    path("updates/<uuid:id>/again/", months.again, name="month_again"),
    path("updates/<uuid:id>/questions/", questions.questions, name="month_questions"),
    path("updates/<uuid:id>/answers/", questions.answers_file, name="month_answers"),
    path("updates/<uuid:id>/results/<int:number>/<slug:what>/", months.file, name="month_file"),
    path("updates/<uuid:id>/results/<int:number>/memos/<int:row>/", months.memo, name="month_memo"),
    path(
        "updates/<uuid:id>/results/<int:number>/drafts/<str:name>/",
        months.draft,
        name="month_draft",
    ),
    path("planning/", planning.planning, name="planning"),
    path("planning/calendar.ics", planning.calendar, name="planning_calendar"),
]
