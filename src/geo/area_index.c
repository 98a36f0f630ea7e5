#include "geo/area.h"

#include "base/mem.h"

#include <math.h>

enum { EDGES_A_BAND = 4, MOST_BANDS = 4096 };

/* Bands of latitude of one height, each with the edges that touch it. An edge is the number of the point that
 * it ends at; it begins at before[]. */
struct bm_area_index {
    const bm_area *area;
    double south_deg, bands_a_deg;
    uint32_t n_bands;
    uint32_t *first;         /* n_bands + 1 */
    uint32_t *edge, *before; /* by band */
};

/* Never falls as the latitude rises: that is all that counts. */
static uint32_t band_of(const bm_area_index *index, double lat_deg)
{
    double band = (lat_deg - index->south_deg) * index->bands_a_deg;

    if (!(band > 0)) return 0;
    return band < index->n_bands ? (uint32_t)band : index->n_bands - 1;
}

/* Counts an edge into its bands, or (at not NULL) writes it there. */
static void put_edge(bm_area_index *index, uint32_t before, uint32_t edge, uint32_t *at)
{
    double a_deg = index->area->pts[before].lat_deg, b_deg = index->area->pts[edge].lat_deg;
    uint32_t from = band_of(index, fmin(a_deg, b_deg)), to = band_of(index, fmax(a_deg, b_deg));

    for (uint32_t band = from; band <= to; band++) {
        if (!at) {
            index->first[band + 1]++;
            continue;
        }
        index->edge[at[band]] = edge;
        index->before[at[band]++] = before;
    }
}

static void put_edges(bm_area_index *index, uint32_t *at)
{
    const bm_area *area = index->area;

    for (uint32_t r = 0; r < area->n_rings; r++) {
        uint32_t from = area->ring_first[r], end = area->ring_first[r + 1];

        for (uint32_t i = from, before = end - 1; i < end; before = i++) put_edge(index, before, i, at);
    }
}

static void measure(bm_area_index *index)
{
    const bm_area *area = index->area;
    uint32_t from = area->ring_first[0], end = area->ring_first[area->n_rings],
             n = (end - from) / EDGES_A_BAND;
    double south_deg = INFINITY, north_deg = -INFINITY;

    for (uint32_t i = from; i < end; i++) {
        south_deg = fmin(south_deg, area->pts[i].lat_deg);
        north_deg = fmax(north_deg, area->pts[i].lat_deg);
    }
    index->n_bands = n < 1 ? 1 : n > MOST_BANDS ? MOST_BANDS : n;
    index->south_deg = south_deg;
    index->bands_a_deg = north_deg > south_deg ? index->n_bands / (north_deg - south_deg) : 0;
}

bm_status bm_area_index_create(bm_ctx *ctx, const bm_area *area, bm_area_index **out)
{
    bm_area_index *index = NULL;
    uint32_t *at = NULL;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *index, &block)) != BM_OK) return st;
    index = block;
    index->area = area;
    measure(index);
    if ((st = bm_calloc(ctx, index->n_bands + 1u, sizeof *index->first, &block)) != BM_OK) goto done;
    index->first = block;
    put_edges(index, NULL);
    for (uint32_t band = 0; band < index->n_bands; band++) index->first[band + 1] += index->first[band];
    if ((st = bm_calloc(ctx, index->first[index->n_bands], sizeof *index->edge, &block)) != BM_OK) goto done;
    index->edge = block;
    if ((st = bm_calloc(ctx, index->first[index->n_bands], sizeof *index->before, &block)) != BM_OK)
        goto done;
    index->before = block;
    if ((st = bm_calloc(ctx, index->n_bands, sizeof *at, &block)) != BM_OK) goto done;
    at = block;
    for (uint32_t band = 0; band < index->n_bands; band++) at[band] = index->first[band];
    put_edges(index, at);
    *out = index;
    index = NULL;
done:
    bm_free(ctx, at);
    bm_area_index_destroy(ctx, index);
    return st;
}

void bm_area_index_destroy(bm_ctx *ctx, bm_area_index *index)
{
    if (!index) return;
    bm_free(ctx, index->first);
    bm_free(ctx, index->edge);
    bm_free(ctx, index->before);
    bm_free(ctx, index);
}

bool bm_area_index_contains(const bm_area_index *index, bm_ll point)
{
    uint32_t band = band_of(index, point.lat_deg);
    bool inside = false;

    if (!bm_box_contains(&index->area->box, point)) return false;
    for (uint32_t i = index->first[band]; i < index->first[band + 1]; i++) {
        int against =
            bm_edge_against(index->area->pts[index->before[i]], index->area->pts[index->edge[i]], point);

        if (against == 2) return true;
        if (against == 1) inside = !inside;
    }
    return inside;
}

/* Does the straight line a-b meet the box? */
static bool meets(bm_ll a, bm_ll b, const bm_box *box)
{
    double t0 = 0, t1 = 1;
    double p[4] = {-(b.lon_deg - a.lon_deg), b.lon_deg - a.lon_deg, -(b.lat_deg - a.lat_deg),
                   b.lat_deg - a.lat_deg};
    double q[4] = {a.lon_deg - box->west_deg, box->east_deg - a.lon_deg, a.lat_deg - box->south_deg,
                   box->north_deg - a.lat_deg};

    for (int k = 0; k < 4; k++) { /* Liang and Barsky's clipping, doi:10.1145/357332.357333 */
        if (p[k] == 0 && q[k] < 0) return false;
        if (p[k] < 0) t0 = fmax(t0, q[k] / p[k]);
        if (p[k] > 0) t1 = fmin(t1, q[k] / p[k]);
    }
    return t0 <= t1;
}

bool bm_area_index_meets(const bm_area_index *index, const bm_box *box)
{
    const bm_ll *pts = index->area->pts;
    uint32_t from = band_of(index, box->south_deg), to = band_of(index, box->north_deg);

    for (uint32_t i = index->first[from]; i < index->first[to + 1]; i++)
        if (meets(pts[index->before[i]], pts[index->edge[i]], box)) return true;
    return false;
}
