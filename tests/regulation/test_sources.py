"""Where the clauses of the regulation come from, and that each has its names in both languages (K1, L4)."""

import re

import pytest
from django.utils import translation

from regulation.choices import RegulationSource
from regulation.models import Clause, RegulationVersion
from regulation.services import draft_version
from regulation.sources import source_words
from tests.regulation.drafts import AT, FROM

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("sources", "english", "chinese"),
    [
        (["KR 5.2"], "Plan for the user service system 5.2", "《用户服务体系建设规划》5.2"),
        (["TX"], "Handbook of the after-sales department", "《通信公司售后服务部管理手册》"),
        (
            ["KR 5.4", "own"],
            "Plan for the user service system 5.4, laid down by ourselves",
            "《用户服务体系建设规划》5.4、本制度自定",
        ),
        ([], "", ""),
    ],
)
def test_a_source_is_named_in_the_readers_language(sources, english, chinese):
    with translation.override("en"):
        assert source_words(sources) == english
    with translation.override("zh-hans"):
        assert source_words(sources) == chinese


def test_a_document_that_nobody_knows_is_not_passed_over():
    with pytest.raises(ValueError, match="XX"):
        source_words(["XX 1"])


@pytest.mark.parametrize("source", RegulationSource)
def test_each_document_has_its_name_in_both_languages(source):
    with translation.override("en"):
        assert not CHINESE.search(str(source.label))
    with translation.override("zh-hans"):
        assert CHINESE.search(str(source.label))


def test_each_clause_of_the_product_has_both_names_and_a_source(db):
    clauses = list(Clause.objects.filter(regulation_version__number=1))
    assert len(clauses) == 30
    for clause in clauses:
        assert CHINESE.search(clause.name_zh), clause.code
        assert clause.name_en, clause.code
        assert not CHINESE.search(clause.name_en), clause.code
        assert source_words(clause.sources), clause.code


def test_a_draft_keeps_names_and_sources(manager):
    version = draft_version(actor=manager, at=AT, in_force_from=FROM, reason="目标提高")
    first = RegulationVersion.objects.get(number=1)
    named = ("code", "name_zh", "name_en", "sources")
    assert list(version.clauses.in_order().values_list(*named)) == list(
        first.clauses.in_order().values_list(*named)
    )
