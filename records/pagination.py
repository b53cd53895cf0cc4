"""Lists of the API in pages by key, never by offset: {"next", "previous", "results"}."""

from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    page_size_query_param = "limit"
    max_page_size = 200
    ordering = "-pk"
