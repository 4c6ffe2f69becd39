"""The small helpers as plain Python, in the form of columns, and the vectors of the domain."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin import __version__
from addin.app.ports import CellError
from addin.functions import helpers
from addin.messages import TresoError
from addin.treasury.stamp_duty import stamp_duty as duty_cents
from addin.treasury.vat import known_rates, net_of, tax_on


def one(results: list[object]) -> object:
    """The only element of a result, raised when it is a refusal."""
    (result,) = results
    if isinstance(result, TresoError):
        raise result
    return result


def stamp_duty(amount: object, day: object = None) -> object:
    return one(helpers.stamp_duty([amount], [day]))


def vat(amount: object, rate: object = None, wanted: object = None) -> object:
    return one(helpers.vat([amount], [rate], [wanted]))


def in_words(amount: object, currency: object = None) -> object:
    return one(helpers.in_words([amount], [currency]))


def test_the_version_function_says_the_version_of_the_program() -> None:
    assert helpers.installed_version() == [__version__]


def test_an_argument_left_out_is_as_an_empty_cell() -> None:
    assert helpers.vat([100_000.0]) == helpers.vat([100_000.0], [None], [None]) == [119_000.0]
    assert helpers.stamp_duty([33_970.0]) == [510.0]


def test_a_column_gives_each_element_its_own_result_error_or_refusal() -> None:
    error = CellError("#N/A")
    results = helpers.vat([100.0, error, "mille", None, True, "1 500,00 DA"], [19.0, 19.0, 19.0, None, 9.0, error])
    assert results[0] == 119.0
    assert results[1] is error
    assert isinstance(results[2], TresoError)
    assert results[3] == 0.0
    assert isinstance(results[4], TresoError)
    assert results[5] is error


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9), st.sampled_from(["1.234", "12,50", "1.234,5", "x", "7 500 DA"])), min_size=1))
def test_a_cell_gives_the_same_alone_and_in_a_column(cells: list[object]) -> None:
    def plain(result: object) -> object:
        return result.code if isinstance(result, TresoError) else result

    together = helpers.vat(cells, [9.0] * len(cells))
    assert [plain(each) for each in together] == [plain(helpers.vat([cell], [9.0])[0]) for cell in cells]


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (1_190_000.5, None, "un million cent quatre-vingt-dix mille dinars et cinquante centimes"),
        ("2 500,00", "DA", "deux mille cinq cents dinars"),
        (21.0, "€", "vingt et un euros"),
        (1.005, "TND", "un dinar tunisien et cinq millimes"),
        (None, None, "zéro dinar"),
    ],
)
def test_an_amount_is_written_in_words_in_its_currency(amount: object, currency: object, words: str) -> None:
    assert in_words(amount, currency) == words


@pytest.mark.parametrize(
    ("amount", "duty"),
    [
        (0, 0),
        (300, 0),
        (301, 5),
        (10_000, 100),
        (30_000, 300),
        (30_001, 451.5),
        (33_970, 510),
        (100_000, 1_500),
        (100_001, 2_002),
        (950_000, 19_000),
    ],
)
def test_stamp_duty_since_2025_is_one_rate_on_the_whole_sum(amount: float, duty: float) -> None:
    assert stamp_duty(amount) == duty
    assert stamp_duty(amount, date(2025, 1, 1)) == duty


@pytest.mark.parametrize(
    ("amount", "day", "duty"),
    [
        (33_970, date(2024, 12, 31), 340),
        (2_000_000, date(2024, 6, 1), 10_000),
        (2_000_000, date(2022, 12, 31), 2_500),
        (33_970, datetime(2024, 12, 31, 23, 59), 340),
        (33_970, 45_657.0, 340),  # Excel's serial of 31/12/2024
        (33_970, "31/12/2024", 340),
        ("33 970,00 DA", None, 510),
        (None, None, 0),
    ],
)
def test_stamp_duty_follows_the_rules_of_the_day(amount: object, day: object, duty: float) -> None:
    assert stamp_duty(amount, day) == duty


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_stamp_duty_never_falls_when_the_sum_grows(first: int, second: int) -> None:
    low, high = sorted((first, second))
    assert 0 <= duty_cents(low) <= duty_cents(high)


@pytest.mark.parametrize(
    ("arguments", "result"),
    [
        ((100_000, 19), 119_000),
        ((100_000, 0.19), 119_000),
        ((100_000, "19 %"), 119_000),
        ((100_000,), 119_000),
        ((100_000, 9), 109_000),
        ((119_000, 19, "HT"), 100_000),
        ((119_000, None, "ht "), 100_000),
        ((100_000, 19, "TVA"), 19_000),
        ((119_000, 19, "INCLUSE"), 19_000),
        ((100_000, 0), 100_000),
        ((100_000, 17), 117_000),
        ((-100_000, 19), -119_000),
        ((0.03, 19), 0.04),
        ((None, 19), 0),
    ],
)
def test_vat_goes_from_net_to_gross_and_back(arguments: tuple[object, ...], result: float) -> None:
    assert vat(*arguments) == result


@given(st.integers(-(10**13), 10**13), st.sampled_from(known_rates()))
def test_the_net_amount_of_a_gross_one_is_the_amount_it_came_from(net: int, rate: int) -> None:
    assert net_of(net + tax_on(net, rate), rate) == net
    assert tax_on(-net, rate) == -tax_on(net, rate)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: stamp_duty("mille"), "ARGUMENT_NOT_AMOUNT"),
        (lambda: stamp_duty(True), "ARGUMENT_NOT_AMOUNT"),
        (lambda: stamp_duty(-1), "ARGUMENT_NEGATIVE"),
        (lambda: stamp_duty(100, "hier"), "ARGUMENT_NOT_DATE"),
        (lambda: vat("x"), "ARGUMENT_NOT_AMOUNT"),
        (lambda: vat(100, 18), "ARGUMENT_UNKNOWN"),
        (lambda: vat(100, 0.194), "ARGUMENT_UNKNOWN"),
        (lambda: vat(100, "dix-neuf"), "ARGUMENT_UNKNOWN"),
        (lambda: vat(100, 19, "BRUT"), "ARGUMENT_UNKNOWN"),
        (lambda: in_words("mille"), "ARGUMENT_NOT_AMOUNT"),
        (lambda: in_words(10**12), "AMOUNT_TOO_LARGE"),
        (lambda: in_words(1, "JPY"), "ARGUMENT_UNKNOWN"),
        (lambda: in_words(1, "écu"), "ARGUMENT_UNKNOWN"),
    ],
)
def test_an_argument_that_means_nothing_is_refused_with_its_code(call: object, code: str) -> None:
    with pytest.raises(TresoError) as refused:
        call()  # type: ignore[operator]
    assert refused.value.code == code


def test_vat_rates_are_those_in_force_on_the_day() -> None:
    assert known_rates(date(2017, 1, 1)) == (19, 9, 0)
    assert known_rates(date(2016, 12, 31)) == (17, 7, 0)
