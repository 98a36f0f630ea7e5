"""The nearest border edge of each point by QGIS's "Join attributes by nearest" (native:joinbynearest).

Run by peers.sh in a folder with edges.csv and points.csv, offscreen; writes qgis.csv (id, dyad, nearest_x,
nearest_y) and qgis_s.txt."""
import csv
import sys
import time

from qgis.analysis import QgsNativeAlgorithms
from qgis.core import (Qgis, QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsProcessingContext,
                       QgsProcessingFeedback, QgsVectorLayer)


def layer(kind, fields, rows):
    made = QgsVectorLayer(f"{kind}?crs=EPSG:4326&{fields}", kind, "memory")
    features = []
    for values, geometry in rows:
        feature = QgsFeature(made.fields())
        feature.setAttributes(values)
        feature.setGeometry(geometry)
        features.append(feature)
    made.dataProvider().addFeatures(features)
    return made


def edges():
    with open("edges.csv", newline="") as f:
        for dyad, *xy in csv.reader(f):
            x1, y1, x2, y2 = map(float, xy)
            yield [dyad], QgsGeometry.fromPolylineXY([QgsPointXY(x1, y1), QgsPointXY(x2, y2)])


def points():
    with open("points.csv", newline="") as f:
        for row in csv.reader(f):
            yield [int(row[0])], QgsGeometry.fromPointXY(QgsPointXY(float(row[1]), float(row[2])))


app = QgsApplication([], False)
app.initQgis()
app.processingRegistry().addProvider(QgsNativeAlgorithms())
context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
parameters = {"INPUT": layer("Point", "field=id:integer", points()),
              "INPUT_2": layer("LineString", "field=dyad:string(7)", edges()),
              "NEIGHBORS": 1, "DISCARD_NONMATCHING": False, "PREFIX": "", "OUTPUT": "memory:"}
algorithm = app.processingRegistry().algorithmById("native:joinbynearest")
began = time.monotonic()
results, good = algorithm.run(parameters, context, feedback)
seconds = time.monotonic() - began
if not good:
    sys.exit("native:joinbynearest failed: " + feedback.textLog())
with open("qgis.csv", "w", newline="") as f:
    out = csv.writer(f)
    for feature in context.takeResultLayer(results["OUTPUT"]).getFeatures():
        out.writerow([feature["id"], feature["dyad"], feature["nearest_x"], feature["nearest_y"]])
with open("qgis_s.txt", "w") as f:
    f.write(f"{seconds}\n{Qgis.QGIS_VERSION}\n")
