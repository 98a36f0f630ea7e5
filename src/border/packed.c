/* The packed form of a border model, small under xz: what geodata/borders.bmp.xz unpacks to. The same model
 * gives the same bytes.
 *
 *   "BMPACK1\n"
 *   length and bytes of info_json
 *   count and codes (3 bytes each) of the countries, sorted
 *   counts: chains, points of chains, samples, outlines, rings, points of rings
 *   chains, column by column: left, right (indexes of countries), status, number of points, valid_from,
 * valid_to (0: open, else days + 1 zigzagged) points of chains: all longitudes, then all latitudes, in steps
 * of 1e-5 degrees samples of accuracy: each 0 for unknown, else the value + 1 outlines: country, number of
 * rings; then the number of points of each ring points of rings: all longitudes, then all latitudes, in steps
 * of 1e-4 degrees
 *
 * All numbers are varints (7 bits a byte, least first, high bit: more follow); coordinates are differences to
 * the value before, zigzagged (0, -1, 1, -2 as 0, 1, 2, 3). Longitudes and latitudes apart make xz's work 3 %
 * better. */
#include "border/making.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "bordermap/incident.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "border/packed.h"

static void put_number(bm_buf *buf, uint64_t value)
{
    while (value >= 0x80) {
        bm_buf_putc(buf, (char)(value | 0x80));
        value >>= 7;
    }
    bm_buf_putc(buf, (char)value);
}

static void put_signed(bm_buf *buf, int64_t value)
{
    put_number(buf, value < 0 ? ((uint64_t)(-(value + 1)) << 1) | 1 : (uint64_t)value << 1);
}

static int compare_codes(const void *a, const void *b)
{
    return memcmp(a, b, 4);
}

struct codes {
    char (*items)[4];
    size_t n;
};

static bm_status collect_codes(bm_ctx *ctx, const struct bm_border_model *model, struct codes *codes)
{
    size_t kept = 0;
    bm_status st;

    st = bm_calloc(ctx, model->n_chains * 2 + model->n_outlines, 4, (void **)&codes->items);
    if (st != BM_OK) return st;
    for (size_t i = 0; i < model->n_chains; i++) {
        memcpy(codes->items[codes->n++], model->chains[i].left, 4);
        memcpy(codes->items[codes->n++], model->chains[i].right, 4);
    }
    for (size_t i = 0; i < model->n_outlines; i++)
        memcpy(codes->items[codes->n++], model->outlines[i].iso, 4);
    if (codes->n) qsort(codes->items, codes->n, 4, compare_codes);
    for (size_t i = 0; i < codes->n; i++)
        if (kept == 0 || memcmp(codes->items[kept - 1], codes->items[i], 4) != 0)
            memmove(codes->items[kept++], codes->items[i], 4);
    codes->n = kept;
    return BM_OK;
}

static void put_code(bm_buf *buf, const struct codes *codes, const char iso[4])
{
    const char(*found)[4] = bsearch(iso, codes->items, codes->n, 4, compare_codes);

    put_number(buf, (uint64_t)(found - (const char(*)[4])codes->items));
}

static void put_points(bm_buf *buf, const bm_ll *pts, size_t n, double steps)
{
    int64_t before = 0;

    for (size_t i = 0; i < n; i++) {
        int64_t x = llrint(pts[i].lon_deg * steps);
        put_signed(buf, x - before);
        before = x;
    }
    before = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t y = llrint(pts[i].lat_deg * steps);
        put_signed(buf, y - before);
        before = y;
    }
}

static void put_day(bm_buf *buf, int32_t day)
{
    if (day == BM_NO_DAY)
        put_number(buf, 0);
    else
        put_number(buf, (day < 0 ? (uint64_t)(-((int64_t)day + 1)) << 1 | 1 : (uint64_t)day << 1) + 1);
}

static void put_chains(bm_buf *buf, const struct bm_border_model *model, const struct codes *codes)
{
    for (size_t i = 0; i < model->n_chains; i++) put_code(buf, codes, model->chains[i].left);
    for (size_t i = 0; i < model->n_chains; i++) put_code(buf, codes, model->chains[i].right);
    for (size_t i = 0; i < model->n_chains; i++) put_number(buf, model->chains[i].status);
    for (size_t i = 0; i < model->n_chains; i++) put_number(buf, model->chains[i].n);
    for (size_t i = 0; i < model->n_chains; i++) put_day(buf, model->chains[i].valid_from);
    for (size_t i = 0; i < model->n_chains; i++) put_day(buf, model->chains[i].valid_to);
    put_points(buf, model->pts, model->n_pts, BM_PACK_CHAIN_STEPS);
    for (size_t i = 0; i < model->n_acc; i++)
        put_number(buf, model->acc[i] == BM_ACC_NONE ? 0 : model->acc[i] + 1u);
}

static void put_outlines(bm_buf *buf, const struct bm_border_model *model, const struct codes *codes)
{
    for (size_t i = 0; i < model->n_outlines; i++) {
        put_code(buf, codes, model->outlines[i].iso);
        put_number(buf, model->outlines[i].n_rings);
    }
    for (size_t i = 0; i < model->n_rings; i++) put_number(buf, model->rings[i + 1] - model->rings[i]);
    put_points(buf, model->ring_pts, model->n_ring_pts, BM_PACK_RING_STEPS);
}

bm_status bm_border_pack(bm_ctx *ctx, const struct bm_border_model *model, const char *path)
{
    const char *info = model->info_json ? model->info_json : "{}";
    struct codes codes = {0};
    bm_outfile *file = NULL;
    bm_buf buf;
    bm_status st;

    bm_buf_init(&buf, ctx);
    for (size_t i = 0; i < model->n_outlines; i++)
        if (model->outlines[i].valid_from != BM_NO_DAY || model->outlines[i].valid_to != BM_NO_DAY)
            return bm_fail(ctx, BM_EUSAGE, "ground that holds on some days only has no packed form");
    if ((st = collect_codes(ctx, model, &codes)) != BM_OK) goto done;
    bm_buf_puts(&buf, BM_PACK_MAGIC);
    put_number(&buf, strlen(info));
    bm_buf_puts(&buf, info);
    put_number(&buf, codes.n);
    for (size_t i = 0; i < codes.n; i++) bm_buf_put(&buf, codes.items[i], 3);
    put_number(&buf, model->n_chains);
    put_number(&buf, model->n_pts);
    put_number(&buf, model->n_acc);
    put_number(&buf, model->n_outlines);
    put_number(&buf, model->n_rings);
    put_number(&buf, model->n_ring_pts);
    put_chains(&buf, model, &codes);
    put_outlines(&buf, model, &codes);
    if ((st = bm_buf_status(ctx, &buf)) != BM_OK) goto done;
    if ((st = bm_outfile_open(ctx, path, &file)) != BM_OK) goto done;
    if ((st = bm_outfile_write(ctx, file, buf.p, buf.len)) != BM_OK) goto done;
    st = bm_outfile_commit(ctx, file);
    if (st == BM_OK) file = NULL;
done:
    bm_outfile_abandon(file);
    bm_free(ctx, codes.items);
    bm_buf_free(&buf);
    return st;
}
