/* What the files of geocode_tune share. */
#ifndef BM_GAZETTEER_TUNE_H
#define BM_GAZETTEER_TUNE_H

#include "gazetteer/locator.h"

#define FOLDS 5

/* With which columns a row is asked. */
enum { ASK_ALL, ASK_PROVINCE, ASK_COUNTRY, ASKS };

struct tune_item { /* rows of one name, columns and point */
    bm_incident row;
    bm_ll gold;
    uint64_t count;
    int fold;
};
struct tune {
    bm_locator *locator;
    bm_arena *arena, *scratch;
    struct tune_item *items;
    size_t n, cap;
};
struct tune_answer {
    bool has_point;
    bool plain; /* the evidence is that of the answer itself, not of a place that it leans on */
    double apart_m, score, evidence[GZ_EVIDENCE];
};
struct tune_share {
    double worth;                   /* what the search makes larger */
    uint64_t n, near, close, wrong; /* rows asked with all columns */
};

BM_CHECKED bm_status gz_tune_ask(bm_ctx *ctx, const struct tune *tune, const struct tune_item *item,
                                 int variant, struct tune_answer *out);
/* fold < 0: all items; else those in it, or those not in it. */
BM_CHECKED bm_status gz_tune_share(bm_ctx *ctx, const struct tune *tune, int fold, bool in_fold,
                                   struct tune_share *out);
/* Rows of an item as they count. */
double gz_tune_count(const struct tune_item *item);
uint64_t gz_tune_hash(bm_str text);

void gz_tune_reset(void); /* the weights as they are in geodata/weights.txt */
BM_CHECKED bm_status gz_tune_weights(bm_ctx *ctx, struct tune *tune);
BM_CHECKED bm_status gz_tune_calibration(bm_ctx *ctx, struct tune *tune);

#endif
