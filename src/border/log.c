/* What making a border file came upon: counted repairs, and by pair of countries what is matched, overlaps or
 * stays open. Told as messages and in the file's own information. */
#include "border/making.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bm_log_free(bm_ctx *ctx, struct bm_log *log)
{
    bm_free(ctx, log->pairs);
    log->pairs = NULL;
    log->n = log->cap = 0;
}

bm_status bm_log_pair(bm_ctx *ctx, struct bm_log *log, const char *a, const char *b,
                      struct bm_pair_report **out)
{
    bool straight = strcmp(a, b) < 0;
    char dyad[8];
    bm_status st;

    *out = NULL;
    snprintf(dyad, sizeof dyad, "%.3s-%.3s", straight ? a : b, straight ? b : a);
    for (size_t i = 0; i < log->n; i++)
        if (strcmp(log->pairs[i].dyad, dyad) == 0) *out = &log->pairs[i];
    if (*out) return BM_OK;
    if ((st = bm_grow(ctx, (void **)&log->pairs, &log->cap, log->n + 1, sizeof *log->pairs)) != BM_OK)
        return st;
    *out = &log->pairs[log->n++];
    **out = (struct bm_pair_report){0};
    memcpy((*out)->dyad, dyad, sizeof dyad);
    return BM_OK;
}

bm_status bm_log_left_out(bm_ctx *ctx, struct bm_log *log, uint64_t row, bm_str column, bm_str found,
                          const char *expected)
{
    log->n_left_out++;
    return bm_issue_add(ctx, log->issues, BM_WARNING, log->src, row, 0, column, found, "%s", expected);
}

uint32_t bm_first_no_place(const bm_ll *pts, uint32_t n)
{
    uint32_t i = 0;

    while (i < n && fabs(pts[i].lon_deg) <= 540 && fabs(pts[i].lat_deg) <= 90) i++;
    return i;
}

bm_status bm_log_no_place(bm_ctx *ctx, struct bm_log *log, bm_ll p, uint64_t row, const char *what)
{
    bm_buf found;
    bm_status st;

    bm_buf_init(&found, ctx);
    bm_buf_puts(&found, "longitude ");
    bm_buf_double(&found, p.lon_deg);
    bm_buf_puts(&found, ", latitude ");
    bm_buf_double(&found, p.lat_deg);
    if ((st = bm_buf_status(ctx, &found)) == BM_OK)
        st = bm_issue_add(ctx, log->issues, BM_WARNING, log->src, row, 0, BM_LIT("geometry"),
                          bm_str_of(found.p, found.len),
                          "longitude within 180 and latitude within 90 degrees; the %s is left out", what);
    bm_buf_free(&found);
    return st;
}

static bm_status note_count(bm_ctx *ctx, struct bm_log *log, const char *what, uint64_t n, uint64_t row,
                            const char *expected)
{
    char found[80];

    if (n == 0) return BM_OK;
    snprintf(found, sizeof found, "%s: %llu", what, (unsigned long long)n);
    return bm_issue_add(ctx, log->issues, BM_NOTE, log->src, row, 0, BM_LIT("geometry"), bm_str_z(found),
                        "%s", expected);
}

bm_status bm_log_notes(bm_ctx *ctx, struct bm_log *log, const char *crs)
{
    bm_status st = BM_OK;

    if (crs)
        st = bm_issue_add(ctx, log->issues, BM_NOTE, log->src, 0, 0, BM_LIT("geometry"), bm_str_z(crs),
                          "WGS 84 longitude and latitude; converted");
    if (st == BM_OK && log->first_z)
        st = bm_issue_add(ctx, log->issues, BM_NOTE, log->src, log->first_z, 0, BM_LIT("geometry"),
                          BM_LIT("heights"),
                          "two coordinates a point; here and in rows after it heights are left out");
    if (st == BM_OK)
        st = note_count(ctx, log, "rings that touch themselves", log->n_touching, log->first_touching,
                        "rings that come to each point once; taken apart into such, from this row on");
    if (st == BM_OK)
        st = note_count(
            ctx, log, "repeated points", log->n_repeated, log->first_repeated,
            "each point once; those within a centimetre of the one before are left out, from this row on");
    return st;
}

static int compare_pairs(const void *pa, const void *pb)
{
    const struct bm_pair_report *a = pa, *b = pb;

    return strcmp(a->dyad, b->dyad);
}

static void put_km(bm_buf *out, const char *name, double m)
{
    bm_buf_printf(out, ",\"%s\":", name);
    bm_buf_fixed(out, m / 1000, 3);
}

bm_status bm_log_tell(bm_ctx *ctx, struct bm_log *log, struct bm_border_model *model)
{
    bm_buf buf;

    if (log->n) qsort(log->pairs, log->n, sizeof *log->pairs, compare_pairs);
    bm_buf_init(&buf, ctx);
    bm_buf_puts(&buf, "{\"sources\":[{\"name\":");
    bm_buf_json(&buf, bm_str_z(log->src));
    bm_buf_puts(&buf, "}],\"policy\":");
    bm_buf_json(&buf, BM_LIT("borders are those of the file that was given"));
    bm_buf_printf(&buf,
                  ",\"making\":{\"features\":%llu,\"left_out\":%llu,\"rings_repaired\":%llu,"
                  "\"rings_taken_apart\":%llu,\"rings_cut_at_180\":%llu,"
                  "\"repeated_points\":%llu,\"dyads\":[",
                  (unsigned long long)log->n_features, (unsigned long long)log->n_left_out,
                  (unsigned long long)log->n_repaired, (unsigned long long)log->n_touching,
                  (unsigned long long)log->n_cut, (unsigned long long)log->n_repeated);
    for (size_t i = 0; i < log->n; i++) {
        const struct bm_pair_report *pair = &log->pairs[i];
        bm_buf_printf(&buf, "%s{\"dyad\":\"%s\"", i ? "," : "", pair->dyad);
        put_km(&buf, "matched_km", pair->matched_m);
        put_km(&buf, "overlap_km", pair->overlap_m);
        bm_buf_printf(&buf, ",\"gaps\":%u", pair->n_gaps);
        put_km(&buf, "unmatched_km", pair->gap_m);
        bm_buf_putc(&buf, '}');
    }
    bm_buf_puts(&buf, "]}}");
    return bm_model_set_info(ctx, model, &buf);
}
