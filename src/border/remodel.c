/* From an open border file back to a model, to be changed and made into a file again. */
#include "border/making.h"
#include "border/view.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

/* Accuracy is kept for stretches of BM_ACC_RUN edges of a chain: a chain ends where it or the status changes.
 */
static bm_status add_part(bm_ctx *ctx, const bm_border *border, const struct bmb_part *part,
                          struct bm_border_model *out)
{
    const struct bmb_dyad *dyad = &border->file_dyads[part->dyad];
    uint32_t end = part->first + part->n - 1, to;
    bm_status st = BM_OK;

    for (uint32_t from = part->first; from < end && st == BM_OK; from = to) {
        struct bm_chain like = {.status = (bm_border_status)border->status[from],
                                .valid_from = part->valid_from,
                                .valid_to = part->valid_to};

        for (to = from + 1; to < end; to++)
            if (border->status[to] != border->status[from] || border->acc[to] != border->acc[from]) break;
        memcpy(like.left, dyad->iso_a, 4);
        memcpy(like.right, dyad->iso_b, 4);
        st = bm_model_add_chain(ctx, out, &like, border->pts + from, to - from + 1);
        if (st != BM_OK) break;
        for (size_t a = out->chains[out->n_chains - 1].acc_first; a < out->n_acc; a++)
            out->acc[a] = border->acc[from];
    }
    return st;
}

/* A search for whose ground it is takes wild numbers, what makes a file anew does not. */
static bool are_places(const bm_ll *pts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!(fabs(pts[i].lon_deg) <= 180 && fabs(pts[i].lat_deg) <= 90)) return false;
    return true;
}

static bm_status add_ground(bm_ctx *ctx, const bm_border *border, uint32_t country,
                            struct bm_border_model *out)
{
    bool first = true;
    bm_status st = BM_OK;

    for (uint32_t r = 0; r < border->n_rings && st == BM_OK; r++) {
        const struct bmb_ring *ring = &border->rings[r];
        struct bm_outline *last = first ? NULL : &out->outlines[out->n_outlines - 1];

        if (ring->country != country) continue;
        if (!are_places(border->ring_pts + ring->first, ring->n))
            return bm_fail(ctx, BM_EFORMAT,
                           "the ground of '%s' in the border file is damaged; build it again",
                           border->countries[country].iso);
        if (!last || last->valid_from != ring->valid_from || last->valid_to != ring->valid_to) {
            if ((st = bm_model_add_outline(ctx, out, border->countries[country].iso)) != BM_OK) break;
            last = &out->outlines[out->n_outlines - 1];
            last->valid_from = ring->valid_from, last->valid_to = ring->valid_to;
            first = false;
        }
        st = bm_model_add_ring(ctx, out, border->ring_pts + ring->first, ring->n);
    }
    return st;
}

bm_status bm_border_remodel(bm_ctx *ctx, const bm_border *border, struct bm_border_model *out)
{
    size_t info = strlen(border->info_json) + 1;
    bm_status st = BM_OK;

    *out = (struct bm_border_model){0};
    for (uint32_t p = 0; p < border->n_parts && st == BM_OK; p++)
        st = add_part(ctx, border, &border->parts[p], out);
    for (uint32_t c = 0; c < border->n_countries && st == BM_OK; c++) st = add_ground(ctx, border, c, out);
    if (st == BM_OK) st = bm_calloc(ctx, info, 1, (void **)&out->info_json);
    if (st == BM_OK) memcpy(out->info_json, border->info_json, info);
    if (st != BM_OK) bm_border_model_free(ctx, out);
    return st;
}
