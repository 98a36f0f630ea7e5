/* Reads the packed form; its layout is described in packed.c. Every number is checked against what is left of
 * the file, so that a damaged one ends in a message and never in a crash. */
#include "border/making.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "bordermap/incident.h"

#include <string.h>

#include "border/packed.h"

struct reader {
    const unsigned char *p, *end;
    bool bad;
    const unsigned char *codes;
    size_t n_codes;
};

static uint64_t get_number(struct reader *reader)
{
    uint64_t value = 0;

    for (int shift = 0; shift < 64 && reader->p < reader->end; shift += 7) {
        unsigned char byte = *reader->p++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) return value;
    }
    reader->bad = true;
    return 0;
}

static int64_t get_signed(struct reader *reader)
{
    uint64_t value = get_number(reader);

    return value & 1 ? -(int64_t)(value >> 1) - 1 : (int64_t)(value >> 1);
}

/* A count of things that take a byte each at least. */
static size_t get_count(struct reader *reader)
{
    uint64_t value = get_number(reader);

    if (value <= (uint64_t)(reader->end - reader->p) && value < UINT32_MAX) return (size_t)value;
    reader->bad = true;
    return 0;
}

static void get_code(struct reader *reader, char iso[4])
{
    uint64_t index = get_number(reader);

    memset(iso, 0, 4);
    if (index < reader->n_codes)
        memcpy(iso, reader->codes + 3 * index, 3);
    else
        reader->bad = true;
}

static int32_t get_day(struct reader *reader)
{
    uint64_t value = get_number(reader);

    if (value == 0) return BM_NO_DAY;
    value--;
    return (int32_t)(value & 1 ? -(int64_t)(value >> 1) - 1 : (int64_t)(value >> 1));
}

static void get_points(struct reader *reader, bm_ll *pts, size_t n, double steps)
{
    int64_t value = 0;

    for (int axis = 0; axis < 2; axis++, value = 0) {
        int64_t limit = (int64_t)((axis ? 90 : 180) * steps);
        for (size_t i = 0; i < n && !reader->bad; i++) {
            int64_t step = get_signed(reader);
            if (step > 2 * limit || step < -2 * limit)
                reader->bad = true;
            else
                value += step;
            if (value > limit || value < -limit) reader->bad = true;
            if (axis)
                pts[i].lat_deg = (double)value / steps;
            else
                pts[i].lon_deg = (double)value / steps;
        }
    }
}

static void get_chains(struct reader *reader, struct bm_border_model *model)
{
    struct bm_chain *chains = model->chains;
    size_t pts = 0, acc = 0, n = model->n_chains;

    for (size_t i = 0; i < n; i++) get_code(reader, chains[i].left);
    for (size_t i = 0; i < n; i++) get_code(reader, chains[i].right);
    for (size_t i = 0; i < n; i++) {
        uint64_t status = get_number(reader);
        chains[i].status = (bm_border_status)status;
        if (status > BM_BORDER_MARITIME) reader->bad = true;
    }
    for (size_t i = 0; i < n && !reader->bad; i++) {
        size_t count = get_count(reader);
        if (count < 2 || count > model->n_pts - pts) reader->bad = true;
        if (reader->bad) return;
        chains[i].first = (uint32_t)pts;
        chains[i].n = (uint32_t)count;
        chains[i].acc_first = (uint32_t)acc;
        pts += count;
        acc += (count - 1 + BM_ACC_RUN - 1) / BM_ACC_RUN;
    }
    if (pts != model->n_pts || acc != model->n_acc) reader->bad = true;
    for (size_t i = 0; i < n; i++) chains[i].valid_from = get_day(reader);
    for (size_t i = 0; i < n; i++) chains[i].valid_to = get_day(reader);
    get_points(reader, model->pts, model->n_pts, BM_PACK_CHAIN_STEPS);
    for (size_t i = 0; i < model->n_acc; i++) {
        uint64_t value = get_number(reader);
        if (value > BM_ACC_NONE) reader->bad = true;
        model->acc[i] = value ? (uint16_t)(value - 1) : BM_ACC_NONE;
    }
}

