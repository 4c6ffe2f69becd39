import asyncio
import unittest
from datetime import date, datetime
from pathlib import Path

import pandas as pd

import xlwings as xw

this_dir = Path(__file__).parent


class TestTable(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.book = xw.Book()
        cls.sheet = cls.book.sheets[0]
        cls.sheet["A1"].value = [["a", "b"], [1, 2]]
        cls.test_table = cls.sheet.tables.add(source=cls.sheet["A1"].expand())

    @classmethod
    def tearDownClass(cls):
        cls.book.close()

    def test_add_table_no_name(self):
        self.assertEqual(self.sheet.tables[0].name, "Table1")

    def test_add_table_with_name(self):
        self.sheet["A4"].value = [["a", "b"], [1, 2]]
        self.sheet.tables.add(source=self.sheet["A4"].expand(), name="AABBCC")
        self.assertEqual(self.sheet.tables["AABBCC"].name, "AABBCC")

    def test_data_body_range(self):
        self.assertEqual(self.test_table.data_body_range, self.sheet["A2:B2"])

    def test_display_name(self):
        origin_display_name = self.test_table.display_name
        self.test_table.display_name = "ABCDE"
        self.assertEqual(self.test_table.display_name, "ABCDE")
        self.test_table.display_name = origin_display_name

    def test_header_row_range(self):
        self.assertEqual(self.test_table.header_row_range, self.sheet["A1:B1"])
        self.test_table.show_headers = False
        self.assertIsNone(self.test_table.header_row_range)
        self.test_table.show_headers = True

    def test_insert_row_range(self):
        table = self.sheet.tables.add(self.sheet["A10"])
        self.assertEqual(table.insert_row_range, self.sheet["A11"])

    def test_insert_row_range_none(self):
        self.assertIsNone(self.test_table.insert_row_range)

    def test_name(self):
        original_name = self.test_table.name
        self.test_table.name = "XYZ"
        self.assertEqual(self.test_table.name, "XYZ")
        self.assertEqual(self.sheet.tables["XYZ"].name, "XYZ")
        self.test_table.name = original_name

    def test_parent(self):
        self.assertEqual(self.test_table.parent, self.sheet)

    def test_show_autofilter(self):
        self.assertTrue(self.test_table.show_autofilter)
        self.test_table.show_autofilter = False
        self.assertFalse(self.test_table.show_autofilter)
        self.test_table.show_autofilter = True

    def test_autofilter_apply_and_clear(self):
        book = xw.Book()
        sheet = book.sheets[0]
        values = [
            ["Region", "Amount", "Status", "When"],
            ["East", 5, "Open", datetime(2026, 1, 1)],
            ["West", 10, None, datetime(2026, 2, 1)],
            ["North", 15, "Closed", datetime(2026, 3, 1)],
            ["East", 20, None, datetime(2026, 4, 1)],
        ]
        try:
            target = sheet["A1:D5"]
            target.value = values
            formulas = target.formula
            table = sheet.tables.add(target)
            table.autofilter.apply_values(1, ["East", "West"])
            table.autofilter.apply_comparison(2, "greater_than_or_equal", 10)
            table.autofilter.apply_comparison(3, "not_equal_to", None)
            table.autofilter.apply_comparison(4, "less_than", date(2026, 4, 1))
            table.autofilter.apply_bottom_percent(2, 50)
            criteria = table.autofilter.criteria
            self.assertEqual(criteria[0].type, "values")
            self.assertEqual(criteria[1].type, "bottom_percent")
            self.assertIn(criteria[1].percent, (None, 50))
            self.assertEqual(criteria[2].operator, "not_equal_to")
            self.assertEqual(criteria[3].operator, "less_than")
            self.assertEqual(target.value, values)
            self.assertEqual(target.formula, formulas)
            table.autofilter.clear(2)
            table.autofilter.clear()
            self.assertEqual(target.value, values)
        finally:
            book.close()

    def _sort_table(self, sheet, show_totals=True):
        sheet["A1"].value = [
            ["Name", "Price", "Double"],
            ["b", 20, None],
            ["d", 10, None],
            ["a", 30, None],
            ["c", 20, None],
        ]
        table = sheet.tables.add(sheet["A1:C5"], name="Products")
        sheet["C2:C5"].formula = "=[@[Price]]*2"
        sheet["A3"].color = (255, 0, 0)  # record "d"
        sheet["E2"].value = "sentinel"
        table.show_totals = show_totals
        return table

    def test_sort(self):
        book = xw.Book()
        sheet = book.sheets[0]
        try:
            table = self._sort_table(sheet)
            calculated_formula = sheet["C2"].formula
            totals_formula = sheet["C6"].formula
            table_address = table.range.address

            table.sort([2, 1], [False, True])

            self.assertEqual(
                sheet["A1:C6"].value,
                [
                    ["Name", "Price", "Double"],
                    ["a", 30, 60],
                    ["b", 20, 40],
                    ["c", 20, 40],
                    ["d", 10, 20],
                    ["Total", None, 160],
                ],
            )
            self.assertEqual(
                [list(row) for row in sheet["C2:C5"].formula],
                [[calculated_formula]] * 4,
            )
            self.assertEqual(sheet["C6"].formula, totals_formula)
            self.assertEqual(sheet["A5"].color, (255, 0, 0))
            self.assertEqual(
                [cell.address for cell in sheet["A2:C5"] if cell.color is not None],
                ["$A$5"],
            )
            self.assertEqual(sheet["E2"].value, "sentinel")
            self.assertEqual(table.range.address, table_address)

            table.sort(1, ascending=False)
            self.assertEqual(sheet["A2:A5"].value, ["d", "c", "b", "a"])
            self.assertEqual(sheet["A2"].color, (255, 0, 0))
        finally:
            book.close()

    def test_sort_hidden_headers(self):
        # Excel for Mac keeps the table's sort header after hiding the header row,
        # which would leave the first record in place. Cover both a table that was
        # never sorted and one sorted while its headers were visible.
        for sorted_before in (False, True):
            with self.subTest(sorted_before=sorted_before):
                book = xw.Book()
                sheet = book.sheets[0]
                try:
                    table = self._sort_table(sheet)
                    if sorted_before:
                        table.sort(1)
                    table.show_headers = False
                    body = table.data_body_range
                    calculated_formula = body[0, 2].formula

                    table.sort(1, ascending=False)

                    self.assertEqual(
                        body.value,
                        [["d", 10, 20], ["c", 20, 40], ["b", 20, 40], ["a", 30, 60]],
                    )
                    self.assertEqual(
                        [list(row) for row in body[:, 2].formula],
                        [[calculated_formula]] * 4,
                    )
                    self.assertEqual(body[0, 0].color, (255, 0, 0))
                    self.assertEqual(table.totals_row_range[0, 0].value, "Total")
                    self.assertEqual(sheet["E2"].value, "sentinel")
                finally:
                    book.close()

    def test_sort_rejects_invalid_keys(self):
        book = xw.Book()
        sheet = book.sheets[0]
        try:
            table = self._sort_table(sheet, show_totals=False)
            values = sheet["A1:C5"].value
            for keys in ([4], [0], [1, 1], "Price"):
                with self.subTest(keys=keys):
                    with self.assertRaises((TypeError, ValueError)):
                        table.sort(keys)
            with self.assertRaisesRegex(ValueError, "use Table.sort"):
                sheet["A1:C5"].sort(1, has_headers=True)
            self.assertEqual(sheet["A1:C5"].value, values)
        finally:
            book.close()

    def test_show_headers(self):
        self.assertTrue(self.test_table.show_headers)
        self.test_table.show_headers = False
        self.assertFalse(self.test_table.show_headers)
        self.test_table.show_headers = True

    def test_show_table_style_columns_stripes(self):
        self.assertFalse(self.test_table.show_table_style_column_stripes)
        self.test_table.show_table_style_column_stripes = True
        self.assertTrue(self.test_table.show_table_style_column_stripes)
        self.test_table.show_table_style_column_stripes = False

    def test_show_table_style_first_column(self):
        self.assertFalse(self.test_table.show_table_style_first_column)
        self.test_table.show_table_style_first_column = True
        self.assertTrue(self.test_table.show_table_style_first_column)
        self.test_table.show_table_style_first_column = False

    def test_show_table_style_last_column(self):
        self.assertFalse(self.test_table.show_table_style_last_column)
        self.test_table.show_table_style_last_column = True
        self.assertTrue(self.test_table.show_table_style_last_column)
        self.test_table.show_table_style_last_column = False

    def test_show_table_style_row_stripes(self):
        self.assertTrue(self.test_table.show_table_style_row_stripes)
        self.test_table.show_table_style_row_stripes = False
        self.assertFalse(self.test_table.show_table_style_row_stripes)
        self.test_table.show_table_style_row_stripes = True

    def test_show_totals(self):
        self.assertFalse(self.test_table.show_totals)
        self.test_table.show_totals = True
        self.assertTrue(self.test_table.show_totals)
        self.test_table.show_totals = False

    def test_table_style(self):
        self.assertEqual(self.test_table.table_style, "TableStyleMedium2")
        self.test_table.table_style = "TableStyleMedium1"
        self.assertEqual(self.test_table.table_style, "TableStyleMedium1")
        self.test_table.table_style = "TableStyleMedium2"

    def test_totals_row_range(self):
        self.assertIsNone(self.test_table.totals_row_range)
        self.test_table.show_totals = True
        self.assertEqual(self.test_table.totals_row_range, self.sheet["A3:B3"])
        self.test_table.show_totals = False

    def test_resize(self):
        self.assertEqual(self.test_table.range.address, "$A$1:$B$2")
        self.test_table.resize(self.sheet["A1:C3"])
        self.assertEqual(self.test_table.range.address, "$A$1:$C$3")
        self.test_table.resize(self.sheet["$A$1:$B$2"])
        self.assertEqual(self.test_table.range.address, "$A$1:$B$2")


class TestTableColumns(unittest.TestCase):
    """Desktop Excel behavior for structural table columns."""

    def setUp(self):
        self.book = xw.Book()
        self.sheet = self.book.sheets[0]
        self.sheet["B2:D4"].value = [
            ["Item", "Qty", "Double"],
            ["first", 2, None],
            ["second", 3, None],
        ]
        self.table = self.sheet.tables.add(
            self.sheet["B2:D4"], name="ColumnStructureTest"
        )
        self.sheet["D3:D4"].formula = "=[@Qty]*2"

    def tearDown(self):
        self.book.close()

    def test_insert_delete_preserves_calculated_column_and_style(self):
        self.sheet["A3"].value = "left"
        self.table.show_totals = True
        style = self.table.table_style
        columns = self.table.columns
        self.assertEqual([column.name for column in columns], ["Item", "Qty", "Double"])
        inserted = columns.add("Margin", index=2)
        self.assertEqual(inserted.index, 2)
        self.assertEqual(columns[1].name, "Margin")
        self.assertEqual(asyncio.run(columns.get_count()), 4)
        self.assertEqual(columns["Margin"].range.address, "$C$2:$C$5")
        self.assertEqual(columns["Margin"].data_body_range.address, "$C$3:$C$4")
        self.assertEqual(self.sheet["E3:E4"].value, [4, 6])
        self.assertTrue(self.table.show_totals)
        self.assertEqual(self.table.table_style, style)
        self.assertEqual(self.sheet["A3"].value, "left")
        columns["Margin"].delete()
        self.assertEqual([column.name for column in columns], ["Item", "Qty", "Double"])
        self.assertEqual(self.sheet["D3:D4"].value, [4, 6])

    def test_native_changes_with_cells_beside_table(self):
        self.sheet["F3"].value = "keep"
        self.table.columns.add("Native")
        self.assertEqual(len(self.table.columns), 4)
        self.assertIn("keep", [self.sheet[f"{col}3"].value for col in ("F", "G")])
        self.table.columns["Native"].delete()
        self.assertEqual(len(self.table.columns), 3)
        self.assertIn("keep", [self.sheet[f"{col}3"].value for col in ("F", "G")])


class TestTableHeaderOption(unittest.TestCase):
    def test_add_without_source_headers(self):
        book = xw.Book()
        try:
            sheet = book.sheets[0]
            source = sheet["B2:C3"]
            source.value = [["first", 1], ["second", 2]]
            table = sheet.tables.add(source, has_headers=False)
            self.assertIsNotNone(table.header_row_range)
            self.assertEqual(table.data_body_range.value, [["first", 1], ["second", 2]])
        finally:
            book.close()


class TestTableUpdate(unittest.TestCase):
    def test_table_update(self):
        df = pd.DataFrame(
            {
                "a": [1, 2, 3, 4, 5],
                "b": [11, 22, 33, 44, 55],
                "c": [111, 222, 333, 444, 555],
                "d": [1111, 2222, 3333, 4444, 5555],
            }
        )
        book = xw.Book(this_dir / "tables.xlsx")
        sheet = book.sheets["template"].copy()
        sheet.tables[0].update(df)
        sheet.tables[1].update(df)
        sheet.tables[2].update(df)
        sheet.tables[3].update(df, index=False)
        self.assertEqual(sheet["A1:E50"].value, book.sheets["expected"]["A1:E50"].value)
        sheet.book.close()


class TestTableRows(unittest.TestCase):
    """Integration checks against desktop Excel on Windows and macOS."""

    def setUp(self):
        self.book = xw.Book()
        self.sheet = self.book.sheets[0]
        self.sheet["B2:C4"].value = [["Item", "Amount"], ["first", 10], ["second", 20]]
        self.table = self.sheet.tables.add(self.sheet["B2:C4"], name="RowStructureTest")

    def tearDown(self):
        self.book.close()

    def test_append_insert_delete_and_readback(self):
        self.sheet["A3"].value = "left"
        self.sheet["E3"].value = "right"
        self.sheet["C3"].formula = "=5*2"
        original_style = self.table.table_style
        rows = self.table.rows
        self.assertEqual(len(rows), 2)
        self.assertEqual(asyncio.run(rows.get_count()), 2)
        self.assertEqual(rows[0].range.address, "$B$3:$C$3")
        self.assertEqual(asyncio.run(rows[0].get_range()).address, "$B$3:$C$3")

        appended = rows.add(["third", 30])
        self.assertEqual(appended.index, 3)
        rows.add(["middle", 15], index=2)
        self.assertEqual(len(rows), 4)
        self.assertEqual(
            self.table.data_body_range.value,
            [["first", 10], ["middle", 15], ["second", 20], ["third", 30]],
        )
        self.assertEqual(self.sheet["C3"].formula, "=5*2")
        self.assertEqual(self.sheet["A3"].value, "left")
        self.assertEqual(self.sheet["E3"].value, "right")

        rows[1].delete()
        self.assertEqual(
            self.table.data_body_range.value,
            [["first", 10], ["second", 20], ["third", 30]],
        )
        self.assertEqual(self.table.table_style, original_style)

    def test_native_row_changes_with_cells_below(self):
        self.sheet["B6"].value = "keep"
        self.sheet["E6"].value = "side"
        self.table.rows.add(["third", 30])
        self.assertEqual(len(self.table.rows), 3)
        self.assertIn("keep", [self.sheet[f"B{row}"].value for row in (6, 7)])
        self.table.rows[0].delete()
        self.assertEqual(len(self.table.rows), 2)
        self.assertIn("keep", [self.sheet[f"B{row}"].value for row in (5, 6, 7)])
        self.assertEqual(self.sheet["E6"].value, "side")

    def test_empty_table_and_totals_row(self):
        self.table.show_totals = True
        initial_style = self.table.table_style
        self.table.rows.add(["third", 30])
        self.assertEqual(len(self.table.rows), 3)
        self.assertTrue(self.table.show_totals)
        self.assertIsNotNone(self.table.totals_row_range)
        self.table.rows[1].delete()
        self.assertTrue(self.table.show_totals)
        self.assertEqual(self.table.table_style, initial_style)
        self.assertEqual(len(self.table.rows), 2)

        empty_sheet = self.book.sheets.add("EmptyRows")
        empty = empty_sheet.tables.add(empty_sheet["G2:H2"], name="EmptyRowsTest")
        self.assertEqual(len(empty.rows), 0)
        empty.rows.add(["only", 1])
        self.assertEqual(len(empty.rows), 1)
        self.assertEqual(empty.data_body_range.value, ["only", 1])


if __name__ == "__main__":
    unittest.main()
