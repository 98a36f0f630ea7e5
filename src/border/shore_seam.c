/* The seam at 180 degrees. A ring that is cut there has an edge along it, and no shore; the two sides of the
 * cut need not share vertices, as edges elsewhere do. */
#include "border/shores.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

/* Latitudes that differ by less are the same: some centimetres. */
#define SAME_DEG 1e-6

/* An edge along the seam. */
struct seam {
    double south_deg, north_deg;
    uint32_t edge, ring;
    bool east; /* at 180, its ground to the west; else at -180 */
};

static int by_south(const void *left, const void *right)
{
    const struct seam *a = left, *b = right;

    if (a->south_deg != b->south_deg) return a->south_deg < b->south_deg ? -1 : 1;
    return a->edge < b->edge ? -1 : a->edge > b->edge;
}

static bool along_seam(const struct bm_outline_index *o, uint32_t i)
{
    return fabs(o->pts[i].lon_deg) >= 180 && o->pts[i].lon_deg == o->pts[i + 1].lon_deg;
}

/* Fills out, if it is not NULL; returns how many there are. */
static size_t collect(const struct bm_outline_index *o, struct seam *out)
{
    size_t n = 0;

    for (size_t r = 0; r < o->n_rings; r++)
        for (uint32_t i = o->rings[r].first; i < o->rings[r].first + o->rings[r].n; i++) {
            double a = o->pts[i].lat_deg, b = o->pts[i + 1].lat_deg;

            if (!along_seam(o, i)) continue;
            if (out)
                out[n] = (struct seam){fmin(a, b), fmax(a, b), i, (uint32_t)r, o->pts[i].lon_deg > 0};
            n++;
        }
    return n;
}

static bool same_ground(const struct bm_outline_index *o, const struct seam *a, const struct seam *b)
{
    const struct bmb_ring *x = &o->rings[a->ring], *y = &o->rings[b->ring];

    return x->country == y->country && x->valid_from == y->valid_from && x->valid_to == y->valid_to;
}

/* Do edges of the same ground on the other side cover the whole edge? seams: rising. */
static bool goes_on(const struct bm_outline_index *o, const struct seam *seams, size_t n,
                    const struct seam *edge)
{
    double upto_deg = edge->south_deg;

    for (size_t i = 0; i < n && seams[i].south_deg <= upto_deg + SAME_DEG; i++)
        if (seams[i].east != edge->east && same_ground(o, &seams[i], edge))
            upto_deg = fmax(upto_deg, seams[i].north_deg);
    return upto_deg >= edge->north_deg - SAME_DEG;
}

bm_status bm_shore_seam(bm_ctx *ctx, const struct bm_outline_index *outlines, uint8_t *shore)
{
    size_t n = collect(outlines, NULL);
    void *block;
    bm_status st = bm_calloc(ctx, n, sizeof(struct seam), &block);
    struct seam *seams = block;

    if (st != BM_OK) return st;
    collect(outlines, seams);
    if (n > 0) qsort(seams, n, sizeof *seams, by_south);
    for (size_t i = 0; i < n; i++)
        if (shore[seams[i].edge] && goes_on(outlines, seams, n, &seams[i])) shore[seams[i].edge] = 0;
    bm_free(ctx, seams);
    return BM_OK;
}
