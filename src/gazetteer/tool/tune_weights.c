/* Searches geodata/weights.txt: one weight at a time, a step up or down, as long as it helps. */
#include "gazetteer/tool/tune.h"

#define BM_TUNED_TABLE
#include "weights.inc"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define STEP   0.5
#define LEAST  0.0008 /* a step must win that share, else the old weight stays */
#define PASSES 1

double bm_tuned[BM_TUNED_COUNT];

/* Only what the table can speak for; weights of scripts, countries and later gazetteers stay. */
static const char *const wanted[] = {"level_generic",  "level_skeleton", "level_fuzzy", "likeness",
                                     "parts_likeness", "log_population", "largest",     "seat_adm2",
                                     "class_other",    "area_default",   "admin2_same", "admin2_other",
                                     "admin1_same"};

void gz_tune_reset(void)
{
    memcpy(bm_tuned, bm_tuned_defaults, sizeof bm_tuned);
}

static int index_of(const char *name)
{
    for (int i = 0; i < BM_TUNED_COUNT; i++) {
        if (strcmp(bm_tuned_names[i], name) == 0) return i;
    }
    return 0;
}

static bm_status search(bm_ctx *ctx, const struct tune *tune, int but)
{
    struct tune_share best, share;
    bm_status st;

    gz_tune_reset();
    if ((st = gz_tune_share(ctx, tune, but, false, &best)) != BM_OK) return st;
    for (int pass = 0; pass < PASSES; pass++) {
        for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
            double *weight = &bm_tuned[index_of(wanted[k])], old = *weight, kept = old;
            double step = fmax(STEP * fabs(old) / 2, STEP / 5);
            for (int side = -1; side <= 1; side += 2) {
                *weight = old + side * step;
                if ((st = gz_tune_share(ctx, tune, but, false, &share)) != BM_OK) return st;
                if (share.worth < best.worth + LEAST) continue;
                best = share;
                kept = *weight;
            }
            *weight = kept;
        }
    }
    return BM_OK;
}

static void print_share(const char *title, const struct tune_share *s)
{
    fprintf(stderr, "%-28s within 10 km %.2f %%, within 25 km %.2f %%, wrong points %.2f %%, of %llu rows\n",
            title, 100.0 * (double)s->close / (double)s->n, 100.0 * (double)s->near / (double)s->n,
            100.0 * (double)s->wrong / (double)s->n, (unsigned long long)s->n);
}

static void add(struct tune_share *sum, const struct tune_share *s)
{
    sum->n += s->n;
    sum->near += s->near;
    sum->close += s->close;
    sum->wrong += s->wrong;
}

bm_status gz_tune_weights(bm_ctx *ctx, struct tune *tune)
{
    struct tune_share share, sum = {0};
    bm_status st;

    gz_tune_reset();
    if ((st = gz_tune_share(ctx, tune, -1, true, &share)) != BM_OK) return st;
    print_share("as it is", &share);
    for (int fold = 0; fold < FOLDS; fold++) {
        if ((st = search(ctx, tune, fold)) != BM_OK ||
            (st = gz_tune_share(ctx, tune, fold, true, &share)) != BM_OK)
            return st;
        add(&sum, &share);
    }
    print_share("held out, tuned elsewhere", &sum);
    if ((st = search(ctx, tune, -1)) != BM_OK || (st = gz_tune_share(ctx, tune, -1, true, &share)) != BM_OK)
        return st;
    print_share("tuned on all", &share);
    for (int i = 0; i < BM_TUNED_COUNT; i++) {
        if (bm_tuned[i] != bm_tuned_defaults[i]) printf("%s %.2f\n", bm_tuned_names[i], bm_tuned[i]);
    }
    return BM_OK;
}
