"""A file on its way in is cut off at its largest size, before a full disk finds out (safety.md, 11)."""

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal

MARK = "upload_is_cut_off"


class UploadCutOff(Refusal):
    code = "file_too_large"
    message = _("One of the files is larger than %(limit)s MB, so none was kept. Send smaller ones.")

    def __init__(self) -> None:
        super().__init__(limit=settings.UPLOAD_MAX_BYTES >> 20, field="file")


class CappedUpload(TemporaryFileUploadHandler):
    """Keeps an upload in a temporary file, and no more of it than may be sent."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Stop at the largest size; what comes after is read and thrown away."""
        if start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            setattr(self.request, MARK, True)
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def is_cut_off(request: HttpRequest) -> bool:
    """Say whether the request's file was larger than may be sent."""
    request.POST  # noqa: B018 (the body is read here, if not before)
    return bool(getattr(request, MARK, False))
