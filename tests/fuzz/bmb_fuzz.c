/* A damaged border file: opened, cut and asked. Of an input, each 8 bytes are a change: section, kind, place
 * (4 bytes), value (2). */
#include "worlds.h"

#include "base/map.h"
#include "border/bmb.h"
#include "border/view.h"

#include <stddef.h>

enum { MAX_CHANGES = 24, FRESH = 1, REMODEL = 2 };

/* A change at a multiple of 4 within a section, or in the header. */
static void change(uint8_t *p, size_t n, const struct bmb_header *was, struct fuzz_in *in)
{
    uint8_t id = fuzz_byte(in) % (BMB_SECTIONS + 1), kind = fuzz_byte(in);
    uint32_t at = fuzz_u32(in), value = fuzz_u16(in);
    size_t from = 0, bytes = sizeof *was;

    if (id < BMB_SECTIONS) {
        from = was->section[id].offset;
        bytes = was->section[id].n * bmb_item_size((enum bmb_section_id)id);
    }
    if (bytes < 4 || from + bytes > n) return;
    p += from + at % (bytes / 4) * 4;
    if (kind % 4 == 0) memcpy(p, &value, 4);
    if (kind % 4 == 1) p[value & 3] ^= (uint8_t)(value >> 8);
    if (kind % 4 == 2) memset(p, value & 1 ? 0xFF : 0x7F, 4);
    if (kind % 4 == 3) value <<= 16, memcpy(p, &value, 4);
}

static void set_hashes(uint8_t *p, size_t n)
{
    struct bmb_header header;
    uint64_t shores;

    memcpy(&header, p, sizeof header);
    shores = header.section[BMB_RING_XYZ].offset;
    if (shores >= sizeof header && shores <= n) {
        header.body_hash = bm_hash(p + sizeof header, shores - sizeof header);
        header.shore_hash = bm_hash(p + shores, n - shores);
    }
    header.head_hash = bm_hash(&header, offsetof(struct bmb_header, head_hash));
    memcpy(p, &header, sizeof header);
}

static void ask(struct fuzz *fuzz, const bm_border *border, uint8_t how)
{
    struct bm_border_model model = {0};
    bm_border *again = NULL;
    bm_border_info info;
    const bm_tripoint *tripoints;
    const bm_box box = {60, 24, 70, 36};
    bm_background background;
    char names[64];
    size_t n;

    bm_border_get_info(border, &info);
    (void)bm_border_day(border, 9999, NULL);
    bm_border_nearest_names(border, "IRN-PK", names, sizeof names);
    (void)!bm_border_tripoints(fuzz->ctx, border, fuzz->arena, &tripoints, &n);
    (void)!bm_border_background(fuzz->ctx, border, &box, 0.1, fuzz->arena, &background);
    fuzz_tag(fuzz, border, how >> 2, false);
    if (!(how & REMODEL) || bm_border_remodel(fuzz->ctx, border, &model) != BM_OK) return;
    if (bm_border_of_model(fuzz->ctx, &model, "fuzz", &again) == BM_OK) bm_border_close(again);
    bm_border_model_free(fuzz->ctx, &model);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    size_t n;
    const uint8_t *base = fuzz_bmb(&n);
    bm_border *border = NULL;
    struct bmb_header header;
    struct fuzz fuzz;
    uint8_t *copy = malloc(n), how = fuzz_byte(&in);

    fuzz_begin(&fuzz);
    memcpy(&header, base, sizeof header);
    memcpy(copy, base, n);
    for (int i = 0; i < MAX_CHANGES && in.n >= 8; i++) change(copy, n, &header, &in);
    if (how & FRESH) set_hashes(copy, n);
    if (bm_border_open(fuzz.ctx, fuzz_file(0, copy, n), &border) == BM_OK) ask(&fuzz, border, how);
    bm_border_close(border);
    free(copy);
    fuzz_end(&fuzz);
    return 0;
}
