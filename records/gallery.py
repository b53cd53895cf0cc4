"""Sample data for the gallery of components: plain values, all of them invented."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.wording import local_date, short_day


class SampleForm(forms.Form):
    """One field of each kind, some of them wrong."""

    product = forms.CharField(label=gettext_lazy("Model"), initial="LD-50")
    phone = forms.CharField(label=gettext_lazy("Phone"), help_text=gettext_lazy("The first call goes here"))
    installed_on = forms.DateField(label=gettext_lazy("Installed on"))
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        choices=[("hotline", gettext_lazy("Hotline")), ("dealer", gettext_lazy("Dealer"))],
    )
    result = forms.ChoiceField(
        label=gettext_lazy("Result"),
        widget=forms.RadioSelect,
        choices=[("fixed", gettext_lazy("Fixed")), ("not_fixed", gettext_lazy("Not fixed"))],
    )
    note = forms.CharField(
        label=gettext_lazy("Notes"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    told = forms.BooleanField(label=gettext_lazy("The customer was told"), required=False)

    def clean_phone(self) -> str:
        raise forms.ValidationError(_("A mobile number has 11 digits; this one has 5"))

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError(_("This serial number is registered already: headquarters checks it"))


def samples(at: datetime) -> dict[str, Any]:
    """Return what the gallery shows."""
    today = local_date(at)
    return {
        "today": today,
        "windows": _windows(at, today),
        "clocks": _clocks(at),
        "call": _call(today),
        "queue": _queue(today),
        "questions": _questions(),
        "heard": _heard(),
        "why": _why(today),
        "steps": _steps(),
        "events": _events(),
        "facts": _facts(),
        "due": _due(today),
        "tokens": [
            {"label": _("Status"), "value": _("open"), "remove_url": "?"},
            {"label": _("Dealer"), "value": "华东一号经销商", "remove_url": "?"},
        ],
        "views": _views(),
        "form": SampleForm({"phone": "13856", "product": "LD-50", "result": "fixed"}),
        "trend": _trend(),
        "trend_chart": _trend_chart(),
        "ranking": [
            ("华东二号4S店", 95.8, 92.5, 61),
            ("华北省中心", 92.2, 90.1, 72),
            ("西一网点", 89.4, 86.1, 8),
            ("西南三号网点", 78.4, 84.0, 23),
        ],
    }


def _span(today: date, first: int, last: int, **more: Any) -> dict[str, Any]:
    day = timedelta(days=1)
    return {"opens": today + first * day, "closes": today + last * day, "now": today, **more}


def _windows(at: datetime, today: date) -> list[tuple[str, dict[str, Any]]]:
    hour = timedelta(hours=1)
    paused = {"opens": at - 6 * hour, "closes": at + 6 * hour, "now": at, "paused": [(at - 2 * hour, None)]}
    return [
        (_("not open"), _span(today, 4, 11)),
        (_("open"), _span(today, -3, 5)),
        (_("closing"), _span(today, -7, 1)),
        (_("over"), _span(today, -9, -3)),
        (_("paused"), paused),
        (_("met"), _span(today, -7, 3, done=today - timedelta(days=2))),
        (_("late"), _span(today, -12, -6, done=today - timedelta(days=4))),
    ]


def _clocks(at: datetime) -> list[dict[str, Any]]:
    minute = timedelta(minutes=1)
    opened = at - 200 * minute
    return [
        {
            "name": _("Answer"),
            "opens": opened,
            "closes": opened + 30 * minute,
            "now": at,
            "done": opened + 18 * minute,
        },
        {"name": _("On site"), "opens": opened, "closes": opened + 120 * minute, "now": at, "tone": ""},
        {
            "name": _("Solved"),
            "opens": opened,
            "closes": at + 326 * minute,
            "now": at,
            "paused": [(opened + 40 * minute, opened + 70 * minute)],
        },
    ]


def _call(today: date) -> dict[str, Any]:
    installed = today - timedelta(days=12)
    window = _span(today, -5, 2, start=installed, name=_("Window"))
    window["marks"] = [
        {
            "at": installed,
            "text": _("installed %(day)s") % {"day": short_day(installed)},
        },
        {"at": window["opens"], "text": short_day(window["opens"])},
        {"at": window["closes"], "text": _("closes %(day)s") % {"day": short_day(window["closes"])}},
    ]
    return {
        "stage": "one_week",
        "title": _("First call") + " · 甲建设公司",
        "number": "V-2026-000412",
        "contact": "王经理",
        "phone": "138****5678",
        "window": window,
        "why_url": "?why",
        "why_text": "5.2",
    }


def _queue(today: date) -> list[dict[str, Any]]:
    rows = [
        ("one_week", "乙市政工程队 · LD-50", "赵主任 · 南一市", (-6, 0), 2, ""),
        ("after_service", "丙矿业公司 · RD-280", "孙师傅 · 西三县", (-2, 1), 1, ""),
        ("three_months", "丁港务公司 · EX-360", "周工 · 东二市", (-9, -1), 0, ""),
        ("annual", "戊园林公司 · EX-75", "何工 · 北四市", (-4, 9), 0, "小林"),
    ]
    return [
        {
            "url": "?",
            "stage": stage,
            "title": title,
            "detail": detail,
            "window": _span(today, *ends),
            "attempts": {"made": made, "of": 3},
            "held_by": held_by,
            "current": turn == 1,
        }
        for turn, (stage, title, detail, ends, made, held_by) in enumerate(rows)
    ]


def _questions() -> list[dict[str, Any]]:
    words = [_("very bad"), _("bad"), _("fair"), _("good"), _("very good")]
    rating = [{"value": n, "label": word, "bad": n <= 3} for n, word in enumerate(words, 1)]  # noqa: PLR2004 (a sample)
    done = [
        {"value": "yes", "label": _("All done")},
        {"value": "no", "label": _("Something is missing"), "bad": True},
    ]
    return [
        {
            "no": 1,
            "name": "installed",
            "ask": "安装、调试和交接培训是否都已完成？",
            "kind": "choice",
            "options": done,
            "value": "yes",
            "state": "done",
        },
        {
            "no": 2,
            "name": "rating",
            "ask": "您给华东一号经销商的安装服务打几分？",
            "kind": "rating",
            "options": rating,
            "value": 4,
            "state": "now",
            "hint": _("Keys 1 to 5 rate and go on; 3 and below needs a reason"),
        },
        {
            "no": 3,
            "name": "product",
            "ask": "对产品质量是否满意？",
            "kind": "scale",
            "options": _scale(),
            "value": None,
        },
        {
            "no": 4,
            "name": "wishes",
            "ask": "还有什么意见或建议？",
            "kind": "text",
            "placeholder": _("Their own words"),
        },
    ]


def _scale() -> list[dict[str, Any]]:
    return [{"value": n, "label": str(n), "bad": n <= 3} for n in range(1, 6)]  # noqa: PLR2004 (a sample)


def _heard() -> dict[str, Any]:
    return {
        "words_name": "description",
        "words": "动臂油缸进油管接头渗油，停机一夜地上有一小滩",
        "kind_name": "ticket_kind",
        "kinds": [
            {"value": "repair", "label": _("Repair"), "icon": "tool", "key": "alt+r", "shown_key": "Alt R"},
            {"value": "complaint", "label": _("Complaint"), "key": "alt+c", "shown_key": "Alt C"},
            {"value": "", "label": _("Only note it"), "checked": True},
        ],
        "goes_to": "华东一号经销商",
        "goes_note": _("serves this place"),
        "warranty": _("in warranty"),
        "warranty_tone": "good",
        "open": True,
    }


def _why(today: date) -> dict[str, Any]:
    installed = today - timedelta(days=12)
    opens, closes = installed + timedelta(days=7), installed + timedelta(days=14)
    return {
        "subject": "V-2026-000412",
        "conclusion": _(
            "This call is due from %(opens)s to %(closes)s, because the unit was installed on %(day)s."
        )
        % {"opens": short_day(opens), "closes": short_day(closes), "day": short_day(installed)},
        "clause": {"label": "5.2", "text": "自安装之日起一周至两周内作第一次回访。", "url": "?clause"},
        "version": {"label": _("Version %(n)s") % {"n": 3}, "detail": "2026-07-01", "parameter": "7 → 14"},
        "inputs": [
            {
                "label": _("Installed on"),
                "value": installed.isoformat(),
                "url": "?",
                "link_label": "EX215-0187",
            }
        ],
        "window": {"opens": opens, "closes": closes, "now": today, "start": installed},
        "arithmetic": [
            {"term": f"{installed} + 7", "result": opens.isoformat()},
            {"term": f"{installed} + 14", "result": closes.isoformat(), "total": True},
        ],
        "link": "?why",
        "computed": today.isoformat(),
    }


def _steps() -> list[dict[str, str]]:
    return [
        {"label": _("Received"), "note": "07:40", "state": "done"},
        {"label": _("Offered"), "note": "07:58", "state": "done"},
        {"label": _("Accepted"), "note": "08:20", "state": "done"},
        {"label": _("Assigned"), "note": "11:30", "state": "current"},
        {"label": _("Service record"), "note": "", "state": "todo"},
        {"label": _("Closed"), "note": "", "state": "todo"},
        {"label": _("Call"), "note": "", "state": "todo"},
    ]


def _events() -> list[dict[str, str]]:
    return [
        {"icon": "phone-x", "text": _("First call, no answer"), "who": "小陈", "at": "16:20"},
        {
            "icon": "message",
            "text": _("Note"),
            "say": "矿区限行，绕行约 40 分钟。",
            "who": "赵师傅",
            "at": "09:32",
        },
        {"icon": "circle-check", "text": _("Installed"), "url": "?", "who": "张工", "at": "2026-09-03"},
    ]


def _facts() -> list[dict[str, Any]]:
    return [
        {"label": _("Customer"), "value": "甲建设公司", "url": "?"},
        {"label": _("Phone"), "value": "138****5678"},
        {
            "label": _("Warranty"),
            "value": _("in warranty"),
            "tone": "good",
            "note": "2027-09-02",
            "why_url": "?why",
        },
        {"label": _("Running hours"), "value": None},
    ]


def _due(today: date) -> list[dict[str, Any]]:
    return [
        {
            "icon": "send",
            "tone": "bad",
            "title": _("Tickets to accept") + " · 2",
            "detail": "甲建设公司；己路桥公司",
            "url": "?",
            "action": _("Accept"),
            "primary": True,
            "window": _span(today, -3, 0),
        },
        {
            "icon": "file-upload",
            "title": _("Units to install") + " · 1",
            "detail": "LD50-2609-0033",
            "url": "?",
            "action": _("Install"),
            "window": _span(today, -5, 9),
        },
    ]


def _views() -> list[dict[str, Any]]:
    return [
        {
            "label": _("Mine"),
            "views": [
                {"url": "?", "icon": "inbox", "label": _("Waiting for me"), "count": "14", "current": True},
                {"url": "?", "icon": "flame", "label": _("Overdue"), "count": "2", "tone": "bad"},
            ],
        },
        {"label": _("Saved"), "views": [{"url": "?", "icon": "star", "label": "华东 · 液压", "count": "6"}]},
    ]


def _trend() -> dict[str, Any]:
    months = ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"]
    scores = [87.9, 88.3, 88.1, 89.0, 89.4, 89.1, 90.2, 90.6]
    answers = [6, 31, 9, 44, 52, 48, 61, 57]
    return {
        "x": months,
        "values": [
            {"y": y, "n": n, "url": f"?month={x}"} for x, y, n in zip(months, scores, answers, strict=True)
        ],
        "target": [88, 88, 88, 88, 90, 90, 90, 90],
        "versions": [{"at": "2026-01", "text": "88 → 90"}],
        "words": {"series": _("Satisfaction"), "target": _("target"), "answers": _("answers")},
    }


def _trend_chart() -> dict[str, Any]:
    return {
        "id": "sample-trend",
        "kind": "trend",
        "title": _("Trend"),
        "sub": _("monthly score, by month of the call"),
        "label": _("Satisfaction rose from 87.9 to 90.6; the target rose from 88 to 90 in January 2026"),
        "head": [_("Month"), _("Score"), _("Answers")],
        "rows": [
            {"cells": [x, point["y"], point["n"]], "url": point["url"]}
            for x, point in zip(_trend()["x"], _trend()["values"], strict=True)
        ],
    }
