"""The page of one quote and what is done with it: sent, answered as somebody heard it, withdrawn (C4)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from equipment.forms import refuse as put_refusal
from records.idempotency import once
from records.refusals import Refusal
from tickets import permissions, services
from tickets.models import Quote
from tickets.quotes.explain import why_until
from tickets.quotes.forms import AgreedForm, AnsweredForm, DeclinedForm
from tickets.quotes.page import quote_page, why_no_letter
from tickets.views.requests import progress_address, require

if TYPE_CHECKING:
    from dealers.requests import ActorRequest


def visible_quote(request: "ActorRequest", number: str) -> Quote:
    """Return a quote: 404 where it is missing or another dealer's, 403 where the role sees none."""
    rows: Any = Quote.objects.visible_to(request.user).with_stop()
    quote: Quote = get_object_or_404(rows, number=number)
    require(allowed=permissions.may_see_quotes(request.user))
    return quote


@require_GET
def detail(request: "ActorRequest", number: str) -> HttpResponse:
    """Show a quote line by line, and what the person may do with it."""
    return _page(request, visible_quote(request, number))


def _page(
    request: "ActorRequest",
    quote: Quote,
    *,
    status: int = 200,
    said: str = "",
    sent: AnsweredForm | None = None,
) -> HttpResponse:
    shown = quote_page(quote, actor=request.user, at=timezone.now()) | {
        "said": said,
        "agreed_form": sent if isinstance(sent, AgreedForm) else AgreedForm(quote=quote),
        "declined_form": sent if isinstance(sent, DeclinedForm) else DeclinedForm(quote=quote),
    }
    return render(request, "tickets/quotes/detail.html", shown, status=status)


@require_GET
def why(request: "ActorRequest", number: str) -> HttpResponse:
    """Explain until when a quote is good (C4, K2)."""
    quote = visible_quote(request, number)
    said = why_until(quote, at=timezone.now(), link=request.get_full_path())
    if said is None:
        raise Http404
    page = "tickets/quotes/why.html#panel" if request.htmx else "tickets/quotes/why.html"
    return render(request, page, {"why": said, "quote": quote})


@require_POST
@once
def send(request: "ActorRequest", number: str) -> HttpResponse:
    """Ask the customer."""
    return _act(
        request,
        number,
        lambda quote, **who: services.send_quote(
            quote, address=lambda token: progress_address(request, token), **who
        ),
        said=_sent_words,
    )


def _sent_words(quote: Quote) -> str:
    """Say what became of a quote, and what is left to do where its letter is kept back (C4, D20)."""
    if why_no_letter(quote) is not None:
        return _("%(number)s is sent, its letter is kept back: telephone the customer")
    return _("%(number)s is sent: the customer has the link to it")


@require_POST
@once
def withdraw(request: "ActorRequest", number: str) -> HttpResponse:
    """Take a quote back."""
    return _act(request, number, services.withdraw_quote, said=lambda _quote: _("%(number)s is withdrawn"))


@require_POST
@once
def agree(request: "ActorRequest", number: str) -> HttpResponse:
    """Put down the customer's yes."""
    return _answer(
        request, number, AgreedForm, service=services.agree_to_quote, said=_("%(number)s is agreed to")
    )


@require_POST
@once
def decline(request: "ActorRequest", number: str) -> HttpResponse:
    """Put down the customer's no."""
    return _answer(
        request, number, DeclinedForm, service=services.decline_quote, said=_("%(number)s is declined")
    )


def _act(
    request: "ActorRequest", number: str, service: Callable[..., Quote], *, said: Callable[[Quote], str]
) -> HttpResponse:
    quote = visible_quote(request, number)
    _stands_as_seen(quote, request.POST.get("version", ""))
    try:
        service(quote, actor=request.user, at=timezone.now())
    except Refusal as refusal:
        return _page(request, visible_quote(request, number), said=str(refusal), status=refusal.status)
    messages.success(request, said(quote) % {"number": quote.number})
    return redirect(quote)


def _answer(
    request: "ActorRequest",
    number: str,
    form_class: type[AnsweredForm],
    *,
    service: Callable[..., Quote],
    said: str,
) -> HttpResponse:
    quote = visible_quote(request, number)
    form, status = form_class(request.POST, quote=quote), 422
    if form.is_valid():
        typed = dict(form.cleaned_data)
        _stands_as_seen(quote, str(typed.pop("version") or ""))
        try:
            service(quote, actor=request.user, at=timezone.now(), **typed)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
        else:
            messages.success(request, said % {"number": quote.number})
            return redirect(quote)
    return _page(request, visible_quote(request, number), status=status, sent=form)


def _stands_as_seen(quote: Quote, version: str) -> None:
    """Hold the quote to how it stood when the page was drawn: a newer one makes the step fail (409)."""
    if version.isdecimal():
        quote.version = int(version)
