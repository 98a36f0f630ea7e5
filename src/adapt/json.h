/* JSON through cJSON: whole documents, for configuration and single elements of inputs. */
#ifndef BM_ADAPT_JSON_H
#define BM_ADAPT_JSON_H

#include "bordermap/ctx.h"

typedef struct bm_json bm_json; /* a value; children are borrowed from their root */

/* Parses one document; the message names line and column of a fault. Depth is limited to 1000. The caller
 * owns *out. */
BM_CHECKED bm_status bm_json_parse(bm_ctx *ctx, bm_str text, bm_json **out);
void bm_json_destroy(bm_json *root); /* only for what bm_json_parse gave; NULL is fine */

typedef enum bm_json_type {
    BM_JSON_NULL,
    BM_JSON_FALSE,
    BM_JSON_TRUE,
    BM_JSON_NUMBER,
    BM_JSON_STRING,
    BM_JSON_ARRAY,
    BM_JSON_OBJECT
} bm_json_type;
bm_json_type bm_json_kind(const bm_json *value);                    /* NULL: BM_JSON_NULL */
const bm_json *bm_json_get(const bm_json *object, const char *key); /* NULL if there is none; case matters */
const bm_json *bm_json_first(const bm_json *container);             /* first child or NULL */
const bm_json *bm_json_next(const bm_json *child);
const char *bm_json_key(const bm_json *child); /* of an object's member, else NULL */
bm_str bm_json_text(const bm_json *value);     /* of a string, else absent */
double bm_json_number(const bm_json *value);   /* of a number, else NaN */
/* A number as the text has it, when that has more digits than a double holds and no exponent; else absent. */
bm_str bm_json_digits(const bm_json *value);
const char *bm_json_version(void);

#endif
