/* Polygons as rings with their country on the left. */
#include "border/making.h"

#include "adapt/vector.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "bordermap/incident.h"

#include <math.h>
#include <string.h>

void bm_rings_free(bm_ctx *ctx, struct bm_rings *rings)
{
    bm_free(ctx, rings->items);
    bm_free(ctx, rings->pts);
    bm_free(ctx, rings->isos);
    *rings = (struct bm_rings){0};
}

int bm_rings_find(const struct bm_rings *rings, const char *iso)
{
    for (size_t i = 0; i < rings->n_isos; i++)
        if (strcmp(rings->isos[i], iso) == 0) return (int)i;
    return -1;
}

bm_status bm_rings_country(bm_ctx *ctx, struct bm_rings *rings, const char iso[4], uint16_t *out)
{
    int found = bm_rings_find(rings, iso);
    bm_status st;

    *out = 0;
    if (found < 0) {
        if (rings->n_isos >= BM_NOBODY) return bm_fail(ctx, BM_EFORMAT, "more than 65534 countries");
        st = bm_grow(ctx, (void **)&rings->isos, &rings->cap_isos, rings->n_isos + 1, sizeof *rings->isos);
        if (st != BM_OK) return st;
        found = (int)rings->n_isos++;
        memcpy(rings->isos[found], iso, 4);
    }
    *out = (uint16_t)found;
    return BM_OK;
}

void bm_ring_turn(struct bm_rings *rings, size_t ring)
{
    bm_pt *pts = rings->pts + rings->items[ring].first;
    uint32_t n = rings->items[ring].n;

    for (uint32_t i = 0; i < n / 2; i++) {
        bm_pt other = pts[i];
        pts[i] = pts[n - 1 - i];
        pts[n - 1 - i] = other;
    }
}

/* Twice the signed area in square grid steps, about the first point to keep precision; positive:
 * counter-clockwise. */
static double ring_area(const bm_pt *pts, uint32_t n)
{
    double area = 0;

    for (uint32_t i = 1; i + 1 < n; i++)
        area += ((double)pts[i].x - pts[0].x) * ((double)pts[i + 1].y - pts[0].y) -
                ((double)pts[i + 1].x - pts[0].x) * ((double)pts[i].y - pts[0].y);
    return area;
}

bm_status bm_rings_add(bm_ctx *ctx, struct bm_rings *rings, const struct bm_ring *like, const bm_ll *pts,
                       uint32_t n)
{
    size_t first = rings->n_pts;
    bm_status st;

    if (first + n > UINT32_MAX) return bm_fail(ctx, BM_EFORMAT, "more than 4294967295 points of polygons");
    if ((st = bm_grow(ctx, (void **)&rings->pts, &rings->cap_pts, first + n, sizeof *rings->pts)) != BM_OK)
        return st;
    st = bm_grow(ctx, (void **)&rings->items, &rings->cap, rings->n + 1, sizeof *rings->items);
    if (st != BM_OK) return st;
    for (uint32_t i = 0; i < n; i++) {
        bm_pt p = bm_pt_of(pts[i]);
        const bm_pt *before = rings->pts + rings->n_pts - 1;
        if (rings->n_pts > first && before->x == p.x && before->y == p.y) {
            rings->n_repeated++;
            continue;
        }
        rings->pts[rings->n_pts++] = p;
    }
    while (rings->n_pts > first + 1 && rings->pts[rings->n_pts - 1].x == rings->pts[first].x &&
           rings->pts[rings->n_pts - 1].y == rings->pts[first].y)
        rings->n_pts--;
    uint32_t kept = (uint32_t)(rings->n_pts - first);
    if (kept < 3) {
        rings->n_pts = first;
        return BM_OK;
    }
    struct bm_ring *ring = &rings->items[rings->n++];
    *ring = *like;
    ring->first = (uint32_t)first;
    ring->n = kept;
    if ((ring_area(rings->pts + first, kept) < 0) != ring->hole) bm_ring_turn(rings, rings->n - 1);
    return BM_OK;
}

static bool is_place(const bm_ll *pts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!(fabs(pts[i].lon_deg) <= 180 && fabs(pts[i].lat_deg) <= 90)) return false;
    return true;
}

/* Why a ring gives nothing. */
static bm_status note_ring(bm_ctx *ctx, struct bm_log *log, const bm_ll *pts, uint32_t n, uint64_t row)
{
    uint32_t bad = bm_first_no_place(pts, n);

    if (bad < n) return bm_log_no_place(ctx, log, pts[bad], row, "ring");
    if (!bm_ring_is_over(pts, n))
        return bm_issue_add(ctx, log->issues, BM_WARNING, log->src, row, 0, BM_LIT("geometry"),
                            BM_LIT("a ring without ground inside"),
                            "three places or more around some ground; the ring is left out");
    return bm_issue_add(ctx, log->issues, BM_WARNING, log->src, row, 0, BM_LIT("geometry"),
                        BM_LIT("a ring around a pole"),
                        "a ring closed along 180 degrees and the pole; the ring is left out");
}

