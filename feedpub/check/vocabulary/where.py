"""Places on Earth: W3C Basic Geo, GeoRSS (simple and GML), ICBM and GeoURL."""

import re

from feedpub.check.vocabulary.grammar import Element, Vocabulary
from feedpub.check.vocabulary.kinds import DECIMAL, LATITUDE, LONGITUDE, TEXT, WHOLE, Kind

_NUMBER = re.compile(r"[-+]?\d+\.?\d*", re.ASCII)


def _points(text: str) -> list[tuple[float, float]] | None:
    """Latitudes and longitudes, with white space (or, as some write, a comma) between; ``None`` for anything else."""
    numbers = text.replace(",", " ").split()
    if not numbers or len(numbers) % 2 or not all(map(_NUMBER.fullmatch, numbers)):
        return None
    values = list(map(float, numbers))
    return list(zip(values[::2], values[1::2], strict=True))


def _line(least: int, most: int | None = None) -> Kind:
    def accepts(text: str) -> bool:
        points = _points(text)
        return points is not None and least <= len(points) <= (most or len(points))

    many = "a latitude and a longitude" if most == 1 else f"{least} pairs of latitude and longitude, or more"
    return Kind(what=many, example="31.2 121.5" if most == 1 else "31.2 121.5 39.9 116.4", accepts=accepts)


_POINT = Element(text=_line(1, 1))
_LINE = Element(text=_line(2))
_BOX = Element(text=_line(2, 2))
_SPACE = {"srsName": TEXT, "srsDimension": WHOLE}

GEO = Vocabulary(
    namespace="http://www.w3.org/2003/01/geo/wgs84_pos#",
    prefix="geo",
    elements={
        "Point": Element(children="lat! long! alt?"),
        "lat": Element(text=LATITUDE),
        "long": Element(text=LONGITUDE),
        "alt": Element(text=DECIMAL),
    },
    both="Point* lat* long* alt*",
    closed=False,
)

GEORSS = Vocabulary(
    namespace="http://www.georss.org/georss",
    prefix="georss",
    elements={
        "where": Element(open=True),
        "point": _POINT,
        "line": _LINE,
        "polygon": _LINE,
        "box": _BOX,
        "circle": Element(text=TEXT),
        "featureTypeTag": Element(text=TEXT),
        "relationshipTag": Element(text=TEXT),
        "featureName": Element(text=TEXT),
        "elev": Element(text=DECIMAL),
        "floor": Element(text=WHOLE),
        "radius": Element(text=DECIMAL),
    },
    both="where* point* line* polygon* box* circle* featureTypeTag* relationshipTag* featureName* elev* floor* radius*",
    closed=False,
)

# Inside georss:where.
GML = Vocabulary(
    namespace="http://www.opengis.net/gml",
    prefix="gml",
    elements={
        "Point": Element(children="pos!", attributes=_SPACE),
        "LineString": Element(children="posList!", attributes=_SPACE),
        "Polygon": Element(open=True),
        "Envelope": Element(children="lowerCorner! upperCorner!", attributes=_SPACE),
        "pos": Element(text=_line(1, 1), attributes=_SPACE),
        "posList": Element(text=_line(2), attributes=_SPACE),
        "lowerCorner": Element(text=_line(1, 1)),
        "upperCorner": Element(text=_line(1, 1)),
    },
    closed=False,
)

ICBM = Vocabulary(
    namespace="http://postneo.com/icbm",
    prefix="icbm",
    elements={"latitude": Element(text=LATITUDE), "longitude": Element(text=LONGITUDE)},
    both="latitude* longitude*",
)
GEOURL = Vocabulary(
    namespace="http://geourl.org/rss/module/",
    prefix="geourl",
    elements={"latitude": Element(text=LATITUDE), "longitude": Element(text=LONGITUDE)},
    both="latitude* longitude*",
)

WHERE = (GEO, GEORSS, GML, ICBM, GEOURL)
