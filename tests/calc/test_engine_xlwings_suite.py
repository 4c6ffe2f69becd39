"""xlwings' own tests over our engine end as the committed list says."""

from __future__ import annotations

import pytest

from tests.calc.xlwings_suite.run import LIST, known, modules, run
from tests.soffice import find_uno

pytestmark = pytest.mark.calc


@pytest.mark.parametrize("module", modules())
def test_the_tests_of_xlwings_end_as_the_list_says(module: str) -> None:
    if not find_uno():
        pytest.skip("this Python cannot load LibreOffice's module `uno`")
    assert run(module) == known(module)


def test_nothing_fails_without_a_reason_that_we_gave() -> None:
    failed = {f"{module}::{test}": reason for module in modules() for test, reason in known(module)["failed"].items()}
    assert failed
    assert not [reason for reason in failed.values() if "Error" in reason]
    assert LIST.read_text(encoding="utf-8").count(" = ") > len(failed)