static bm_status add_feature(bm_ctx *ctx, struct bm_rings *rings, const bm_geometry *shape,
                             struct bm_ring like, struct bm_log *log, uint64_t row)
{
    size_t before = rings->n, added;
    bm_status st;

    for (uint32_t polygon = 0; polygon < shape->n_polygons; polygon++)
        for (uint32_t part = shape->polygon_first[polygon]; part < shape->polygon_first[polygon + 1];
             part++) {
            const bm_ll *pts = shape->pts + shape->part_first[part];
            uint32_t n = shape->part_first[part + 1] - shape->part_first[part];
            size_t first = rings->n;
            like.hole = part > shape->polygon_first[polygon];
            added = 0;
            if (log->repair) {
                st = bm_rings_add_repaired(ctx, rings, &like, pts, n, log, row, &added);
                if (st != BM_OK) return st;
            } else if (is_place(pts, n)) {
                if ((st = bm_rings_add(ctx, rings, &like, pts, n)) != BM_OK) return st;
                added = rings->n - first;
            }
            if (added == 0 && (st = note_ring(ctx, log, pts, n, row)) != BM_OK) return st;
        }
    log->n_left_out += rings->n == before;
    return BM_OK;
}

static bm_status read_feature(bm_ctx *ctx, const bm_vector_feature *feature, const struct bm_columns *columns,
                              struct bm_log *log, uint64_t row, struct bm_rings *out)
{
    struct bm_ring like = {.valid_from = BM_NO_DAY, .valid_to = BM_NO_DAY};
    bm_str country = feature->values[columns->country];
    uint64_t repeated = out->n_repeated;
    char iso[4];
    bm_str bad;
    bm_status st;

    log->n_features++;
    if (feature->geometry.shape != BM_SHAPE_POLYGON)
        return bm_log_left_out(ctx, log, row, BM_LIT("geometry"),
                               feature->geometry.shape == BM_SHAPE_NONE ? BM_LIT("an empty geometry")
                                                                        : BM_LIT("points or lines"),
                               "a polygon; the feature is left out");
    if (!bm_country_a3(country, iso))
        return bm_log_left_out(ctx, log, row, BM_LIT("country"), country,
                               "a country as alpha-2, alpha-3 or a name; its polygon is left out");
    if ((st = bm_rings_country(ctx, out, iso, &like.country)) != BM_OK) return st;
    if (!bm_columns_days(columns, feature->values, &like.valid_from, &like.valid_to, &bad)) {
        log->n_left_out++;
        return bm_issue_add(ctx, log->issues, BM_WARNING, log->src, row, 0, BM_LIT("date"), bad, BM_BAD_DAYS,
                            "polygon");
    }
    if ((st = add_feature(ctx, out, &feature->geometry, like, log, row)) != BM_OK) return st;
    if (feature->geometry.has_z && !log->first_z) log->first_z = row;
    if (out->n_repeated > repeated && !log->first_repeated) log->first_repeated = row;
    log->n_repeated = out->n_repeated;
    return BM_OK;
}

static bm_status no_country(bm_ctx *ctx, const char *path, const char *const *fields, size_t n)
{
    char names[300];

    bm_columns_list(fields, n, names, sizeof names);
    return bm_fail(
        ctx, BM_ENOTFOUND,
        "'%s' has no column with a usual name for the country (its columns: %s); say which one it is with "
        "--country-field",
        path, names);
}

bm_status bm_rings_read(bm_ctx *ctx, const bm_border_sources *sources, const char *layer, struct bm_log *log,
                        struct bm_rings *out)
{
    bm_vector_reader *reader = NULL;
    bm_vector_feature feature;
    struct bm_columns columns;
    const char *const *fields;
    size_t n_fields;
    uint64_t row = 0;
    bool more = true;
    bm_status st;

    *out = (struct bm_rings){0};
    log->src = bm_base_name(sources->path);
    if ((st = bm_vector_open(ctx, sources->path, layer, false, &reader)) != BM_OK) goto done;
    fields = bm_vector_fields(reader, &n_fields);
    if ((st = bm_columns_find(ctx, sources, fields, n_fields, &columns)) != BM_OK) goto done;
    if (columns.country < 0) {
        st = no_country(ctx, sources->path, fields, n_fields);
        goto done;
    }
    while ((st = bm_vector_next(ctx, reader, &feature, &more)) == BM_OK && more)
        if ((st = read_feature(ctx, &feature, &columns, log, ++row, out)) != BM_OK) goto done;
    if (st == BM_OK && log->repair) st = bm_log_notes(ctx, log, bm_vector_converts(reader));
done:
    bm_vector_close(reader);
    if (st != BM_OK) bm_rings_free(ctx, out);
    return st;
}
