"""Compares what peers.sh has collected in a folder: points a second, and answers against bordermap's.

Distances of bordermap are measured again by GeographicLib, to the border point that bordermap names; those of
QGIS are taken by GeographicLib to the point that QGIS names. PostGIS draws geodesic edges, QGIS straight ones in
longitude and latitude: each is held against bordermap's answer by the same edges."""
import csv

from geographiclib.geodesic import Geodesic

TIE_M = 0.001


def distance_m(lon1, lat1, lon2, lat2):
    return Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE)["s12"]


def rows(path):
    with open(path, newline="") as f:
        return list(csv.reader(f))


def report(name, seconds, n, n_rows, ours_s, wrong, worst_m):
    print(f"{name}: {n / seconds:,.0f} points/s ({seconds / n * 1e6:.1f} microseconds each), "
          f"bordermap is {seconds / ours_s:.1f} times as fast; {n_rows} rows for {n} points, "
          f"{wrong} wrong dyads ({wrong / n:.2%}), worst distance {worst_m:+.3f} m")


points = {int(r[0]): r for r in rows("points.csv")}
n = len(points)
ours_s = {name: float(value) for name, value in
          (line.split(",") for line in open("bordermap_s.txt") if line.startswith("bordermap_"))}
worst_m = max(abs(distance_m(*map(float, (r[1], r[2], r[5], r[6]))) - float(r[4])) for r in points.values())
for model in "lonlat", "geodesic":
    s = ours_s[f"bordermap_{model}_s"]
    print(f"bordermap, {model} edges: {n / s:,.0f} points/s ({s / n * 1e6:.1f} microseconds each)")
print(f"bordermap's distances against GeographicLib's: off by at most {worst_m * 1000:.6f} mm")

seconds, version = open("postgis_s.txt").read().split()[:2]
answers = rows("postgis.csv")
wrong = sum(r[1] != points[int(r[0])][7] and float(r[2]) - float(points[int(r[0])][8]) > TIE_M for r in answers)
errors = [float(r[2]) - float(points[int(r[0])][8]) for r in answers]
report(f"PostGIS {version}", float(seconds), n, len(answers), ours_s["bordermap_geodesic_s"], wrong,
       max(errors, key=abs))

seconds, version = open("qgis_s.txt").read().split()[:2]
answers = rows("qgis.csv")
first = {}
for r in answers:
    first.setdefault(int(r[0]), r)
wrong, errors = 0, []
for i, r in first.items():
    truth = points[i]
    error = distance_m(float(truth[1]), float(truth[2]), float(r[2]), float(r[3])) - float(truth[4])
    errors.append(error)
    wrong += r[1] != truth[3] and error > TIE_M
report(f"QGIS {version}", float(seconds), n, len(answers), ours_s["bordermap_lonlat_s"], wrong,
       max(errors, key=abs))
