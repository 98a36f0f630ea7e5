/* bordermap: the columns of a table and the values in them, whatever format they are written to. */
#ifndef BORDERMAP_VALUE_H
#define BORDERMAP_VALUE_H

#include "ctx.h"
#include "incident.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum bm_type { BM_TEXT, BM_INTEGER, BM_REAL, BM_DATE } bm_type;

/* One field of a layer. */
typedef struct bm_column {
    const char *name;  /* at most 10 ASCII characters */
    const char *title; /* for people */
    const char *unit;  /* "km", "deg", "" */
    bm_type type;
    int width;    /* characters in a .dbf */
    int decimals; /* of BM_REAL, in every format */
} bm_column;

typedef struct bm_value {
    bool null;
    bm_type type;
    union {
        bm_str text;
        int64_t integer;
        double real;
        bm_day day;
    } as;
} bm_value;

#ifdef __cplusplus
}
#endif
#endif
