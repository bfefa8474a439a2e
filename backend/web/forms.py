"""Forms in the design system's markup: every form gets it, the sign-in library's too."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

_REQUIRED_BY_DJANGO = forms.Field.default_error_messages["required"]


class DesignSystemField(BoundField):
    """A field with the design system's classes, its hint and its error tied to the input."""

    @property
    def kind(self) -> str:
        """``checkbox``, ``radios``, ``checkboxes``, ``select`` or ``input``: picks the markup."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxSelectMultiple):
            return "checkboxes"
        if isinstance(widget, forms.RadioSelect):
            return "radios"
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        return "select" if isinstance(widget, forms.Select) else "input"

    @property
    def optional(self) -> bool:
        """Whether to say "(frivilligt)". Not beside one checkbox: leaving it is its answer."""
        return not self.field.required and self.kind != "checkbox"

    @property
    def anchor(self) -> str:
        """The id that a line of the error summary leads to: the input, or the first choice."""
        return f"{self.auto_id}_0" if self.kind in {"radios", "checkboxes"} else self.auto_id

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Adds the class; drops placeholders, which vanish when one needs them most."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        used = widget or self.field.widget
        if used.is_hidden:
            return built
        css = {
            "checkbox": "form-checkbox",
            "checkboxes": "form-checkbox",
            "radios": "form-radio",
            "select": "form-select",
        }.get(self.kind, "form-input")
        built["class"] = f"{css} {used.attrs.get('class', '')}".strip()
        if "placeholder" in used.attrs:
            built["placeholder"] = False
        if self.kind == "radios":
            # ARIA knows no invalid radio; the group's message says it.
            built["aria-invalid"] = False
        return built


class DesignSystemRenderer(TemplatesSetting):
    """Renders forms with ``templates/django/forms`` of this app."""

    bound_field_class = DesignSystemField


class DanishErrors:
    """For forms: a missing answer gets a sentence that says what to do, with the field's name.

    A field's own ``error_messages={"required": ...}`` is left alone.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.error_messages.get("required") == _REQUIRED_BY_DJANGO:
                label = field.label or name
                field.error_messages["required"] = _sentence(field) % {"label": label}


class PlainForm(DanishErrors, forms.Form):
    """The form to inherit from: input and its shape, never a write."""


def _sentence(field: forms.Field) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return _("Sæt kryds ved »%(label)s«.")
    if isinstance(field.widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _("Vælg et svar ved »%(label)s«.")
    return _("Udfyld feltet »%(label)s«.")
