#!/usr/bin/python3
"""Opens every output of a run in QGIS: qgis_test.py FOLDER PICTURES. Run by scripts/test_qgis."""
import math
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (  # noqa: E402
    Qgis, QgsApplication, QgsCoordinateTransform, QgsGeometry, QgsLayoutExporter, QgsLayoutItemLabel,
    QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutItemPicture, QgsLayoutItemScaleBar,
    QgsMapRendererParallelJob, QgsMapSettings, QgsProject, QgsRasterLayer, QgsVectorLayer)
from qgis.PyQt.QtCore import QSize  # noqa: E402

folder, pictures = sys.argv[1], sys.argv[2]
problems = []


def check(what, found, expected):
    if found != expected:
        problems.append("%s: found %r, expected %r" % (what, found, expected))


def opened(path, layer=None):
    uri = os.path.join(folder, path) + ("|layername=" + layer if layer else "")
    result = QgsVectorLayer(uri, path, "ogr")
    if not result.isValid():
        problems.append("'%s' does not open" % uri)
    return result


def fields(layer):
    """Name and type; GeoPackage and GeoJSON have an id of their own, shapefiles and GeoJSON one integer type."""
    names = {"QString": "text", "String": "text", "JSON": "text", "Date": "date", "Real": "real", "Integer": "integer",
             "Integer64": "integer", "Integer(Boolean)": "integer"}
    return [(f.name(), names.get(f.typeName(), f.typeName())) for f in layer.fields() if f.name() not in ("fid", "id")]


def compare_formats():
    """The same rows and fields everywhere, but for what a format lacks: FlatGeobuf holds no row without geometry and
    no day without a time; GeoJSON has no type for a column that is null in every row, which is read as text;
    shapefiles have no columns x_."""
    for name in ("incidents", "segments"):
        first = opened("bordermap.gpkg", name)
        expected, count = fields(first), first.featureCount()
        nulls = {f for f, _ in expected if not any(row[f] is not None and str(row[f]) != "NULL"
                                                   for row in first.getFeatures())}
        with_shape = sum(1 for row in first.getFeatures() if row.hasGeometry())
        for path in (name + ".geojson", name + ".shp", name + ".fgb"):
            layer = opened(path)
            found = fields(layer)
            want = expected
            if path.endswith(".geojson"):
                want = [(f, "text" if f in nulls else t) for f, t in expected]
            elif path.endswith(".fgb"):
                found = [(f, t.replace("DateTime", "date")) for f, t in found]
            else:
                want = [(f, t) for f, t in expected if not f.startswith("x_")]
            check("fields of " + path, found, want)
            check("rows of " + path, layer.featureCount(), with_shape if path.endswith(".fgb") else count)
            check("crs of " + path, layer.crs().authid(), "EPSG:4326")


def check_stored_styles():
    """What one gets who drags the GeoPackage into QGIS."""
    for name, kind in (("incidents", "categorizedSymbol"), ("segments", "graduatedSymbol"), ("areas", "singleSymbol"),
                       ("near_lines", "singleSymbol"), ("bands", "singleSymbol"), ("land", "singleSymbol")):
        layer = opened("bordermap.gpkg", name)
        message, worked = layer.loadDefaultStyle()
        check("stored style of " + name, (worked, layer.renderer().type()), (True, kind))
        n, ids, names, _, _ = layer.listStylesInDatabase()
        check("styles of " + name, sorted(names[:n]), {"incidents": ["default", "heat"],
                                                       "segments": ["by count", "default"]}.get(name, ["default"]))
        field, title = {"incidents": ("dist_km", "distance to the nearest border (km)"),
                        "segments": ("n_inc", "incidents nearest to it"), "areas": ("gaz_name", "area"),
                        "near_lines": ("seg_id", "nearest segment"), "bands": ("p", "two-sided Monte Carlo p, by place"),
                        "land": ("name", "country")}[name]
        check("title of " + field, layer.attributeAlias(layer.fields().indexOf(field)), title)
        check("default label", layer.labelsEnabled(), name == "land")
    layer = opened("bordermap.gpkg", "segments")
    n, ids, names, _, _ = layer.listStylesInDatabase()
    xml, _ = layer.getStyleFromDatabase(ids[names.index("by count")])
    check("style by count", 'attr="n_inc"' in xml, True)


