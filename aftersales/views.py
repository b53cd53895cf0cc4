"""The home page, signing in and out, and the health page."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    template_name = "dealers/sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    pass


def home(request: HttpRequest) -> HttpResponse:
    """Show what is due from the person today."""
    return render(request, "aftersales/home.html", {})


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """Say that the process answers and reaches its database; nothing else."""
    connection.ensure_connection()
    return JsonResponse({"status": "ok"})
