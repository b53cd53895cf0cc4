"""The words that pages are written in: what each component shows, and what it says to who can't see it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from records.gallery import SampleForm, samples
from records.templatetags import ui

WINDOW = {"opens": date(2026, 9, 10), "closes": date(2026, 9, 17), "now": date(2026, 9, 15)}


def shown(source: str, **context) -> str:
    with override("en"):
        return Template(source).render(Context(context))


def test_the_window_bar_says_both_ends_and_today():
    html = shown("{% window_bar window %}", window={**WINDOW, "name": "First call"})
    assert 'role="img" aria-label="First call: Sep 10 to Sep 17, today Sep 15, 2 d left"' in html
    assert '<b class="w-open">2 d left</b>' in html
    assert "style=" not in html


def test_a_window_past_its_end_is_red_in_a_row_and_only_past_the_end_on_a_card():
    over = {**WINDOW, "now": date(2026, 9, 20)}
    assert "k-bad" in shown("{% window_bar window %}", window=over)
    card = shown("{% window_bar window kind='card' %}", window=over)
    assert "k-bad" not in card
    assert "win-over" in card


def test_a_card_names_its_moments_and_leaves_out_what_would_collide():
    html = shown("{% window_bar window kind='card' words='none' %}", window=WINDOW)
    assert all(word in html for word in ("Sep 10", "today", "closes Sep 17"))


def test_moments_can_be_named_by_the_page():
    marks = [{"at": date(2026, 9, 3), "text": "installed"}]
    html = shown(
        "{% window_bar window kind='card' marks=marks start=start %}",
        window=WINDOW,
        marks=marks,
        start=date(2026, 9, 3),
    )
    assert "installed" in html


def test_the_words_can_stand_apart():
    assert shown("{% window_says window %}", window=WINDOW) == '<b class="w-open">2 d left</b>'


@pytest.mark.parametrize(("value", "tone"), [(94.2, "k-good"), (89.9, "k-bad")])
def test_a_figure_is_drawn_against_its_target(value, tone):
    html = shown("{% target_bar value label='score' target=90 %}", value=value)
    assert tone in html
    assert "win-target" in html


def test_a_figure_without_a_target_has_no_tone_and_its_ends_can_be_named():
    html = shown("{% target_bar 40 label='done' left='0' right='100' %}")
    assert "k-" not in html
    assert html.count("<text") == 2


def test_a_clock_names_its_moments_with_their_time():
    at = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
    clock = {"opens": at - timedelta(hours=1), "closes": at + timedelta(hours=1), "now": at}
    html = shown("{% window_bar clock kind='card' %}", clock=clock)
    assert all(word in html for word in ("today 09:00", "now", "1:00 left"))


def test_the_scripts_get_their_words_from_the_page():
    html = shown('{% standing "components/words.html" %}')
    assert 'data-left="%(span)s left"' in html
    assert "data-offline=" in html


@pytest.mark.parametrize(
    ("code", "letter", "name"),
    [
        ("one_week", "W", "one-week call"),
        ("three_months", "Q", "three-month call"),
        ("annual", "Y", "annual call"),
        ("after_service", "S", "after-service call"),
    ],
)
def test_a_stage_has_a_letter_and_a_name(code, letter, name):
    html = shown("{% stage_glyph code %}", code=code)
    assert f">{letter}</span>" in html
    assert f'aria-label="{name}"' in html
    assert shown("{% stage_name code %}", code=code) == name


def test_dots_and_pips_say_their_number():
    assert 'aria-label="1 of 3 calls made"' in shown("{% attempt_dots 1 3 %}")
    assert 'aria-label="2 of 5"' in shown("{% rating_pips 2 %}")
    assert "—" in shown("{% rating_pips none %}", none=None)
    assert 'aria-label="17 of 42 done"' in shown("{% meter 17 42 %}")
    assert 'width="0%"' in shown("{% meter 0 0 %}")


def test_a_ranking_is_hollow_where_few_answered():
    html = shown("{% rank_line 78.4 label='South' was=84 target=90 n=8 %}")
    assert "rk-now low few" in html
    assert "few" not in shown("{% rank_line 95 label='North' n=40 %}")


def test_text_from_people_is_escaped():
    assert "<b>" not in shown("{% tag word 'bad' %}{% dot word %}", word="<b>")


def test_what_nobody_knows_is_a_dash_and_a_nought_stays_a_nought():
    assert shown("{{ none|known }}{{ nought|known }}", none=None, nought=0) == "—0"


@pytest.mark.parametrize("tag", ["{% clause_mark '/why/' '5.2' %}", "{% asked '7.00' '/why/' %}"])
def test_a_mark_opens_the_panel_and_leads_there_without_a_script(tag):
    html = shown(tag)
    assert 'href="/why/"' in html
    assert 'hx-get="/why/" hx-target="#why"' in html


def test_the_panel_shows_clause_version_inputs_and_arithmetic():
    why = {
        "conclusion": "Due from Sep 10",
        "clause": {"label": "5.2", "text": "First call"},
        "version": {"label": "Version 3"},
        "inputs": [{"label": "Installed on", "value": "2026-09-03"}],
        "arithmetic": [{"term": "2026-09-03 + 7", "result": "2026-09-10", "total": True}],
        "window": WINDOW,
    }
    html = shown("{% why_panel why %}", why=why)
    assert all(
        text in html for text in ("Due from Sep 10", "First call", "Version 3", "2026-09-03 + 7", "win-card")
    )


def test_each_form_gets_a_key_of_its_own():
    assert shown("{% idempotency_key %}") != shown("{% idempotency_key %}")


def test_an_error_is_tied_to_its_field():
    html = shown("{% field form.phone inputmode='tel' %}", form=SampleForm({"phone": "13856"}))
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_phone_error"' in html
    assert 'inputmode="tel"' in html
    assert 'value="13856"' in html


def test_days_use_the_browsers_own_calendar():
    form = SampleForm(initial={"installed_on": date(2026, 9, 3)})
    assert 'type="date" name="installed_on" value="2026-09-03"' in shown(
        "{% field form.installed_on %}", form=form
    )


def test_choices_are_chips_in_a_named_group():
    html = shown("{% field form.result wide=True %}", form=SampleForm({"result": "fixed"}))
    assert "<legend" in html
    assert 'value="fixed" checked' in html


def test_several_choices_can_be_checked():
    class Tools(forms.Form):
        tools = forms.MultipleChoiceField(
            widget=forms.CheckboxSelectMultiple, choices=[("a", "A"), ("b", "B")]
        )

    html = shown("{% field form.tools %}", form=Tools({"tools": ["b"]}))
    assert 'type="checkbox" name="tools" value="b" checked' in html


def test_hidden_fields_and_boxes_have_no_label_above():
    class Small(forms.Form):
        key = forms.CharField(widget=forms.HiddenInput)
        told = forms.BooleanField(required=False)

    assert (
        shown("{% field form.key %}", form=Small()).strip() == '<input type="hidden" name="key" id="id_key">'
    )
    assert 'class="check"' in shown("{% field form.told %}", form=Small())


def test_what_is_wrong_with_the_whole_form_is_said_first():
    html = shown("{% form_errors form %}", form=SampleForm({}))
    assert 'role="alert"' in html
    assert "headquarters" in html
    assert shown("{% form_errors form %}", form=None).strip() == ""


def test_what_takes_nothing_is_drawn_once_a_language(monkeypatch):
    source = '{% standing "components/keys_dialog.html" %}{% standing "components/words.html" %}'
    english = shown(source)
    with override("zh-hans"):
        chinese = Template(source).render(Context())
    assert ("Keyboard shortcuts" in english, "快捷键" in chinese, "Keyboard" in chinese) == (
        True,
        True,
        False,
    )
    monkeypatch.setattr(ui, "render_to_string", lambda *_: pytest.fail("drawn again"))
    assert shown(source) == english


def test_the_gallery_shows_every_component_without_inline_styles_or_handlers():
    template = "{% include 'records/gallery.html' %}"
    html = shown(template, request=RequestFactory().get("/ui/"), **samples(timezone.now()))
    assert "style=" not in html
    assert "onclick=" not in html
