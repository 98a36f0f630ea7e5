#include "border/check.h"

#include "base/mem.h"
#include "border/readers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAND_OFF_M  100.0
#define LINES_OFF_M 5000.0

struct row {
    char dyad[8];
    double inland_m, sea_m, land_m, land_off_m, lines_m, lines_off_m, lines_any_m;
};
struct checker {
    struct row *rows;
    size_t n, cap;
    struct bm_near_piece *pieces; /* tag: row */
    size_t n_pieces;
    struct bm_near *near;
};

static bm_status row_of(bm_ctx *ctx, struct checker *checker, const char *a, const char *b, size_t *out)
{
    char dyad[8];
    bm_status st;

    snprintf(dyad, sizeof dyad, "%.3s-%.3s", strcmp(a, b) < 0 ? a : b, strcmp(a, b) < 0 ? b : a);
    for (*out = 0; *out < checker->n; (*out)++)
        if (strcmp(checker->rows[*out].dyad, dyad) == 0) return BM_OK;
    st = bm_grow(ctx, (void **)&checker->rows, &checker->cap, checker->n + 1, sizeof *checker->rows);
    if (st != BM_OK) return st;
    checker->rows[checker->n] = (struct row){0};
    memcpy(checker->rows[checker->n++].dyad, dyad, 8);
    return BM_OK;
}

static bm_status take_model(bm_ctx *ctx, struct checker *checker, const struct bm_border_model *model)
{
    bm_status st;

    st = bm_calloc(ctx, model->n_pts, sizeof *checker->pieces, (void **)&checker->pieces);
    for (size_t i = 0; i < model->n_chains && st == BM_OK; i++) {
        const struct bm_chain *chain = &model->chains[i];
        const bm_ll *pts = model->pts + chain->first;
        size_t row;
        if ((st = row_of(ctx, checker, chain->left, chain->right, &row)) != BM_OK) return st;
        for (uint32_t k = 0; k + 1 < chain->n; k++) {
            double length_m = bm_geodesic_m(pts[k], pts[k + 1]);
            bool at_sea = chain->status == BM_BORDER_MARITIME;
            *(at_sea ? &checker->rows[row].sea_m : &checker->rows[row].inland_m) += length_m;
            if (at_sea) continue;
            checker->pieces[checker->n_pieces++] =
                (struct bm_near_piece){bm_pt_of(pts[k]), bm_pt_of(pts[k + 1]), (uint32_t)row};
        }
    }
    if (st != BM_OK) return st;
    return bm_near_build(ctx, checker->pieces, checker->n_pieces, 0.1, &checker->near);
}

struct nearest {
    uint32_t row;
    bool same, any;
};

static void meet(void *user, const struct bm_near_piece *piece, double distance_m)
{
    struct nearest *nearest = user;

    (void)distance_m;
    nearest->any = true;
    if (piece->tag == nearest->row) nearest->same = true;
}

static struct nearest look(const struct checker *checker, size_t row, bm_pt at, double reach_m)
{
    struct nearest nearest = {.row = (uint32_t)row};

    bm_near_within(checker->near, at, reach_m, meet, &nearest);
    return nearest;
}

static bm_status check_land(bm_ctx *ctx, struct checker *checker, const char *path, const char *table_path,
                            bm_issue_list *issues)
{
    bm_border_sources sources = {.path = path};
    struct bm_rings rings = {0};
    struct bm_overlaps table = {0};
    struct bm_log log = {.issues = issues};
    struct bm_edge_list borders = {0}, singles = {0};
    bm_status st;

    if ((st = bm_overlaps_read(ctx, table_path, &table)) != BM_OK) goto done;
    if ((st = bm_rings_read(ctx, &sources, NULL, &log, &rings)) != BM_OK) goto done;
    log.src = "land";
    if ((st = bm_edges_make(ctx, &rings, &table, &log, &borders, &singles)) != BM_OK) goto done;
    for (size_t i = 0; i < borders.n; i++) {
        bm_pt a = bm_pt_from_key(borders.items[i].a), b = bm_pt_from_key(borders.items[i].b);
        bm_pt mid = {(int32_t)(((int64_t)a.x + b.x) / 2), (int32_t)(((int64_t)a.y + b.y) / 2)};
        double length_m = bm_geodesic_m(bm_pt_ll(a), bm_pt_ll(b));
        size_t row;
        st =
            row_of(ctx, checker, rings.isos[borders.items[i].left], rings.isos[borders.items[i].right], &row);
        if (st != BM_OK) goto done;
        checker->rows[row].land_m += length_m;
        if (!look(checker, row, mid, LAND_OFF_M).same) checker->rows[row].land_off_m += length_m;
    }
done:
    bm_edges_free(ctx, &borders);
    bm_edges_free(ctx, &singles);
    bm_overlaps_free(ctx, &table);
    bm_log_free(ctx, &log);
    bm_rings_free(ctx, &rings);
    return st;
}

