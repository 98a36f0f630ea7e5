/* How many fields the layers have; columns.c and values.c follow it. */
#ifndef BM_LAYER_SCHEMA_H
#define BM_LAYER_SCHEMA_H

enum { BM_INCIDENT_COLUMNS = 42, BM_GEOCODE_COLUMNS = 27, BM_SEGMENT_COLUMNS = 36 };

#endif