def check_project(project):
    layers = {layer.name(): layer for layer in project.mapLayers().values()}
    for layer in layers.values():
        check("layer " + layer.name(), layer.isValid(), True)
        check("source of " + layer.name(), os.path.dirname(layer.source().split("|")[0]), os.path.realpath(folder))
    incidents, segments = project.mapLayer("incidents_of_bordermap"), project.mapLayer("segments_of_bordermap")
    check("renderer of incidents", incidents.renderer().type(), "categorizedSymbol")
    check("renderer of segments", (segments.renderer().type(), segments.renderer().classAttribute()),
          ("graduatedSymbol", "rate100"))
    check("styles of segments", sorted(segments.styleManager().styles()), ["by count", "default"])
    check("temporal", (incidents.temporalProperties().isActive(), incidents.temporalProperties().startField(),
                       incidents.temporalProperties().endField()), (True, "d_start", "d_end"))
    check("time of the project", project.timeSettings().temporalRange().isInfinite(), False)
    check("crs", project.crs().authid(), "EPSG:3857")
    check("rows without a point", all(row.hasGeometry() or row["status"] in ("coarse", "unresolved")
                                      for row in incidents.getFeatures()), True)
    coarse = [c for c in incidents.renderer().categories() if c.value() == "coarse"]
    check("coarse rows are no points", [c.renderState() for c in coarse], [False])
    for tip in (layer.mapTipTemplate() for layer in layers.values()):
        check("a map tip", len(tip) > 10, True)


def render(project, size, extent, name, layers=None):
    settings = QgsMapSettings()
    settings.setLayers(layers or project.layerTreeRoot().checkedLayers())
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setBackgroundColor(project.backgroundColor())
    settings.setOutputSize(QSize(*size))
    settings.setOutputDpi(96)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(os.path.join(pictures, name))
    return image, settings.mapToPixel()


def middle_of(shape):
    """Half way along the longest line of a segment."""
    lines = [QgsGeometry.fromPolylineXY(line) for line in shape.asMultiPolyline()]
    line = max(lines, key=lambda g: g.length())
    return line.interpolate(line.length() / 2)


def check_colours(project):
    """Without the incidents, since a symbol may lie over the line."""
    segments = project.mapLayer("segments_of_bordermap")
    ranges = segments.renderer().ranges()
    land = project.mapLayer("land_of_bordermap")
    to_map = QgsCoordinateTransform(segments.crs(), project.crs(), project)
    extent = to_map.transformBoundingBox(segments.extent())
    extent.scale(1.02)
    image, pixel_of = render(project, (4000, 4000), extent, "segments.png", [segments, land])
    colours = [r.symbol().color().rgb() & 0xFFFFFF for r in ranges]
    seen = set()
    for row in segments.getFeatures():
        rate = row["rate100"]
        expected = next(i for i, r in enumerate(ranges) if rate <= r.upperValue() + 1e-9)
        point = middle_of(row.geometry())
        point.transform(to_map)
        at = pixel_of.transform(point.asPoint())
        near = [image.pixel(x, y) & 0xFFFFFF
                for x in range(int(at.x()) - 1, int(at.x()) + 2) for y in range(int(at.y()) - 1, int(at.y()) + 2)
                if image.valid(x, y)]
        if row["b_status"] in ("disputed", "line_of_control", "indefinite"):  # the middle may be a gap of the dashes
            near += [image.pixel(x, y) & 0xFFFFFF for x in range(int(at.x()) - 8, int(at.x()) + 9)
                     for y in range(int(at.y()) - 8, int(at.y()) + 9) if image.valid(x, y)]
        if colours[expected] not in near:
            problems.append("%s with %s per 100 km has not the colour of '%s' at its middle" %
                            (row["seg_id"], rate, ranges[expected].label()))
        seen.add(expected)
    check("several classes are seen", len(seen) >= 3, True)
    return segments.featureCount()


def check_layout(project):
    layout = project.layoutManager().layoutByName("Map")
    if not layout:
        problems.append("no print layout")
        return
    for kind in (QgsLayoutItemMap, QgsLayoutItemLegend, QgsLayoutItemScaleBar, QgsLayoutItemPicture):
        items = [i for i in layout.items() if isinstance(i, kind)]
        check(kind.__name__, len(items), 1)
    words = " ".join(i.text() for i in layout.items() if isinstance(i, QgsLayoutItemLabel))
    for part in ("Incidents along international borders", "OpenStreetMap", "ODbL", "GeoNames", "CC BY 4.0", "records"):
        check("the layout says '%s'" % part, part in words, True)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 150
    result = QgsLayoutExporter(layout).exportToImage(os.path.join(pictures, "layout.png"), settings)
    check("the layout as a picture", result, QgsLayoutExporter.Success)


def main():
    app = QgsApplication([], False)
    app.initQgis()
    os.makedirs(pictures, exist_ok=True)
    compare_formats()
    check_stored_styles()
    project = QgsProject.instance()
    check("bordermap.qgz opens", project.read(os.path.join(folder, "bordermap.qgz")), True)
    check_project(project)
    n = check_colours(project)
    view = project.viewSettings().defaultViewExtent()
    render(project, (1400, 1100), view, "project.png")
    check_layout(project)
    check("map.png opens", QgsRasterLayer(os.path.join(folder, "map.png")).isValid(), True)
    print("QGIS %s: %d segments looked at, %d problems; pictures in %s" %
          (Qgis.QGIS_VERSION, n, len(problems), pictures))
    for problem in problems:
        print("FAILED:", problem)
    project.clear()
    app.exitQgis()
    return 1 if problems else 0


sys.exit(main())
