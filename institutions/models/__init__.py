"""The side that knows what is needed."""

from institutions.models.checklists import (
    ChecklistItem,
    ChecklistRun,
    ChecklistTemplate,
    MedEntry,
    TaskTick,
    Tick,
)
from institutions.models.features import FeatureSwitch
from institutions.models.governing import GroundRule, RulesVersion, WatchWord
from institutions.models.organisation import Department, Institution, Postcode
from institutions.models.projects import Project, ProjectKind
from institutions.models.roles import Role
from institutions.models.slots import Slot
from institutions.models.tasks import Skill, Task, TaskKind, WordHit

__all__ = [
    "ChecklistItem",
    "ChecklistRun",
    "ChecklistTemplate",
    "Department",
    "FeatureSwitch",
    "GroundRule",
    "Institution",
    "MedEntry",
    "Postcode",
    "Project",
    "ProjectKind",
    "Role",
    "RulesVersion",
    "Skill",
    "Slot",
    "Task",
    "TaskKind",
    "TaskTick",
    "Tick",
    "WatchWord",
    "WordHit",
]
