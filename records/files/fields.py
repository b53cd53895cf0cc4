"""The field of a form that takes several files at once, none larger than may be sent (safety.md, 11)."""

from typing import TYPE_CHECKING, Any

from django import forms

from records.files.keeping import SentFile

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Gives a list of files as they arrived; what was cut off for its size is told by the form."""

    widget = FilesInput

    def __init__(self, *, accept: str = "", capture: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        given = {"accept": accept, "capture": capture}
        self.widget.attrs |= {name: value for name, value in given.items() if value}

    def clean(self, data: Any, initial: Any = None) -> list[SentFile]:  # noqa: ANN401 (as Django declares it)
        sent: list[UploadedFile[Any]] = list(data) if isinstance(data, list | tuple) else [data]
        some = [file for file in sent if file]
        if not some and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        return [SentFile(file, file.name or "") for file in some]
