"""The addresses of the portal: nouns in the plural, no state in them."""

from __future__ import annotations

from django.urls import include, path

from sekisho.portal.accounts import pages as people
from sekisho.portal.accounts.people import pages as members
from sekisho.portal.asking import pages as asking
from sekisho.portal.cases import pages as cases
from sekisho.portal.decide import pages as decide
from sekisho.portal.examine import casework_pages as casework
from sekisho.portal.examine import pages as examine
from sekisho.portal.filing import pages as filing
from sekisho.portal.filing.before import pages as before
from sekisho.portal.filing.changing import pages as changing
from sekisho.portal.filing.elsewhere import pages as elsewhere
from sekisho.portal.filing.prefill import register
from sekisho.portal.filing.workbench import pages as workbench
from sekisho.portal.personal import pages as personal
from sekisho.portal.queue import pages as queue
from sekisho.portal.queue import saved_pages as saved
from sekisho.portal.running import local
from sekisho.portal.work import pages as work

handler400 = "sekisho.portal.look.refusals.unreadable"
handler403 = "sekisho.portal.look.refusals.forbidden"
handler404 = "sekisho.portal.look.refusals.not_found"
handler500 = "sekisho.portal.look.refusals.broken"

urlpatterns = [
    path("", people.home, name="home"),
    path("must-i-file/", asking.must_i_file, name="must_i_file"),
    path("language/", people.choose_language, name="language"),
    path("seat/", people.take_seat, name="seat"),
    path("desk/<str:key>/", local.sit_down, name="desk"),
    path("background/", work.listing, name="work"),
    path("background/<int:id>/retry/", work.retry, name="work_retry"),
    path("cases/<uuid:id>/progress/", work.progress, name="progress"),
    path("permissions/", people.permissions, name="permissions"),
    path("account/", members.account, name="account"),
    path("accounts/", include("sekisho.portal.accounts.entry.addresses")),
    path("invitations/<str:token>/", members.invitation, name="invitation"),
    path("people/", members.people, name="people"),
    path("people/invitations/<uuid:id>/again/", members.invite_again, name="invite_again"),
    path("people/invitations/<uuid:id>/end/", members.take_back, name="take_back"),
    path("people/roles/<int:id>/end/", members.end_role, name="end_role"),
    path("people/<uuid:id>/release/", members.release, name="release"),
    path("cases/", queue.listing, name="case_list"),
    path("cases/questions/", saved.keep, name="question_keep"),
    path("cases/questions/<int:id>/end/", saved.give_up, name="question_end"),
    path("cases/new/", filing.new, name="case_new"),
    path("cases/<uuid:id>/", cases.page, name="case"),
    path("cases/<uuid:id>/differences/", cases.differences, name="differences"),
    path("cases/<uuid:id>/report/", cases.report, name="case_report"),
    path("cases/<uuid:id>/documents/<uuid:document>/", cases.document, name="document"),
    path("cases/<uuid:id>/documents/<uuid:document>/place/", cases.place, name="place"),
    path("cases/<uuid:id>/personal/", personal.personal, name="personal"),
    path("cases/<uuid:id>/draft/", filing.draft, name="draft"),
    path("cases/<uuid:id>/filing/", workbench.overview, name="workbench"),
    path("cases/<uuid:id>/filing/<slug:section>/", workbench.section, name="section"),
    path("cases/<uuid:id>/filing/<slug:section>/<int:index>/", workbench.entry, name="entry"),
    path(
        "cases/<uuid:id>/filing/<slug:section>/<int:index>/removal/",
        workbench.removal,
        name="removal",
    ),
    path("cases/<uuid:id>/prior-consultation/", before.consultation, name="prior_consultation"),
    path("cases/<uuid:id>/prior-answer/", before.answer, name="prior_answer"),
    path("cases/<uuid:id>/elsewhere/", elsewhere.elsewhere, name="elsewhere"),
    path("cases/<uuid:id>/dates/", elsewhere.dates, name="dates"),
    path("cases/<uuid:id>/dates/<int:seq>/", elsewhere.correction, name="correction"),
    path("cases/<uuid:id>/package/", elsewhere.package_page, name="package"),
    path("cases/<uuid:id>/package/file/", elsewhere.package_file, name="package_file"),
    path("cases/<uuid:id>/change/", changing.change, name="change_plan"),
    path("cases/<uuid:id>/plan-changes/", changing.plan_changes, name="plan_changes"),
    path("cases/<uuid:id>/plan-changes/list/", changing.list_changes, name="list_changes"),
    path("cases/<uuid:id>/plan-changes/kind/", changing.kind, name="kind"),
    path(
        "cases/<uuid:id>/plan-changes/plan/", changing.changed_plan_file, name="changed_plan_file"
    ),
    path("cases/<uuid:id>/evidence/", filing.evidence, name="evidence"),
    path("cases/<uuid:id>/filling/register/", register.page, name="from_register"),
    path("cases/<uuid:id>/evidence/filling/", filing.fill, name="prefill"),
    path("cases/<uuid:id>/check/", filing.check, name="check"),
    path("cases/<uuid:id>/submission/", filing.submission, name="submission"),
    path("cases/<uuid:id>/withdrawal/", filing.withdrawal, name="withdrawal"),
    path("cases/<uuid:id>/answer/", filing.answer, name="answer"),
    path("cases/<uuid:id>/changed-plan/", filing.changed_plan, name="changed_plan"),
    path("cases/<uuid:id>/introduction/", filing.proceeding, name="introduction"),
    path("cases/<uuid:id>/replies/<int:question>/", filing.reply, name="reply"),
    path("cases/<uuid:id>/acceptance/", examine.acceptance, name="acceptance"),
    path("cases/<uuid:id>/return/", examine.giving_back, name="return"),
    path("cases/<uuid:id>/questions/", examine.question, name="question"),
    path("cases/<uuid:id>/finding/", examine.finding, name="finding"),
    path("cases/<uuid:id>/consultations/", examine.consultation, name="consultation"),
    path("cases/<uuid:id>/casework/", casework.page, name="casework"),
    path("cases/<uuid:id>/assignment/", casework.assignment, name="assignment"),
    path("cases/<uuid:id>/advice/", casework.advice, name="advice"),
    path("cases/<uuid:id>/resolutions/", casework.resolution, name="resolution"),
    path("cases/<uuid:id>/consulted/", casework.consulted, name="consulted"),
    path(
        "cases/<uuid:id>/consulted/answer/", casework.consultation_answer, name="consulted_answer"
    ),
    path(
        "cases/<uuid:id>/consulted/<int:consultation>/end/",
        casework.consultation_end,
        name="consulted_end",
    ),
    path("absences/", casework.absences, name="absences"),
    path("absences/<int:id>/end/", casework.absence_end, name="absence_end"),
    path("groups/", casework.groups, name="groups"),
    path("groups/cases/", casework.group, name="group"),
    path("", include("sekisho.portal.desk.addresses")),
    path("cases/<uuid:id>/decisions/<slug:act>/", decide.decision, name="decision"),
    path("cases/<uuid:id>/decisions/<slug:act>/signature/", decide.signature, name="signature"),
    path("cases/<uuid:id>/decisions/<slug:act>/removal/", decide.dropping, name="drop_decision"),
]
