"""Charts of a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from addin.hosts.calc.members import Member, NotPortedError
from addin.hosts.calc.office import POINT, struct
from addin.hosts.calc.pictures import Placed

if TYPE_CHECKING:
    from addin.hosts.calc.sheets import Sheet

_CHART = "12dcae26-281f-416f-a234-c3086127382e"
_KINDS: dict[str, tuple[str, dict[str, object]]] = {
    "column_clustered": ("BarDiagram", {}),
    "column_stacked": ("BarDiagram", {"Stacked": True}),
    "bar_clustered": ("BarDiagram", {"Vertical": True}),
    "bar_stacked": ("BarDiagram", {"Vertical": True, "Stacked": True}),
    "line": ("LineDiagram", {}),
    "area": ("AreaDiagram", {}),
    "pie": ("PieDiagram", {}),
    "doughnut": ("DonutDiagram", {}),
    "xy_scatter": ("XYDiagram", {}),
}


class Charts(Member):
    """The charts of a sheet."""

    sheet: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        return self.sheet.cells_api.Charts

    @property
    def parent(self) -> Sheet:
        return self.sheet

    def _all(self) -> list[Chart]:
        page = self.sheet.cells_api.DrawPage
        shapes = [page.getByIndex(i) for i in range(page.Count)]
        return [Chart(self.sheet, shape) for shape in shapes if getattr(shape, "CLSID", "").lower() == _CHART]

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Chart]:
        return iter(self._all())

    def __contains__(self, key: str) -> bool:
        return any(chart.name == key for chart in self._all())

    def __call__(self, name_or_index: str | int) -> Chart:
        charts = self._all()
        if isinstance(name_or_index, int) and 0 < name_or_index <= len(charts):
            return charts[name_or_index - 1]
        for chart in charts:
            if chart.name == name_or_index:
                return chart
        raise KeyError(name_or_index)

    def add(
        self, left: float, top: float, width: float, height: float, chart_type: str | None = None, source: Any = None,
        plot_by: str | None = None, name: str | None = None, anchor: Any = None, style: int = 227,
    ) -> Chart:  # fmt: skip
        """Draw a chart of a range with headings; lengths in points."""
        if plot_by is not None:
            raise NotPortedError("xlwings over LibreOffice: plot_by is not ported")
        if anchor is not None:
            left, top = anchor.left, anchor.top
        place = struct("awt.Rectangle", X=int(left * POINT), Y=int(top * POINT), Width=int(width * POINT), Height=int(height * POINT))
        if name is None:
            count = len(self) + 1
            while f"Chart {count}" in self:
                count += 1
            name = f"Chart {count}"
        cells = getattr(source, "impl", source)
        self.api.addNewByName(name, place, (cells.api.RangeAddress,) if cells is not None else (), True, True)
        chart = next(chart for chart in self._all() if chart.shape.PersistName == name)
        chart.name = name
        if chart_type is not None:
            chart.chart_type = chart_type
        return chart


class Chart(Placed):
    """One chart."""

    @property
    def _table_chart(self) -> Any:
        return self.sheet.cells_api.Charts.getByName(self.shape.PersistName)

    @property
    def api(self) -> Any:
        """The UNO table chart and its chart document."""
        return self._table_chart, self.shape.Model

    @property
    def name(self) -> str:
        return str(self.shape.Name or self.shape.PersistName)

    @name.setter
    def name(self, value: str) -> None:
        self.shape.Name = value

    def set_source_data(self, cells: Any, plot_by: str | None = None) -> None:
        """Draw another range."""
        if plot_by is not None:
            raise NotPortedError("xlwings over LibreOffice: plot_by is not ported")
        self._table_chart.setRanges((getattr(cells, "impl", cells).api.RangeAddress,))

    @property
    def chart_type(self) -> str:
        diagram = self.api[1].Diagram
        kind = diagram.DiagramType.rsplit(".", 1)[-1]
        wanted = {"Vertical": bool(getattr(diagram, "Vertical", False)), "Stacked": bool(getattr(diagram, "Stacked", False))}
        for name, (known, properties) in _KINDS.items():
            if known == kind and (kind != "BarDiagram" or all(bool(properties.get(key, False)) == value for key, value in wanted.items())):
                return name
        raise NotPortedError(f"xlwings over LibreOffice: charts of the kind {kind} are not ported")

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        if value not in _KINDS:
            raise NotPortedError(f"xlwings over LibreOffice: charts of the kind {value} are not ported")
        kind, properties = _KINDS[value]
        document = self.api[1]
        diagram = document.createInstance(f"com.sun.star.chart.{kind}")
        document.setDiagram(diagram)
        for name, setting in properties.items():
            setattr(document.Diagram, name, setting)

    @property
    def title(self) -> str | None:
        document = self.api[1]
        return str(document.Title.String) if document.HasMainTitle else None

    @title.setter
    def title(self, value: str | None) -> None:
        document = self.api[1]
        document.HasMainTitle = value is not None
        if value is not None:
            document.Title.String = value

    def delete(self) -> None:
        """Remove the chart."""
        self.sheet.cells_api.Charts.removeByName(self.shape.PersistName)
