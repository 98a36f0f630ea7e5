/* Border polygons and lines, own segment lines and admin polygons, as GeoJSON through GDAL. */
#include "worlds.h"

static void build_borders(struct fuzz *fuzz, const char *path, uint8_t how)
{
    bm_border_sources sources = {
        .path = path, .tolerance_m = how & 8 ? 1000 : 0, .valid_from_field = how & 16 ? "from" : NULL};
    const char *out = fuzz_out("fuzz.bmb");
    bm_border *border = NULL;
    bm_status st = bm_border_build(fuzz->ctx, &sources, out, &fuzz->issues);

    fuzz_status(fuzz, st);
    if (st != BM_OK) return;
    FUZZ_CHECK(bm_border_open(fuzz->ctx, out, &border) == BM_OK);
    fuzz_tag(fuzz, border, how >> 3, true);
    bm_border_close(border);
}

static void build_areas(struct fuzz *fuzz, const char *path)
{
    bm_gazetteer_sources sources = {.admins = &path, .n_admins = 1};
    const char *out = fuzz_out("fuzz.bmg");
    bm_gazetteer *gazetteer = NULL;
    bm_status st = bm_gazetteer_build(fuzz->ctx, &sources, out, &fuzz->issues);

    fuzz_status(fuzz, st);
    if (st != BM_OK) return;
    FUZZ_CHECK(bm_gazetteer_open(fuzz->ctx, out, &gazetteer) == BM_OK);
    bm_gazetteer_close(gazetteer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    uint8_t how = fuzz_byte(&in);
    bm_own_lines *lines = NULL;
    struct fuzz fuzz;
    const char *path;
    bm_status st;

    if (in.n == 0 || memchr(in.p, '{', in.n) == NULL) return 0; /* other formats are GDAL's to fuzz */
    fuzz_begin(&fuzz);
    path = fuzz_out("fuzz.geojson");
    FILE *file = fopen(path, "wb");
    FUZZ_CHECK(file && fwrite(in.p, 1, in.n, file) == in.n && fclose(file) == 0);
    char kept[128];
    snprintf(kept, sizeof kept, "%s", path);
    switch (how & 3) {
    case 0: build_areas(&fuzz, kept); break;
    case 1:
        st = bm_own_lines_read(fuzz.ctx, kept, &lines);
        fuzz_status(&fuzz, st);
        bm_own_lines_destroy(lines);
        break;
    default: build_borders(&fuzz, kept, how); break;
    }
    fuzz_end(&fuzz);
    return 0;
}
