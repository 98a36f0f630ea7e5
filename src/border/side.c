/* On whose ground a point is. Two witnesses: the border lines themselves, exact but only near them, and the
 * countries' outlines, right everywhere but only to some 100 m. */
#include "border/outline_cells.h"
#include "border/tagger.h"

#include <math.h>
#include <string.h>

/* Within this distance of a border the outlines' own accuracy does not settle it: the lines do. */
#define LINES_DECIDE_M 300.0
/* Beyond this distance the nearest line says nothing about the point: there may be sea between. */
#define LINES_MATTER_M 5000.0
/* A shore town may lie outside the outline, which is drawn with 100 m between vertices and cuts off quays and
 * spits. */
#define SHORE_M BM_OUTLINE_NEAR_M

/* Edges that leave a vertex, by direction: whose ground lies left and right of them, seen from the vertex. */
struct corner {
    double after_deg,
        before_deg; /* angle from the last edge counter-clockwise of the point, and to the next one */
    const char *after, *before; /* the countries on those edges' sides towards the point */
};

static double turn_deg(double from_deg, double to_deg)
{
    double d = fmod(to_deg - from_deg, 360);

    return d < 0 ? d + 360 : d;
}

static void add_ray(struct corner *corner, double ray_deg, double point_deg, const char *left,
                    const char *right)
{
    double past_deg = turn_deg(ray_deg, point_deg), ahead_deg = turn_deg(point_deg, ray_deg);

    if (past_deg < corner->after_deg) corner->after_deg = past_deg, corner->after = right;
    if (ahead_deg < corner->before_deg) corner->before_deg = ahead_deg, corner->before = left;
}

static bool same_place(bm_ll a, bm_ll b)
{
    return a.lon_deg == b.lon_deg && a.lat_deg == b.lat_deg;
}

/* The country by the lines: the one both neighbouring edges at the nearest point agree on; NULL if they do
 * not (the end of a border at a coast) or the point is on the line. point_deg: direction from the nearest
 * point to the point. */
static const char *side_by_lines(bm_tagger *tagger, const struct bm_nearest *nearest, double point_deg,
                                 const struct bm_hit *hits, size_t n_hits)
{
    bm_measure *measure = bm_search_measure(tagger->all);
    struct corner corner = {.after_deg = INFINITY, .before_deg = INFINITY};

    if (nearest->dist_m == 0) return NULL;
    for (size_t i = 0; i < n_hits; i++) {
        const bm_dyad *dyad = &tagger->border->dyads[hits[i].dyad];
        struct bm_arc arc = bm_search_arc(tagger->all, hits[i].edge);
        double t = hits[i].foot.t, heading_deg;

        if (!same_place(hits[i].foot.at, nearest->hit.foot.at)) continue;
        heading_deg = bm_arc_heading_deg(measure, &arc, t);
        if (t < 1) add_ray(&corner, heading_deg, point_deg, dyad->iso_a, dyad->iso_b);
        if (t > 0) add_ray(&corner, heading_deg + 180, point_deg, dyad->iso_b, dyad->iso_a);
    }
    if (!corner.after || !corner.before || strcmp(corner.after, corner.before) != 0) return NULL;
    return corner.after;
}

/* Is the point inside the ring that the nearest border line is part of? Outlines may lack a small enclave. */
static bool in_border_ring(const bm_border *border, bm_ll point, const struct bm_nearest *nearest)
{
    uint32_t first, n;
    const struct bmb_part *part = &border->parts[border->file_dyads[nearest->dyad].first_part];
    bm_area ring = {.n_rings = 1, .box = {-180, -90, 180, 90}};
    uint32_t ring_first[2] = {0, 0};

    while (nearest->hit.edge >= part->first + part->n) part++;
    first = part->first, n = part->n - 1;
    if (!part->closed) return false;
    ring_first[1] = n;
    ring.pts = border->pts + first;
    ring.ring_first = ring_first;
    return bm_area_contains(&ring, point);
}

static bool is_of(const bm_dyad *dyad, const char *iso)
{
    return strcmp(dyad->iso_a, iso) == 0 || strcmp(dyad->iso_b, iso) == 0;
}

/* The one country that has ground within SHORE_M of a point outside all outlines; -1 for none or several. */
static bm_status shore_country(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, int32_t *country)
{
    bool alone;
    bm_status st = bm_outline_cells_alone(ctx, tagger->outlines, point, tagger->day, &alone);

    *country = -1;
    for (int i = 0; i < 16 && !alone && st == BM_OK; i++) {
        bm_ll beside = bm_geodesic_go(point, i * 45.0, i < 8 ? SHORE_M / 2 : SHORE_M);
        int32_t there;

        st = bm_outline_cells_country(ctx, tagger->outlines, beside, tagger->day, &there);
        if (st != BM_OK || there < 0 || there == *country) continue;
        if (*country >= 0) {
            *country = -1;
            return BM_OK;
        }
        *country = there;
    }
    return st;
}

bm_status bm_tag_side(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, double rad_m,
                      const struct bm_nearest *nearest, double point_deg, const struct bm_hit *hits,
                      size_t n_hits, bm_tag *tag)
{
    const bm_border *border = tagger->border;
    int32_t country;
    bm_status st = bm_outline_cells_country(ctx, tagger->outlines, point, tagger->day, &country);
    const char *outline = country >= 0 ? border->countries[country].iso : NULL;
    bool near = nearest->dyad >= 0 && (nearest->dist_m <= LINES_MATTER_M || border->n_rings == 0);
    const char *line = near ? side_by_lines(tagger, nearest, point_deg, hits, n_hits) : NULL;
    bool close = nearest->dyad >= 0 && nearest->dist_m <= LINES_DECIDE_M;
    bool sure = rad_m < nearest->dist_m || nearest->dyad < 0;
    const char *side;

    if (st != BM_OK) return st;
    if (country < 0 && !(close && line) && border->n_rings > 0) {
        if ((st = shore_country(ctx, tagger, point, &country)) != BM_OK) return st;
        if (country >= 0) outline = border->countries[country].iso;
        sure = false;
    }
    if (close && line) {
        side = line;
    } else if (outline) {
        side = outline;
        if (close) sure = false; /* at the end of a border: nothing decides better than to 100 m */
        if (line && strcmp(line, outline) != 0 && nearest->dist_m <= LINES_MATTER_M &&
            is_of(&border->dyads[nearest->dyad], outline)) {
            /* The witnesses contradict each other about this very border. */
            if (in_border_ring(border, point, nearest))
                side = line;
            else
                sure = false;
        }
    } else {
        side = border->n_rings == 0 ? line : NULL; /* lines alone cannot tell land from sea */
        sure = sure && close;
    }
    if (!side) return BM_OK;
    memcpy(tag->side, side, 3);
    tag->side_sure = sure;
    return BM_OK;
}
