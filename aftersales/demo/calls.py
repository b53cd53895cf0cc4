"""How the desk of the demonstration makes its calls: most in time, some customers can't be reached."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from aftersales.demo import words
from tickets.choices import TicketKind
from visits.choices import AttemptOutcome, QuestionKind
from visits.models import Question, Visit
from visits.services.calling import Answer, NewTicket, complete_visit, record_attempt, take_visit

if TYPE_CHECKING:
    from aftersales.demo.year import Year

LEFT_FOR_TODAY = 8  # days before the end in which the desk leaves its work to whoever tries it out
NOBODY_ANSWERS, MADE_TODAY, REFUSES, GIVES_NO_RATING = 0.03, 0.4, 0.02, 0.03
GOES_WRONG = 0.02  # whoever serves: the customer is upset, and says so
LEFT_OVER = 4  # of the calls left, every fourth is not made even when its window closes
SATISFIED_FROM = 4


class CallDesk:
    """Each afternoon the agents call part of what is due."""

    def __init__(self, year: "Year") -> None:
        self.year = year
        self.chance = year.chance
        self.silent: set[int] = set()
        self.questions = {
            rule: list(Question.objects.for_rule(rule))
            for rule in ("one_week", "three_months", "annual", "after_service")
        }

    def work_through(self, at: datetime) -> None:
        """Call the customers whose window is open, the first to close first."""
        today = timezone.localtime(at).date()
        is_near_the_end = today > self.year.today - timedelta(days=LEFT_FOR_TODAY)
        due = Visit.objects.due(on=today).exclude(call_again_at__gt=at).in_calling_order().with_names()
        for place, visit in enumerate(due[:40]):
            if is_near_the_end and (visit.closes_on > today or place % LEFT_OVER == 0):
                continue
            if self.chance.random() < MADE_TODAY or visit.closes_on <= today:
                self._call(visit, at + timedelta(minutes=3 * place))

    def _call(self, visit: Visit, at: datetime) -> None:
        actor = self.year.cast.users[self.chance.choice(["agent", "agent2"])]
        if visit.pk in self.silent or self.chance.random() < NOBODY_ANSWERS:
            self.silent.add(visit.pk)
            self._try_in_vain(visit, at)
            return
        taken = take_visit(visit, actor=actor, at=at)
        if self.chance.random() < REFUSES:
            record_attempt(
                taken, actor=actor, at=at, outcome=AttemptOutcome.REFUSED, note="客户说不方便，以后也不用打"
            )
            return
        rating = self._rating(visit)
        is_pleased = rating is None or rating >= SATISFIED_FROM
        said = self.chance.choice((words.PRAISE if is_pleased else words.BLAME)[visit.rule])
        done = complete_visit(
            taken,
            actor=actor,
            at=at,
            rating=rating,
            answers=[self._answer(question, rating, said) for question in self.questions[visit.rule]],
            ticket=self._complaint(rating, said),
        )
        if done.opened_ticket is not None:
            self.year.workshop.follow(done.opened_ticket, at)

    def _try_in_vain(self, visit: Visit, at: datetime) -> None:
        """Try in the afternoon; the next try is the morning after, and so on until the attempts are used."""
        actor = self.year.cast.users["agent2"]
        taken = take_visit(visit, actor=actor, at=at)
        record_attempt(taken, actor=actor, at=at, outcome=AttemptOutcome.NO_ANSWER)
        number = visit.number
        today = timezone.localtime(at).date()
        morning = self.year.at(self.year.calendar.working_day_after(today, 1), 9, 20)
        self.year.do_at(morning, lambda moment: self._again(number, moment))

    def _again(self, number: str, at: datetime) -> None:
        visit = Visit.objects.with_names().get(number=number)
        if visit.status != "planned":
            return
        actor = self.year.cast.users["agent2"]
        taken = take_visit(visit, actor=actor, at=at)
        record_attempt(taken, actor=actor, at=at, outcome=AttemptOutcome.NO_ANSWER)

    def _rating(self, visit: Visit) -> int | None:
        if self.chance.random() < GIVES_NO_RATING:
            return None
        if self.chance.random() < GOES_WRONG:
            return self.chance.choice((1, 2, 2))
        quality = self.year.cast.quality[visit.dealer.code] if visit.dealer else 4.5
        return max(1, min(5, round(self.chance.gauss(quality + 0.1, 0.6))))

    def _answer(self, question: Question, rating: int | None, said: str) -> Answer:
        given = rating or SATISFIED_FROM
        if question.kind == QuestionKind.SCORE:
            return Answer(question.code, str(given))
        if question.kind == QuestionKind.TEXT:
            return Answer(question.code, said)
        wanted = given < SATISFIED_FROM - 1
        fitting = [choice["value"] for choice in question.choices if bool(choice.get("bad")) == wanted]
        return Answer(question.code, self.chance.choice(fitting))

    def _complaint(self, rating: int | None, said: str) -> NewTicket | None:
        if rating is None or rating > 2:  # noqa: PLR2004 (only the very dissatisfied)
            return None
        return NewTicket(kind=TicketKind.COMPLAINT, description=said)
