/* Whose ground a point is on by the countries' outlines: the rings about it, and boxes over their stretches. */
#include "border/outline.h"

#include <math.h>

/* The boxes over a ring. Level 0 is the finest. */
struct levels {
    const bm_ll *pts;
    const struct bmb_ring_box *boxes;
    uint32_t n;
    size_t level_first[10], level_n[10]; /* boxes */
    uint64_t level_edges[10];            /* edges to a box */
    int n_levels;
};

static void levels_of(const struct bm_border *border, const struct bmb_ring *ring, struct levels *out)
{
    size_t n = (ring->n + BMB_RING_RUN - 1) / BMB_RING_RUN, first = 0;
    uint64_t edges = BMB_RING_RUN;

    out->pts = border->ring_pts + ring->first;
    out->boxes = border->ring_boxes + ring->box_first;
    out->n = ring->n;
    out->n_levels = 0;
    for (;;) {
        out->level_first[out->n_levels] = first;
        out->level_n[out->n_levels] = n;
        out->level_edges[out->n_levels++] = edges;
        if (n <= BMB_RING_GROUP) return;
        first += n;
        n = (n + BMB_RING_GROUP - 1) / BMB_RING_GROUP;
        edges *= BMB_RING_GROUP;
    }
}

static bool crosses(bm_ll a, bm_ll b, bm_ll p)
{
    if ((a.lat_deg > p.lat_deg) == (b.lat_deg > p.lat_deg)) return false;
    return p.lon_deg <
           a.lon_deg + (p.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg) * (b.lon_deg - a.lon_deg);
}

/* Of a ring, which closes; i is at most its number of vertices. */
static bm_ll vertex(const struct levels *c, uint64_t i)
{
    return c->pts[i < c->n ? i : 0];
}

/* Does a ray from the point to the east cross the stretch under a box an odd number of times? A stretch that
 * lies wholly to the east does exactly if its ends are on both sides of the ray. */
static bool odd(const struct levels *c, bm_ll p, int level, size_t index)
{
    const struct bmb_ring_box *box = &c->boxes[c->level_first[level] + index];
    uint64_t from = index * c->level_edges[level], to = from + c->level_edges[level];
    bool result = false;

    if (p.lat_deg < box->south || p.lat_deg > box->north || p.lon_deg > box->east) return false;
    if (to > c->n) to = c->n;
    if (p.lon_deg < box->west)
        return (c->pts[from].lat_deg > p.lat_deg) != (vertex(c, to).lat_deg > p.lat_deg);
    if (level == 0) {
        for (uint64_t i = from; i + 1 < to; i++) result ^= crosses(c->pts[i], c->pts[i + 1], p);
        return result ^ crosses(c->pts[to - 1], vertex(c, to), p);
    }
    for (size_t i = index * BMB_RING_GROUP; i < (index + 1) * BMB_RING_GROUP && i < c->level_n[level - 1];
         i++)
        result ^= odd(c, p, level - 1, i);
    return result;
}

bool bm_outline_ring_has(const bm_border *border, uint32_t ring, bm_ll p)
{
    struct levels levels;
    bool inside = false;

    levels_of(border, &border->rings[ring], &levels);
    for (size_t i = 0; i < levels.level_n[levels.n_levels - 1]; i++)
        inside ^= odd(&levels, p, levels.n_levels - 1, i);
    return inside;
}

/* Does the box meet that of a stretch of the finest level under a box? */
static bool stretch_meets(const struct levels *c, const bm_box *box, int level, size_t index)
{
    const struct bmb_ring_box *own = &c->boxes[c->level_first[level] + index];

    if (own->west > box->east_deg || own->east < box->west_deg || own->south > box->north_deg ||
        own->north < box->south_deg)
        return false;
    if (level == 0) return true;
    for (size_t i = index * BMB_RING_GROUP; i < (index + 1) * BMB_RING_GROUP && i < c->level_n[level - 1];
         i++)
        if (stretch_meets(c, box, level - 1, i)) return true;
    return false;
}

bool bm_outline_ring_may_meet(const bm_border *border, uint32_t ring, const bm_box *box)
{
    struct levels levels;

    levels_of(border, &border->rings[ring], &levels);
    for (size_t i = 0; i < levels.level_n[levels.n_levels - 1]; i++)
        if (stretch_meets(&levels, box, levels.n_levels - 1, i)) return true;
    return false;
}

struct lookup {
    const struct bm_border *border;
    bm_ll p;
    int32_t day;
    int32_t ring;
};

static void look_at_ring(struct lookup *lookup, uint32_t item)
{
    const struct bmb_ring *ring = &lookup->border->rings[item];

    if (lookup->ring >= 0 && bmb_ring_goes_before(lookup->border, (uint32_t)lookup->ring, item)) return;
    if (lookup->border->n_changes > 0 && !bm_holds(ring->valid_from, ring->valid_to, lookup->day)) return;
    if (bm_outline_ring_has(lookup->border, item, lookup->p)) lookup->ring = (int32_t)item;
}

static void look_at_set(void *user, uint32_t set)
{
    struct lookup *lookup = user;
    const bm_border *border = lookup->border;
    bm_ll p = lookup->p;

    for (uint32_t r = set * BMB_RING_SET; r < (set + 1) * BMB_RING_SET && r < border->n_rings; r++) {
        const bm_box *box = &border->ring_areas[r];

        if (box->west_deg <= p.lon_deg && p.lon_deg <= box->east_deg && box->south_deg <= p.lat_deg &&
            p.lat_deg <= box->north_deg)
            look_at_ring(lookup, r);
    }
}

bm_status bm_border_ring_at(bm_ctx *ctx, const bm_border *border, bm_tree *ring_sets, bm_ll point,
                            int32_t day, int32_t *ring)
{
    struct lookup lookup = {.border = border, .p = point, .day = day, .ring = -1};
    bm_box at;
    bm_status st;

    if (point.lon_deg >= 180) lookup.p.lon_deg = -180;   /* one meridian: rings are cut there */
    if (fabs(point.lat_deg) >= 90) lookup.p.lon_deg = 0; /* a pole is one place */
    at = (bm_box){lookup.p.lon_deg, lookup.p.lat_deg, lookup.p.lon_deg, lookup.p.lat_deg};
    st = bm_tree_query(ctx, ring_sets, &at, look_at_set, &lookup);
    *ring = lookup.ring;
    return st;
}

bm_status bm_border_country_at(bm_ctx *ctx, const bm_border *border, bm_tree *ring_sets, bm_ll point,
                               int32_t day, int32_t *country)
{
    int32_t ring;
    bm_status st = bm_border_ring_at(ctx, border, ring_sets, point, day, &ring);

    *country = ring >= 0 ? (int32_t)border->rings[ring].country : -1;
    return st;
}
