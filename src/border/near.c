/* Nearest line pieces, through GEOS's tree over their boxes of longitude and latitude. Distances are taken on
 * a flat earth about the point asked for: better than 1 % up to 100 km below 70 degrees of latitude, and only
 * used to match, classify and grade lines, never for a distance that is given to a user. Pieces across 180
 * degrees are not joined. */
#include "border/making.h"

#include "adapt/planar.h"
#include "base/mem.h"

#include <math.h>

struct bm_near {
    bm_ctx *ctx;
    const struct bm_near_piece *pieces; /* borrowed */
    size_t n;
    bm_tree *tree;
    double first_reach_m;
};

static bm_box box_of(const struct bm_near_piece *piece)
{
    bm_ll a = bm_pt_ll(piece->a), b = bm_pt_ll(piece->b);

    return (bm_box){fmin(a.lon_deg, b.lon_deg), fmin(a.lat_deg, b.lat_deg), fmax(a.lon_deg, b.lon_deg),
                    fmax(a.lat_deg, b.lat_deg)};
}

bm_status bm_near_build(bm_ctx *ctx, const struct bm_near_piece *pieces, size_t n, double cell_deg,
                        struct bm_near **out)
{
    struct bm_near *near = NULL;
    bm_box *boxes = NULL;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *near, (void **)&near)) != BM_OK) return st;
    *near = (struct bm_near){.ctx = ctx, .pieces = pieces, .n = n, .first_reach_m = cell_deg * 55000};
    if ((st = bm_calloc(ctx, n, sizeof *boxes, (void **)&boxes)) != BM_OK) goto done;
    for (size_t i = 0; i < n; i++) boxes[i] = box_of(&pieces[i]);
    if ((st = bm_tree_build(ctx, boxes, n, &near->tree)) != BM_OK) goto done;
    *out = near;
    near = NULL;
done:
    bm_free(ctx, boxes);
    bm_near_free(ctx, near);
    return st;
}

void bm_near_free(bm_ctx *ctx, struct bm_near *near)
{
    if (!near) return;
    bm_tree_destroy(near->tree);
    bm_free(ctx, near);
}

static double piece_distance_m(const struct bm_near_piece *piece, bm_pt at, double cos_lat)
{
    const double metres = 111195.0 / BM_GRID;
    double ax = ((double)piece->a.x - at.x) * cos_lat, ay = (double)piece->a.y - at.y;
    double dx = ((double)piece->b.x - piece->a.x) * cos_lat, dy = (double)piece->b.y - piece->a.y;
    double square = dx * dx + dy * dy, t = square > 0 ? -(ax * dx + ay * dy) / square : 0;

    if (t < 0) t = 0;
    if (t > 1) t = 1;
    ax += t * dx;
    ay += t * dy;
    return sqrt(ax * ax + ay * ay) * metres;
}

struct range {
    const struct bm_near *near;
    bm_pt at;
    double cos_lat, radius_m;
    bm_near_visit visit;
    void *user;
};

static void visit_piece(void *user, uint32_t index)
{
    const struct range *range = user;
    const struct bm_near_piece *piece = &range->near->pieces[index];
    double distance_m = piece_distance_m(piece, range->at, range->cos_lat);

    if (distance_m <= range->radius_m) range->visit(range->user, piece, distance_m);
}

void bm_near_within(const struct bm_near *near, bm_pt at, double radius_m, bm_near_visit visit, void *user)
{
    bm_ll p = bm_pt_ll(at);
    double cos_lat = cos(p.lat_deg * (3.14159265358979323846 / 180));
    double dy = radius_m / 111195.0, dx = cos_lat > 0.01 ? dy / cos_lat : 360;
    bm_box box = {p.lon_deg - dx, p.lat_deg - dy, p.lon_deg + dx, p.lat_deg + dy};
    struct range range = {near, at, cos_lat, radius_m, visit, user};

    if (bm_tree_query(near->ctx, near->tree, &box, visit_piece, &range) == BM_OK) return;
    for (size_t i = 0; i < near->n; i++) visit_piece(&range, (uint32_t)i); /* the tree is out of memory */
}

static void keep_least(void *user, const struct bm_near_piece *piece, double distance_m)
{
    double *least = user;

    (void)piece;
    if (distance_m < *least) *least = distance_m;
}

double bm_near_distance_m(const struct bm_near *near, bm_pt at, double radius_m)
{
    double least = INFINITY;

    for (double reach = fmin(radius_m, near->first_reach_m);; reach = fmin(radius_m, reach * 3)) {
        bm_near_within(near, at, reach, keep_least, &least);
        if (least <= reach || reach >= radius_m) return least;
    }
}
