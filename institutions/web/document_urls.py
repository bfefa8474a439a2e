"""Addresses of the ground rules, the strategy, the MED log and the boundary cases."""

from django.urls import path

from institutions.rules.states import DocumentState
from institutions.web import (
    documents,
    documents_checklist_urls,
    documents_drafts,
    documents_parties,
    documents_strategy,
    rule_questions,
)

_RULES = "spilleregler/<int:number>/"
_STRATEGY = "strategi/<int:strategy>/"

urlpatterns = [
    path("spilleregler/", documents.Documents.as_view(), name="documents"),
    path("spilleregler/ny/", documents.NewVersion.as_view(), name="new_document"),
    path("spilleregler/parter/", documents_parties.KeepParty.as_view(), name="parties"),
    path(_RULES, documents.Version.as_view(), name="document"),
    path(f"{_RULES}send/", documents.Submit.as_view(), name="submit_document"),
    path(f"{_RULES}tilbage/", documents_drafts.SendBack.as_view(), name="send_back_document"),
    path(f"{_RULES}ret/", documents_drafts.EditWords.as_view(), name="edit_document"),
    path(f"{_RULES}forskel/", documents_drafts.Differences.as_view(), name="document_differences"),
    path(f"{_RULES}underskrift/", documents_parties.Sign.as_view(), name="sign_document"),
    path(f"{_RULES}hoering/", documents_parties.Hear.as_view(), name="hear_document"),
    path(f"{_RULES}ja/<uuid:place>/", documents_parties.AcceptRules.as_view(), name="accept_rules"),
    path("spilleregler/spoergsmaal/", rule_questions.Questions.as_view(), name="rule_questions"),
    path(
        "spilleregler/spoergsmaal/<uuid:question>/",
        rule_questions.AnswerQuestion.as_view(),
        name="answer_question",
    ),
    path(
        f"{_RULES}regel/<slug:rule>/spoerg/",
        rule_questions.AskAboutRule.as_view(),
        name="ask_about_rule",
    ),
    *documents_checklist_urls.urlpatterns,
    path("med-log/", documents_parties.MedLog.as_view(), name="med_log"),
    path("med-log/ny/", documents_parties.NoteMed.as_view(), name="note_med"),
    path("graensesager/", documents_parties.BoundaryCases.as_view(), name="boundary_cases"),
    path("strategi/", documents_strategy.Strategies.as_view(), name="strategies"),
    path("strategi/ny/", documents_strategy.NewStrategy.as_view(), name="new_strategy"),
    path(_STRATEGY, documents_strategy.StrategyPage.as_view(), name="strategy"),
    path(f"{_STRATEGY}ret/", documents_strategy.EditStrategy.as_view(), name="edit_strategy"),
    path(f"{_STRATEGY}hoering/", documents_strategy.HearStrategy.as_view(), name="hear_strategy"),
    path(f"{_STRATEGY}send/", documents_strategy.MoveStrategy.as_view(), name="submit_strategy"),
    path(
        f"{_STRATEGY}tilbage/",
        documents_strategy.MoveStrategy.as_view(to=DocumentState.DRAFT),
        name="send_back_strategy",
    ),
]
