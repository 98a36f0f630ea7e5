/* Nearest line pieces in a plain grid of longitude and latitude. Distances are taken on a flat earth about
 * the point asked for: better than 1 % up to 100 km below 70 degrees of latitude, and only used to match,
 * classify and grade lines, never for a distance that is given to a user. Pieces across 180 degrees are not
 * joined. */
#include "border/making.h"

#include "base/mem.h"

#include <math.h>

struct bm_near {
    const struct bm_near_piece *pieces; /* borrowed */
    uint32_t *cell_first, *items;       /* items of cell i: cell_first[i] .. cell_first[i+1]-1 */
    size_t n_cells, n_x;
    double cell_deg;
};

static size_t cell_of(const struct bm_near *near, double x_deg, double y_deg)
{
    double x = floor((x_deg + 180) / near->cell_deg), y = floor((y_deg + 90) / near->cell_deg);

    if (x < 0) x = 0;
    if (y < 0) y = 0;
    if (x >= (double)near->n_x) x = (double)near->n_x - 1;
    size_t cell = (size_t)y * near->n_x + (size_t)x;
    return cell < near->n_cells ? cell : near->n_cells - 1;
}

/* Calls fn for each cell that a piece may touch: it is walked in steps of a cell, with the boxes of the
 * steps. */
static void each_cell(struct bm_near *near, uint32_t index, void (*fn)(struct bm_near *, size_t, uint32_t))
{
    bm_ll a = bm_pt_ll(near->pieces[index].a), b = bm_pt_ll(near->pieces[index].b);
    double dx = b.lon_deg - a.lon_deg, dy = b.lat_deg - a.lat_deg;
    double longest = fabs(dx) > fabs(dy) ? fabs(dx) : fabs(dy);
    int steps = 1 + (int)(longest / near->cell_deg);

    for (int i = 0; i < steps; i++) {
        double x0 = a.lon_deg + dx * i / steps, y0 = a.lat_deg + dy * i / steps;
        double x1 = a.lon_deg + dx * (i + 1) / steps, y1 = a.lat_deg + dy * (i + 1) / steps;
        size_t low = cell_of(near, fmin(x0, x1), fmin(y0, y1)),
               high = cell_of(near, fmax(x0, x1), fmax(y0, y1));
        size_t width = high % near->n_x - low % near->n_x;
        for (size_t row = low; row <= high; row += near->n_x)
            for (size_t cell = row; cell <= row + width && cell <= high; cell++) fn(near, cell, index);
    }
}

static void count_cell(struct bm_near *near, size_t cell, uint32_t index)
{
    (void)index;
    near->cell_first[cell + 1]++;
}

static void fill_cell(struct bm_near *near, size_t cell, uint32_t index)
{
    near->items[near->cell_first[cell]++] = index;
}

bm_status bm_near_build(bm_ctx *ctx, const struct bm_near_piece *pieces, size_t n, double cell_deg,
                        struct bm_near **out)
{
    struct bm_near *near = NULL;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *near, (void **)&near)) != BM_OK) return st;
    near->pieces = pieces;
    near->cell_deg = cell_deg;
    near->n_x = (size_t)ceil(360 / cell_deg) + 1;
    near->n_cells = near->n_x * ((size_t)ceil(180 / cell_deg) + 1);
    st = bm_calloc(ctx, near->n_cells + 2, sizeof *near->cell_first, (void **)&near->cell_first);
    if (st != BM_OK) goto done;
    for (size_t i = 0; i < n; i++) each_cell(near, (uint32_t)i, count_cell);
    for (size_t i = 0; i < near->n_cells; i++) near->cell_first[i + 1] += near->cell_first[i];
    st = bm_calloc(ctx, near->cell_first[near->n_cells] + (size_t)1, sizeof *near->items,
                   (void **)&near->items);
    if (st != BM_OK) goto done;
    for (size_t i = 0; i < n; i++) each_cell(near, (uint32_t)i, fill_cell);
    for (size_t i = near->n_cells; i > 0; i--)
        near->cell_first[i] = near->cell_first[i - 1]; /* filling moved them */
    near->cell_first[0] = 0;
    *out = near;
    near = NULL;
done:
    bm_near_free(ctx, near);
    return st;
}

void bm_near_free(bm_ctx *ctx, struct bm_near *near)
{
    if (!near) return;
    bm_free(ctx, near->cell_first);
    bm_free(ctx, near->items);
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

static void visit_range(const struct bm_near *near, bm_pt at, double radius_m, bm_near_visit visit,
                        void *user)
{
    bm_ll p = bm_pt_ll(at);
    double cos_lat = cos(p.lat_deg * (3.14159265358979323846 / 180));
    double dy = radius_m / 111195.0, dx = cos_lat > 0.01 ? dy / cos_lat : 360;
    size_t low = cell_of(near, p.lon_deg - dx, p.lat_deg - dy),
           high = cell_of(near, p.lon_deg + dx, p.lat_deg + dy);
    size_t width = high % near->n_x - low % near->n_x;

    for (size_t row = low; row <= high; row += near->n_x)
        for (size_t cell = row; cell <= row + width && cell <= high; cell++)
            for (uint32_t i = near->cell_first[cell]; i < near->cell_first[cell + 1]; i++) {
                const struct bm_near_piece *piece = &near->pieces[near->items[i]];
                double distance = piece_distance_m(piece, at, cos_lat);
                if (distance <= radius_m) visit(user, piece, distance);
            }
}

void bm_near_within(const struct bm_near *near, bm_pt at, double radius_m, bm_near_visit visit, void *user)
{
    visit_range(near, at, radius_m, visit, user);
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

    for (double reach = fmin(radius_m, near->cell_deg * 55000);; reach = fmin(radius_m, reach * 3)) {
        visit_range(near, at, reach, keep_least, &least);
        if (least <= reach || reach >= radius_m) return least;
    }
}
