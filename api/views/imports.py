"""People and institutions from a file: looked at first, then kept, all of it or none."""

from typing import Any

from rest_framework.parsers import MultiPartParser

from api.shapes import imports
from api.verbs import Verb
from backend.accounts.models import Municipality
from backend.common.import_report import ImportReport
from institutions.actions.imports import import_institutions, preview_institutions
from institutions.rules.deeds import Deed
from volunteers.actions.imports import import_volunteers, preview_volunteers


class FromFile(Verb):
    """A deed on the rows of a file, sent as multipart/form-data."""

    deed = Deed.IMPORT
    parser_classes = [MultiPartParser]
    takes = imports.File
    gives = imports.ImportShape

    @property
    def kept(self) -> Municipality:
        """The caller's municipality."""
        return Municipality.objects.get(pk=self.actor.municipality_id)


class PreviewInstitutions(FromFile):
    """What the file would do, and every fault. Changes nothing."""

    def act(self, values: dict[str, Any]) -> ImportReport:
        """Dry run."""
        return preview_institutions(
            municipality=self.kept, data=values["file"].read(), by=self.actor
        )


class ImportInstitutions(FromFile):
    """Creates or updates every institution in the file, or none when a row has a fault (422)."""

    def act(self, values: dict[str, Any]) -> ImportReport:
        """The second time with the same file changes nothing."""
        data = values["file"].read()
        return import_institutions(municipality=self.kept, data=data, by=self.actor, at=self.at)


class PreviewVolunteers(FromFile):
    """What the file would do, every fault, and the seal of it. Changes nothing."""

    def act(self, values: dict[str, Any]) -> ImportReport:
        """Dry run."""
        data = values["file"].read()
        return preview_volunteers(municipality=self.kept, data=data, by=self.actor, at=self.at)


class ImportVolunteers(FromFile):
    """Enters or updates everybody in the file, or nobody when a row has a fault (422).

    With ``shown`` it refuses (409) when the preview would be another one by now.
    """

    takes = imports.PeopleFile

    def act(self, values: dict[str, Any]) -> ImportReport:
        """The second time with the same file changes nothing."""
        data = values.pop("file").read()
        return import_volunteers(
            municipality=self.kept, data=data, **values, by=self.actor, at=self.at
        )
