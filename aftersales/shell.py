"""What the frame of every page shows: the rail, the theme, the search."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates the rail for the person's rights and the chosen theme."""
    return {"rail": [], "theme": request.COOKIES.get("theme", "auto"), "search_url": ""}
