"""Pictures on a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.hosts.calc.looks import points
from addin.hosts.calc.members import Member
from addin.hosts.calc.office import POINT, properties, struct, url_of

if TYPE_CHECKING:
    from addin.hosts.calc.sheets import Sheet

_KIND = "com.sun.star.drawing.GraphicObjectShape"


class Pictures(Member):
    """The pictures of a sheet."""

    sheet: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        return self.sheet.cells_api.DrawPage

    @property
    def parent(self) -> Sheet:
        return self.sheet

    def _all(self) -> list[Picture]:
        page = self.api
        shapes = [page.getByIndex(i) for i in range(page.Count)]
        return [Picture(self.sheet, shape) for shape in shapes if shape.ShapeType == _KIND]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Picture]:
        return iter(self._all())

    def __contains__(self, key: str) -> bool:
        return any(picture.name == key for picture in self._all())

    def __call__(self, name_or_index: str | int) -> Picture:
        pictures = self._all()
        if isinstance(name_or_index, int) and 0 < name_or_index <= len(pictures):
            return pictures[name_or_index - 1]
        for picture in pictures:
            if picture.name == name_or_index:
                return picture
        raise KeyError(name_or_index)

    def add(
        self, filename: str, link_to_file: bool = False, save_with_document: bool = True, left: float | None = None,
        top: float | None = None, width: float | None = None, height: float | None = None, anchor: Any = None,
    ) -> Picture:  # fmt: skip
        """Put a picture file on the sheet; lengths in points, its own size where none is given.

        Raises:
            FileNotFoundError: no such file.
        """
        if not Path(filename).exists():
            raise FileNotFoundError(filename)
        if anchor is not None:
            left, top = anchor.left, anchor.top
        provider = self.sheet.book.app.service("graphic.GraphicProvider")
        graphic = provider.queryGraphic(properties(URL=url_of(filename)))
        shape = self.sheet.book.doc.createInstance(_KIND)
        names = {picture.name for picture in self._all()}
        count = len(names) + 1
        while f"Picture {count}" in names:
            count += 1
        self.api.add(shape)
        shape.Graphic = graphic
        shape.Name = f"Picture {count}"
        natural = graphic.Size100thMM
        own = (natural.Width, natural.Height) if natural.Width else _pixels(graphic)
        size = [round(given * POINT) if given and given > 0 else kept for given, kept in zip((width, height), own, strict=True)]
        shape.Size = struct("awt.Size", Width=size[0], Height=size[1])
        shape.Position = struct("awt.Point", X=round((left or 0) * POINT), Y=round((top or 0) * POINT))
        return Picture(self.sheet, shape)


def _pixels(graphic: Any) -> tuple[int, int]:
    size = graphic.SizePixel
    return round(size.Width * 2540 / 96), round(size.Height * 2540 / 96)


class Placed(Member):
    """Something drawn on a sheet; lengths in points."""

    sheet: Sheet
    shape: Any

    def __init__(self, sheet: Sheet, shape: Any) -> None:
        self.sheet, self.shape = sheet, shape

    @property
    def parent(self) -> Sheet:
        return self.sheet

    def _place(self, **values: float) -> None:
        at, size = self.shape.Position, self.shape.Size
        for structure in (at, size):
            for member, value in values.items():
                if hasattr(structure, member):
                    setattr(structure, member, round(value * POINT))
        self.shape.Size, self.shape.Position = size, at

    @property
    def left(self) -> float:
        return points(self.shape.Position.X)

    @left.setter
    def left(self, value: float) -> None:
        self._place(X=value)

    @property
    def top(self) -> float:
        return points(self.shape.Position.Y)

    @top.setter
    def top(self, value: float) -> None:
        self._place(Y=value)

    @property
    def width(self) -> float:
        return points(self.shape.Size.Width)

    @width.setter
    def width(self, value: float) -> None:
        self._place(Width=value)

    @property
    def height(self) -> float:
        return points(self.shape.Size.Height)

    @height.setter
    def height(self, value: float) -> None:
        self._place(Height=value)


class Picture(Placed):
    """One picture."""

    @property
    def api(self) -> Any:
        return self.shape

    @property
    def name(self) -> str:
        return str(self.shape.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.shape.Name = value

    def delete(self) -> None:
        """Remove the picture."""
        self.sheet.cells_api.DrawPage.remove(self.shape)
