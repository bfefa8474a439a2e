"""The side that knows what is needed."""

from institutions.models.checklists import (
    ChecklistItem,
    ChecklistRun,
    ChecklistTemplate,
    MedEntry,
    MedKind,
    TaskTick,
    Tick,
)
from institutions.models.closed_days import ClosedDay
from institutions.models.delegations import Delegation
from institutions.models.features import FeatureSwitch
from institutions.models.governing import GroundRule, RulesVersion, WatchWord
from institutions.models.help_calls import HelpCall
from institutions.models.municipal_groups import MunicipalGroup
from institutions.models.need_templates import NeedTemplate
from institutions.models.organisation import Department, Institution, Postcode
from institutions.models.parties import Hearing, LeaderAcceptance, Party, Signature
from institutions.models.projects import Project, ProjectKind
from institutions.models.roles import Role
from institutions.models.rule_questions import RuleQuestion
from institutions.models.slots import Series, Slot
from institutions.models.strategies import Strategy
from institutions.models.tasks import Skill, Task, TaskKind, WordHit
from institutions.models.visits import FriendlyReminder, Visit, VisitKind

__all__ = [
    "ChecklistItem",
    "ChecklistRun",
    "ChecklistTemplate",
    "ClosedDay",
    "Delegation",
    "Department",
    "FeatureSwitch",
    "FriendlyReminder",
    "GroundRule",
    "Hearing",
    "HelpCall",
    "Institution",
    "LeaderAcceptance",
    "MedEntry",
    "MedKind",
    "MunicipalGroup",
    "NeedTemplate",
    "Party",
    "Postcode",
    "Project",
    "ProjectKind",
    "Role",
    "RuleQuestion",
    "RulesVersion",
    "Series",
    "Signature",
    "Skill",
    "Slot",
    "Strategy",
    "Task",
    "TaskKind",
    "TaskTick",
    "Tick",
    "Visit",
    "VisitKind",
    "WatchWord",
    "WordHit",
]
