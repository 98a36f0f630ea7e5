/* On whose ground a point is. Two witnesses: the border lines themselves, exact but only near them, and the
 * countries' outlines, right everywhere but only to some 100 m. */
#include "border/tagger.h"

#include <math.h>
#include <string.h>

/* Within this distance of a border the outlines' own accuracy does not settle it: the lines do. */
#define LINES_DECIDE_M 300.0

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
 * not (the end of a border at a coast) or the point is on the line. */
static const char *side_by_lines(bm_tagger *tagger, bm_ll point, const struct bm_nearest *nearest,
                                 const struct bm_hit *hits, size_t n_hits)
{
    const bm_measure *measure = bm_search_measure(tagger->search);
    struct corner corner = {.after_deg = INFINITY, .before_deg = INFINITY};
    double point_deg;

    if (bm_geodesic_azimuth_m(nearest->hit.foot.at, point, &point_deg) == 0) return NULL;
    for (size_t i = 0; i < n_hits; i++) {
        const bm_dyad *dyad = &tagger->border->dyads[hits[i].dyad];
        struct bm_arc arc = bm_search_arc(tagger->search, hits[i].edge);
        double t = hits[i].foot.t, heading_deg;

        if (!same_place(hits[i].foot.at, nearest->hit.foot.at)) continue;
        heading_deg = bm_arc_heading_deg(measure, &arc, t);
        if (t < 1) add_ray(&corner, heading_deg, point_deg, dyad->iso_a, dyad->iso_b);
        if (t > 0) add_ray(&corner, heading_deg + 180, point_deg, dyad->iso_b, dyad->iso_a);
    }
    if (!corner.after || !corner.before || strcmp(corner.after, corner.before) != 0) return NULL;
    return corner.after;
}

void bm_tag_side(bm_tagger *tagger, bm_ll point, double rad_m, const struct bm_nearest *nearest,
                 const struct bm_hit *hits, size_t n_hits, bm_tag *tag)
{
    const bm_border *border = tagger->border;
    int32_t country = bm_border_country_at(border, point);
    const char *outline = country >= 0 ? border->countries[country].iso : NULL;
    const char *line = nearest->dyad >= 0 ? side_by_lines(tagger, point, nearest, hits, n_hits) : NULL;
    bool close = nearest->dyad >= 0 && nearest->dist_m <= LINES_DECIDE_M;
    bool sure = rad_m < nearest->dist_m || nearest->dyad < 0;
    const char *side;

    if (close && line) {
        side = line;
    } else if (outline) {
        const bm_dyad *dyad = nearest->dyad >= 0 ? &border->dyads[nearest->dyad] : NULL;

        side = outline;
        if (close) sure = false; /* at the end of a border: nothing decides better than to 100 m */
        if (line && strcmp(line, outline) != 0 && dyad &&
            (strcmp(dyad->iso_a, outline) == 0 || strcmp(dyad->iso_b, outline) == 0))
            sure = false; /* the witnesses contradict each other about this very border */
    } else {
        side = border->n_rings == 0 ? line : NULL; /* lines alone cannot tell land from sea */
        sure = sure && close;
    }
    if (!side) return;
    memcpy(tag->side, side, 3);
    tag->side_sure = sure;
}
