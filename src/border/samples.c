/* The points that stand for a vague place, by distance. */
#include "border/tagger.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

bool bm_band_within(const bm_tagger *tagger, double dmin_m, double dmax_m)
{
    for (size_t i = 0; i < tagger->n_bands; i++)
        if (tagger->bands_m[i] >= dmin_m && tagger->bands_m[i] < dmax_m) return true;
    return false;
}

void bm_sample_add(bm_tagger *tagger, double dist_m, int32_t dyad)
{
    if (tagger->n_samples < BM_AREA_POINTS)
        tagger->samples[tagger->n_samples++] = (struct bm_sample){(float)dist_m, dyad};
}

static int by_distance(const void *left, const void *right)
{
    const struct bm_sample *a = left, *b = right;

    if (a->dist_m != b->dist_m) return a->dist_m < b->dist_m ? -1 : 1;
    return (a->dyad > b->dyad) - (a->dyad < b->dyad);
}

/* The range is certified to some metres and the samples are not: no sample says what the range excludes. */
static float within(float dist_m, const bm_tag *tag)
{
    if (isnan(tag->dmin_m)) return dist_m;
    if (dist_m < tag->dmin_m) return (float)tag->dmin_m;
    return dist_m > tag->dmax_m ? (float)tag->dmax_m : dist_m;
}

bm_status bm_sample_collect(bm_ctx *ctx, bm_tagger *tagger, bm_arena *arena, bm_tag *tag)
{
    uint32_t n = tagger->n_samples;
    float *sample_m;
    int32_t *dyad;

    tagger->n_samples = 0;
    if (n == 0 || tagger->vague != BM_VAGUE_ALL) return BM_OK;
    sample_m = bm_arena_alloc(arena, n * sizeof *sample_m);
    dyad = bm_arena_alloc(arena, n * sizeof *dyad);
    if (!sample_m || !dyad) return bm_fail(ctx, BM_ENOMEM, "out of memory for the samples of a place");
    qsort(tagger->samples, n, sizeof *tagger->samples, by_distance);
    for (uint32_t i = 0; i < n; i++) {
        sample_m[i] = within(tagger->samples[i].dist_m, tag);
        dyad[i] = tagger->samples[i].dyad;
    }
    tag->sample_m = sample_m;
    tag->sample_dyad = dyad;
    tag->n_samples = n;
    return BM_OK;
}
