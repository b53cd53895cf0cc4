"""Finding the division that a written place begins with: China's whole table (D4)."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from dealers.models import Division
from dealers.places import PlaceIndex
from dealers.services import dealer_for, find_division, load_divisions, place_index
from tests.factories.dealers import DealerFactory, TerritoryFactory

DATA = Path(settings.VENDOR_DATA_DIR) / "china-division"
SMALL = [
    ("110000", "北京市", None),
    ("110100", "市辖区", "110000"),
    ("110105", "朝阳区", "110100"),
    ("220000", "吉林省", None),
    ("220100", "长春市", "220000"),
    ("220104", "朝阳区", "220100"),
    ("220200", "吉林市", "220000"),
    ("220202", "昌邑区", "220200"),
    ("211300", "朝阳市", None),
    ("320000", "江苏省", None),
    ("320100", "南京市", "320000"),
    ("320115", "江宁区", "320100"),
    ("450000", "广西壮族自治区", None),
    ("450100", "南宁市", "450000"),
    ("450102", "兴宁区", "450100"),
    ("500000", "重庆市", None),
    ("500100", "市辖区", "500000"),
    ("500112", "渝北区", "500100"),
    ("500200", "县", "500000"),
    ("500235", "云阳县", "500200"),
]


def rows():
    """Return the whole table where set-up has copied it, else a small one."""
    if not (DATA / "areas.json").exists():
        return SMALL
    found = []
    for name in ("provinces", "cities", "areas"):
        for entry in json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")):
            above = entry.get("cityCode") or entry.get("provinceCode")
            code, parent = entry["code"].ljust(6, "0"), above.ljust(6, "0") if above else None
            if code != parent:  # prefectures without counties stand there twice
                found.append((code, entry["name"], parent))
    return found


def level(code, parent):
    return 1 if parent is None else (2 if code.endswith("00") else 3)


@pytest.fixture(scope="module")
def index():
    return PlaceIndex.of((code, name, level(code, parent), parent) for code, name, parent in rows())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("江苏省南京市江宁区一号工地", "320115"),
        ("江苏南京江宁区一号工地", "320115"),
        ("江苏 南京 江宁", "320115"),
        ("南京市江宁区", "320115"),
        ("江宁区东山街道", "320115"),
        ("江苏省江宁区", "320115"),
        ("中国江苏省南京市", "320100"),
        ("江苏", "320000"),
        ("北京市朝阳区建国路", "110105"),
        ("北京市市辖区朝阳区", "110000"),
        ("北京朝阳区建国路", "110105"),
        ("吉林省长春市朝阳区", "220104"),
        ("吉林长春朝阳区卫星路", "220104"),
        ("广西南宁市兴宁区", "450102"),
        ("广西壮族自治区南宁", "450100"),
        ("重庆市渝北区", "500112"),
        ("重庆云阳县", "500235"),
        ("朝阳区建国路", ""),  # in Beijing and in Changchun
        ("某地一号工地", ""),
        ("工地在江苏省南京市", ""),  # a place begins with its division
        ("", ""),
        ("  ", ""),
        ("江", ""),
    ],
)
def test_the_longest_prefix_of_names_decides(index, text, code):
    assert index.longest_prefix(text) == code


def test_full_width_letters_and_spaces_do_not_matter(index):
    assert index.longest_prefix("江苏省　南京市　江宁区") == "320115"


@pytest.mark.skipif(not DATA.exists(), reason="the table of divisions is copied by set-up")
def test_every_county_is_found_by_its_full_name(index):
    """All of China: written out with province and prefecture, a county is itself."""
    names = {code: (name, parent) for code, name, parent in rows()}
    wrong = []
    for code, (name, parent) in names.items():
        chain, above = [name], parent
        while above:
            written, above = names[above]
            if written not in {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}:
                chain.insert(0, written)
        if level(code, parent) == 3 and index.longest_prefix("".join(chain)) != code:
            wrong.append("".join(chain))
    assert wrong == []


@pytest.fixture
def divisions(db):
    load_divisions(SMALL)


def test_loading_twice_changes_nothing_and_renames(divisions):
    assert load_divisions(SMALL) == len(SMALL)
    assert Division.objects.count() == len(SMALL)
    assert Division.objects.get(pk="110105").full_name == "北京市朝阳区"
    load_divisions([("110000", "北京", None)])
    assert Division.objects.get(pk="110000").name == "北京"


def test_a_renamed_division_is_found_by_its_new_name_in_every_process(divisions, django_assert_num_queries):
    """D4: a worker that built its index before the load notices it, for as many divisions stand as before."""
    built = place_index()
    with django_assert_num_queries(1):
        assert place_index() is built
    load_divisions([("320000", "江苏省", None), ("320100", "江宁府", "320000")])
    assert find_division("江宁府一号工地").code == "320100"
    assert find_division("南京市一号工地") is None


def test_a_division_is_found_from_the_database(divisions):
    assert find_division("南京江宁一号工地").code == "320115"
    assert find_division("朝阳区一号工地") is None


@pytest.mark.parametrize(
    ("served", "code", "by"),
    [
        (["320115", "320100", "320000"], "320115", "320115"),
        (["320100", "320000"], "320115", "320100"),
        (["320000"], "320115", "320000"),
        (["320115"], "320100", None),
        (["450000"], "320115", None),
        (["320115"], "", None),
    ],
)
def test_the_narrowest_territory_that_holds_a_place_decides(divisions, served, code, by):
    """D4: county, else prefecture, else province."""
    for division in served:
        dealer = DealerFactory(code=f"D{division}")
        TerritoryFactory(dealer=dealer, division=Division.objects.get(pk=division))
    found = dealer_for(code)
    assert (found.code if found else None) == (f"D{by}" if by else None)


def test_a_dealer_that_no_longer_serves_is_passed_over(divisions):
    TerritoryFactory(dealer=DealerFactory(is_active=False), division=Division.objects.get(pk="320115"))
    wider = DealerFactory()
    TerritoryFactory(dealer=wider, division=Division.objects.get(pk="320100"))
    assert dealer_for("320115") == wider


def test_the_command_loads_the_files_of_the_package(db, settings, tmp_path, capsys):
    settings.VENDOR_DATA_DIR = tmp_path
    folder = tmp_path / "china-division"
    folder.mkdir()
    files = {
        "provinces": [{"code": "44", "name": "广东省"}],
        "cities": [{"code": "4419", "name": "东莞市", "provinceCode": "44"}],
        "areas": [{"code": "441900", "name": "东莞市", "cityCode": "4419", "provinceCode": "44"}],
    }
    for name, entries in files.items():
        (folder / f"{name}.json").write_text(json.dumps(entries), encoding="utf-8")
    call_command("load_divisions")
    assert "2 divisions" in capsys.readouterr().out
    assert Division.objects.get(pk="441900").full_name == "广东省东莞市"


def test_the_command_loads_the_table_and_says_what_is_missing(db, settings, tmp_path, capsys):
    settings.VENDOR_DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="make setup"):
        call_command("load_divisions")
