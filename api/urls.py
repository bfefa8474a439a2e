"""Addresses of the API, below /api/v1/. Verbs stand last."""

from django.urls import path, re_path

from api.views import answers, criteria, document, figures, organisation, people, slots, tasks

INSTITUTION = "institutions/<uuid:uuid>"
TASK = "tasks/<uuid:uuid>"
SLOT = "slots/<uuid:uuid>"
OFFER = "offers/<uuid:uuid>"
ASSIGNMENT = "assignments/<uuid:uuid>"
CRITERION = "criteria/<uuid:uuid>"

app_name = "api"
urlpatterns = [
    path("schema", document.Document.as_view(), name="schema"),
    path("docs", document.Docs.as_view(url_name="api:schema"), name="docs"),
    path("departments", organisation.Departments.as_view()),
    path("institutions", organisation.Institutions.as_view()),
    path(INSTITUTION, organisation.OneInstitution.as_view()),
    path(f"{INSTITUTION}/checklist", organisation.InstitutionChecklist.as_view()),
    path(f"{INSTITUTION}/checklist/<slug:code>/tick", organisation.TickItem.as_view()),
    path(f"{INSTITUTION}/checklist/<slug:code>/untick", organisation.UntickItem.as_view()),
    path(f"{INSTITUTION}/tasks", tasks.DraftTask.as_view()),
    path("task-kinds", organisation.TaskKinds.as_view()),
    path("skills", organisation.Skills.as_view()),
    path("rules-versions", organisation.RulesVersions.as_view()),
    path("tasks", tasks.Tasks.as_view()),
    path(TASK, tasks.OneTask.as_view()),
    path(f"{TASK}/checklist", organisation.TaskChecklist.as_view()),
    path(f"{TASK}/declare", tasks.DeclareTask.as_view()),
    path(f"{TASK}/publish", tasks.PublishTask.as_view()),
    path(f"{TASK}/approve", tasks.ApproveTask.as_view()),
    path(f"{TASK}/send-back", tasks.SendBackTask.as_view()),
    path(f"{TASK}/copy", tasks.CopyTask.as_view()),
    path(f"{TASK}/cancel", tasks.CancelTask.as_view()),
    path(f"{TASK}/slots", slots.AddSlot.as_view()),
    path("slots", slots.Slots.as_view()),
    path(SLOT, slots.OneSlot.as_view()),
    path(f"{SLOT}/remove", slots.RemoveSlot.as_view()),
    path(f"{SLOT}/move", slots.MoveSlot.as_view()),
    path(f"{SLOT}/change-seats", slots.ChangeSeats.as_view()),
    path(f"{SLOT}/cancel", slots.CancelSlot.as_view()),
    path(f"{SLOT}/wave-preview", slots.PreviewWave.as_view()),
    path(f"{SLOT}/waves", slots.SendWave.as_view()),
    path(f"{SLOT}/give-thanks", slots.GiveThanks.as_view()),
    path("offers", answers.Offers.as_view()),
    path(f"{OFFER}/accept", answers.AcceptOffer.as_view()),
    path(f"{OFFER}/decline", answers.DeclineOffer.as_view()),
    path(f"{OFFER}/join-waiting-list", answers.JoinWaitingList.as_view()),
    path("assignments", answers.Assignments.as_view()),
    path(f"{ASSIGNMENT}/withdraw", answers.Withdraw.as_view()),
    path(f"{ASSIGNMENT}/record-attendance", answers.RecordAttendance.as_view()),
    path("volunteers", people.Volunteers.as_view()),
    path("volunteers/<uuid:uuid>", people.OneVolunteer.as_view()),
    path("associations", people.Associations.as_view()),
    path("messages", people.Messages.as_view()),
    path("indicators", figures.Indicators.as_view()),
    path("criteria", criteria.Criteria.as_view()),
    path(CRITERION, criteria.OneCriterion.as_view()),
    path(f"{CRITERION}/enter-value", criteria.EnterValue.as_view()),
    path("measurements", criteria.Measurements.as_view()),
    path("measurements/close-period", criteria.ClosePeriod.as_view()),
    re_path("", document.Missing.as_view()),
]
