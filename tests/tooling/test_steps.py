"""A step of set-up is skipped exactly while nothing it depends on has changed."""

import pytest

from tooling import vendor
from tooling.stamps import Step


@pytest.fixture
def step(tmp_path):
    (tmp_path / "input").write_text("one")
    (tmp_path / "output").write_text("made")
    step = Step(tmp_path / "stamp", (tmp_path / "input",), (tmp_path / "output",))
    step.finish()
    return step


def test_an_unchanged_step_is_current(step):
    assert step.is_current()


def test_a_changed_input_makes_a_step_due(step):
    step.inputs[0].write_text("two")
    assert not step.is_current()


def test_a_lost_output_makes_a_step_due(step):
    step.outputs[0].unlink()
    assert not step.is_current()


def test_an_interrupted_step_is_due_again(step):
    step.begin()
    assert not step.is_current()


def test_the_pointer_to_a_source_map_is_dropped():
    css = b".a{color:red}\n/*# sourceMappingURL=a.min.css.map */"
    assert vendor.without_source_map(css) == b".a{color:red}"
    assert vendor.without_source_map(b"f();\n//# sourceMappingURL=a.js.map\n") == b"f();\n"


def test_the_icons_keep_one_font_file():
    face = (
        b'src:url("./fonts/tabler-icons.woff2?v3") format("woff2"),'
        b'url("./fonts/tabler-icons.woff?") format("woff"),'
        b'url("./fonts/tabler-icons.ttf?v3") format("truetype")}'
    )
    assert vendor.outline_font_only(face) == b'src:url("./fonts/tabler-icons.woff2") format("woff2")}'


def test_exactly_the_named_files_are_copied(tmp_path):
    source, target = tmp_path / "node_modules", tmp_path / "vendor"
    for name, _ in vendor.FILES.values():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(b"content")
    (target / "vendor").mkdir(parents=True)
    (target / "vendor" / "of-an-older-version.js").write_bytes(b"stale")

    vendor.copy_files(source, target)

    assert {path for path in target.rglob("*") if path.is_file()} == set(vendor.targets(target))
