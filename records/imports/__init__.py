"""Files on their way in: read, mapped, tried out, taken chunk by chunk, resumable."""

from records.imports.refused_file import forget_refused_rows
from records.imports.registry import Importer, Job, Outcome, Problem, ReadRow, importer_of, register
from records.imports.working import forget_abandoned, resume_unfinished, work_through

__all__ = [
    "Importer",
    "Job",
    "Outcome",
    "Problem",
    "ReadRow",
    "forget_abandoned",
    "forget_refused_rows",
    "importer_of",
    "register",
    "resume_unfinished",
    "work_through",
]
