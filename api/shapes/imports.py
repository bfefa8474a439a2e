"""Files of rows: what may be sent, and what they would do or did."""

from typing import Any

from rest_framework import serializers

from api.shapes.inputs import Body
from api.texts import text
from backend.web.import_forms import LARGEST


class File(Body):
    """A spreadsheet (.xlsx) or a CSV file; at most 1 MB, the first line headings."""

    file = serializers.FileField()

    def validate_file(self, file: Any) -> Any:
        """Refuses (400) a large one unread."""
        if file.size > LARGEST:
            raise serializers.ValidationError(text("file_too_large"))
        return file


class PeopleFile(File):
    """``leave_faults`` keeps the rows without fault. ``shown``: the seal of the preview."""

    leave_faults = serializers.BooleanField(default=False)
    shown = serializers.CharField(max_length=64, default="", allow_blank=True)


class FaultShape(serializers.Serializer[Any]):
    """What is wrong with a line; 1 is the headings."""

    line = serializers.IntegerField()
    column = serializers.CharField()
    text = serializers.CharField()


class ImportShape(serializers.Serializer[Any]):
    """What the file would do, or did. ``seal`` stands for all of it; empty for institutions."""

    total = serializers.IntegerField()
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()
    wrong = serializers.IntegerField(help_text="lines with a fault")
    faults = FaultShape(many=True)
    remarks = serializers.ListField(child=serializers.CharField())
    differences = serializers.ListField(child=serializers.CharField())
    seal = serializers.CharField()