static void check_line(struct checker *checker, size_t row, bm_ll a, bm_ll b)
{
    double length_m = bm_geodesic_m(a, b);
    int steps = 1 + (int)(length_m / 1000);

    for (int i = 0; i < steps; i++) {
        double share = (i + 0.5) / steps;
        bm_ll at = {a.lon_deg + (b.lon_deg - a.lon_deg) * share, a.lat_deg + (b.lat_deg - a.lat_deg) * share};
        struct nearest nearest = look(checker, row, bm_pt_of(at), LINES_OFF_M);
        checker->rows[row].lines_m += length_m / steps;
        if (!nearest.same) checker->rows[row].lines_off_m += length_m / steps;
        if (!nearest.any) checker->rows[row].lines_any_m += length_m / steps;
    }
}

static bm_status check_lines(bm_ctx *ctx, struct checker *checker, const char *path, bm_issue_list *issues)
{
    bm_border_sources sources = {.path = path};
    struct bm_border_model model = {0};
    bm_status st = bm_border_from_lines(ctx, &sources, issues, &model);

    for (size_t i = 0; i < model.n_chains && st == BM_OK; i++) {
        const struct bm_chain *chain = &model.chains[i];
        size_t row = 0;
        st = row_of(ctx, checker, chain->left, chain->right, &row);
        for (uint32_t k = 0; k + 1 < chain->n && st == BM_OK; k++)
            check_line(checker, row, model.pts[chain->first + k], model.pts[chain->first + k + 1]);
    }
    bm_border_model_free(ctx, &model);
    return st;
}

static int compare_rows(const void *a, const void *b)
{
    return memcmp(((const struct row *)a)->dyad, ((const struct row *)b)->dyad, 8);
}

static void put_share(bm_buf *table, double part, double whole)
{
    bm_buf_putc(table, ',');
    if (whole > 0) bm_buf_fixed(table, 100 * part / whole, 1);
}

static void put_km(bm_buf *table, double length_m)
{
    bm_buf_putc(table, ',');
    if (length_m > 0) bm_buf_fixed(table, length_m / 1000, 1);
}

static void write_table(struct checker *checker, bm_buf *table)
{
    if (checker->n) qsort(checker->rows, checker->n, sizeof *checker->rows, compare_rows);
    bm_buf_puts(table, "dyad,inland_km,sea_km,land_km,land_off_pc,ne_km,ne_off_pc,ne_any_off_pc\n");
    for (size_t i = 0; i < checker->n; i++) {
        const struct row *row = &checker->rows[i];
        bm_buf_puts(table, row->dyad);
        put_km(table, row->inland_m);
        put_km(table, row->sea_m);
        put_km(table, row->land_m);
        put_share(table, row->land_off_m, row->land_m);
        put_km(table, row->lines_m);
        put_share(table, row->lines_off_m, row->lines_m);
        put_share(table, row->lines_any_m, row->lines_m);
        bm_buf_putc(table, '\n');
    }
}

bm_status bm_border_check(bm_ctx *ctx, const char *packed, const char *land, const char *overlaps,
                          const char *lines, bm_issue_list *issues, bm_buf *table)
{
    struct bm_border_model model = {0};
    struct checker checker = {0};
    bm_status st;

    if ((st = bm_border_unpack(ctx, packed, &model)) != BM_OK) goto done;
    if ((st = take_model(ctx, &checker, &model)) != BM_OK) goto done;
    if ((st = check_land(ctx, &checker, land, overlaps, issues)) != BM_OK) goto done;
    if (lines && (st = check_lines(ctx, &checker, lines, issues)) != BM_OK) goto done;
    write_table(&checker, table);
    st = bm_buf_status(ctx, table);
done:
    bm_border_model_free(ctx, &model);
    bm_near_free(ctx, checker.near);
    bm_free(ctx, checker.pieces);
    bm_free(ctx, checker.rows);
    return st;
}
