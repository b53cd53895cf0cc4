"""A guide as an administrator adds it: its file is taken in like every other one (C9)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from equipment.models import ProductGuide
from equipment.rules import clean_text
from records.choices import FileKind
from records.files.keeping import SentFile, keep_file
from records.refusals import Refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from dealers.models import User

    type_guide_form = forms.ModelForm[ProductGuide]
else:
    type_guide_form = forms.ModelForm


class GuideForm(type_guide_form):
    """What a guide is called and from when it is open, with its PDF; of one that stands, when it ends."""

    actor: ClassVar["User"]

    sent = forms.FileField(
        label=_("PDF file"),
        error_messages={"required": _("Choose the guide as a PDF file.")},
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    class Meta:
        model = ProductGuide
        fields = ("product", "language", "title", "open_from", "open_until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"].required = self.instance.pk is None

    def clean_title(self) -> str:
        return clean_text(self.cleaned_data["title"])

    def clean_sent(self) -> "UploadedFile[Any] | None":
        """Take the file in; what no guide comes to name goes after a day."""
        sent: UploadedFile[Any] | None = self.cleaned_data["sent"]
        if sent is None or self.instance.pk is not None:
            return None
        arrived = SentFile(sent, sent.name or "")
        try:
            self.instance.file = keep_file(
                arrived, actor=self.actor, at=timezone.now(), allowed={FileKind.PDF}
            )
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return sent