static void get_outlines(struct reader *reader, struct bm_border_model *model)
{
    size_t rings = 0, pts = 0;

    for (size_t i = 0; i < model->n_outlines && !reader->bad; i++) {
        get_code(reader, model->outlines[i].iso);
        size_t n = (size_t)get_number(reader);
        if (n > model->n_rings - rings) reader->bad = true;
        model->outlines[i].ring_first = (uint32_t)rings;
        model->outlines[i].n_rings = (uint32_t)n;
        model->outlines[i].valid_from = model->outlines[i].valid_to = BM_NO_DAY;
        if (!reader->bad) rings += n;
    }
    for (size_t i = 0; i < model->n_rings && !reader->bad; i++) {
        uint64_t n = get_number(reader);
        if (n < 3 || n > model->n_ring_pts - pts)
            reader->bad = true;
        else
            pts += (size_t)n;
        model->rings[i + 1] = (uint32_t)pts;
    }
    if (rings != model->n_rings || pts != model->n_ring_pts) reader->bad = true;
    get_points(reader, model->ring_pts, model->n_ring_pts, BM_PACK_RING_STEPS);
}

static bm_status get_head(bm_ctx *ctx, struct reader *reader, struct bm_border_model *model)
{
    size_t length = get_count(reader);
    bm_status st;

    if ((st = bm_calloc(ctx, length + 1, 1, (void **)&model->info_json)) != BM_OK) return st;
    memcpy(model->info_json, reader->p, length);
    reader->p += length;
    reader->n_codes = get_count(reader);
    reader->codes = reader->p;
    if (reader->n_codes > (size_t)(reader->end - reader->p) / 3)
        reader->bad = true;
    else
        reader->p += 3 * reader->n_codes;
    model->n_chains = model->cap_chains = get_count(reader);
    model->n_pts = model->cap_pts = get_count(reader);
    model->n_acc = model->cap_acc = get_count(reader);
    model->n_outlines = model->cap_outlines = get_count(reader);
    model->n_rings = get_count(reader);
    model->cap_rings = model->n_rings + 1;
    model->n_ring_pts = model->cap_ring_pts = get_count(reader);
    return BM_OK;
}

static bm_status make_room(bm_ctx *ctx, struct bm_border_model *model)
{
    bm_status st;

    if ((st = bm_calloc(ctx, model->n_chains, sizeof *model->chains, (void **)&model->chains)) != BM_OK)
        return st;
    if ((st = bm_calloc(ctx, model->n_pts, sizeof *model->pts, (void **)&model->pts)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, model->n_acc, sizeof *model->acc, (void **)&model->acc)) != BM_OK) return st;
    st = bm_calloc(ctx, model->n_outlines, sizeof *model->outlines, (void **)&model->outlines);
    if (st != BM_OK) return st;
    if ((st = bm_calloc(ctx, model->cap_rings, sizeof *model->rings, (void **)&model->rings)) != BM_OK)
        return st;
    return bm_calloc(ctx, model->n_ring_pts, sizeof *model->ring_pts, (void **)&model->ring_pts);
}

bm_status bm_border_unpack(bm_ctx *ctx, const char *path, struct bm_border_model *out)
{
    const size_t magic = sizeof BM_PACK_MAGIC - 1;
    struct reader reader = {0};
    bm_mapping map = {0};
    bm_status st;

    *out = (struct bm_border_model){0};
    if ((st = bm_map_file(ctx, path, &map)) != BM_OK) return st;
    if (map.len < magic || memcmp(map.p, BM_PACK_MAGIC, magic) != 0) {
        st = bm_fail(ctx, BM_EFORMAT, "'%s' is no packed border file", path);
        goto done;
    }
    reader.p = map.p + magic;
    reader.end = map.p + map.len;
    if ((st = get_head(ctx, &reader, out)) != BM_OK) goto done;
    if (!reader.bad) {
        if ((st = make_room(ctx, out)) != BM_OK) goto done;
        get_chains(&reader, out);
        get_outlines(&reader, out);
    }
    if (reader.bad || reader.p != reader.end) st = bm_fail(ctx, BM_EFORMAT, "'%s' is damaged", path);
done:
    bm_unmap_file(&map);
    if (st != BM_OK) bm_border_model_free(ctx, out);
    return st;
}
