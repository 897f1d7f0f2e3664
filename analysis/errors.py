"""What the analysis layer refuses, in sentences fit for a user."""

from __future__ import annotations

from ..model.errors import KoopsimError


class AnalysisError(KoopsimError):
    """A question to a result that cannot be answered: unknown indicator, missing values."""
