-- The nearest border edge of each point by PostGIS: single edges as geography, GiST, ANALYZE, KNN LATERAL
-- LIMIT 1, one core, warm. Run by peers.sh in a folder with edges.csv and points.csv.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE EXTENSION postgis;
SET max_parallel_workers_per_gather = 0;

CREATE UNLOGGED TABLE raw_edges (dyad text, x1 float8, y1 float8, x2 float8, y2 float8);
\copy raw_edges FROM 'edges.csv' WITH (FORMAT csv)
CREATE UNLOGGED TABLE edges AS
    SELECT dyad, ST_SetSRID(ST_MakeLine(ST_MakePoint(x1, y1), ST_MakePoint(x2, y2)), 4326)::geography AS g
    FROM raw_edges;
CREATE INDEX ON edges USING gist (g);
VACUUM ANALYZE edges;

CREATE UNLOGGED TABLE raw_points (id int, lon float8, lat float8, dyad text, dist_m float8, near_lon float8,
    near_lat float8, dyad_geodesic text, dist_geodesic_m float8);
\copy raw_points FROM 'points.csv' WITH (FORMAT csv)
CREATE UNLOGGED TABLE points AS
    SELECT id, ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography AS g FROM raw_points;
ANALYZE points;

\set nearest 'SELECT p.id, e.dyad, ST_Distance(p.g, e.g) AS dist_m FROM points p CROSS JOIN LATERAL (SELECT dyad, g FROM edges ORDER BY edges.g <-> p.g LIMIT 1) e'
CREATE UNLOGGED TABLE warm AS :nearest;
SELECT clock_timestamp() AS began \gset
CREATE UNLOGGED TABLE answers AS :nearest;
SELECT extract(epoch FROM clock_timestamp() - :'began'::timestamptz) AS seconds \gset
\copy answers TO 'postgis.csv' WITH (FORMAT csv)
\o postgis_s.txt
\pset format unaligned
\pset tuples_only on
SELECT :seconds;
SELECT postgis_lib_version();
