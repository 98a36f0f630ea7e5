#include "pipeline/bands_cache.h"
#include "adapt/sha256.h"
#include "adapt/versions.h"
#include "base/str.h"
#include "pipeline/cache_file.h"

#include <string.h>

/* The body: a head, a `kept` for each band, the points of all, the first points of all rings. */
struct head {
    uint64_t n_bands, n_pts, n_firsts;
};
struct kept {
    double area_km2;
    bm_box box;
    uint64_t n_pts, n_rings;
};

static size_t body_bytes(const struct head *head)
{
    return sizeof *head + (size_t)head->n_bands * sizeof(struct kept) + (size_t)head->n_pts * sizeof(bm_ll) +
           (size_t)head->n_firsts * sizeof(uint32_t);
}

bm_status bm_role_digests(bm_ctx *ctx, const struct bm_setup *setup, const char *role, bm_buf *out)
{
    for (size_t i = 0; i < setup->n_files; i++) {
        char hex[65];
        uint64_t bytes;

        if (strcmp(setup->files[i].role, role) != 0) continue;
        bm_status st = bm_sha256_file(ctx, setup->files[i].path, hex, &bytes);
        if (st != BM_OK) return st;
        bm_buf_printf(out, ",\"%s_sha256\":\"%s\"", role, hex);
    }
    return BM_OK;
}

bm_status bm_borders_digests(bm_ctx *ctx, const struct bm_setup *setup, bm_buf *out)
{
    bm_border_info info;

    bm_border_get_info(setup->border, &info);
    bm_buf_printf(out, "\"borders_sha256\":\"%s\"", info.sha256);
    return bm_role_digests(ctx, setup, "view", out);
}

/* Everything that the bands depend on; a new build of the program may draw them otherwise. */
static bm_status describe(bm_ctx *ctx, const struct bm_setup *setup, const int32_t *dyads, size_t n_dyads,
                          int32_t dyad, const double *bands_m, size_t n, bm_buf *out)
{
    struct bm_version versions[BM_VERSIONS_MAX];
    bm_status st;

    bm_buf_putc(out, '{');
    if ((st = bm_borders_digests(ctx, setup, out)) != BM_OK) return st;
    for (size_t i = 0, k = bm_versions(versions); i < k; i++)
        if (strcmp(versions[i].name, "build") == 0 || strcmp(versions[i].name, "geos") == 0)
            bm_buf_printf(out, ",\"%s\":\"%s\"", versions[i].name, versions[i].text);
    bm_buf_printf(out, ",\"dyad\":%ld,\"all\":%s,\"dyads\":[", (long)dyad, dyads ? "false" : "true");
    for (size_t i = 0; dyads && i < n_dyads; i++) bm_buf_printf(out, "%s%ld", i ? "," : "", (long)dyads[i]);
    bm_buf_puts(out, "],\"limits_m\":[");
    for (size_t i = 0; i < n; i++) {
        if (i) bm_buf_putc(out, ',');
        bm_buf_double(out, bands_m[i]);
    }
    bm_buf_puts(out, "]}");
    bm_buf_putc(out, '\0');
    return bm_buf_status(ctx, out);
}

static bool load(bm_ctx *ctx, const char *key, size_t n, bm_arena *arena, bm_band *out)
{
    const unsigned char *body;
    struct head head;
    size_t bytes;

    if (!bm_cache_load(ctx, "bands", key, arena, &body, &bytes) || bytes < sizeof head) return false;
    memcpy(&head, body, sizeof head);
    if (head.n_bands != n || head.n_pts > bytes || head.n_firsts > bytes || body_bytes(&head) != bytes)
        return false;
    const struct kept *kept = (const void *)(body + sizeof head);
    const bm_ll *pts = (const void *)(kept + n);
    const uint32_t *first = (const void *)(pts + head.n_pts);

    for (size_t i = 0; i < n; i++) {
        out[i] = (bm_band){.area_km2 = kept[i].area_km2};
        if (kept[i].n_rings == 0) continue;
        out[i].area = (bm_area){pts, first, (uint32_t)kept[i].n_rings, kept[i].box};
        pts += kept[i].n_pts;
        first += kept[i].n_rings + 1;
    }
    return true;
}

static void fill(unsigned char *body, const struct head *head, const bm_band *bands, size_t n)
{
    struct kept *kept = (void *)(body + sizeof *head);
    bm_ll *pts = (void *)(kept + n);
    uint32_t *first = (void *)(pts + head->n_pts);

    memcpy(body, head, sizeof *head);
    for (size_t i = 0; i < n; i++) {
        const bm_area *area = &bands[i].area;

        kept[i] = (struct kept){.area_km2 = bands[i].area_km2, .n_rings = area->n_rings};
        if (area->n_rings == 0) continue;
        kept[i].box = area->box;
        kept[i].n_pts = area->ring_first[area->n_rings];
        memcpy(pts, area->pts, kept[i].n_pts * sizeof *pts);
        memcpy(first, area->ring_first, (area->n_rings + (size_t)1) * sizeof *first);
        pts += kept[i].n_pts;
        first += area->n_rings + 1;
    }
}

static void save(bm_ctx *ctx, const char *key, const bm_band *bands, size_t n)
{
    struct head head = {.n_bands = n};
    void *body = NULL;

    for (size_t i = 0; i < n; i++) {
        const bm_area *area = &bands[i].area;

        if (area->n_rings == 0) continue;
        head.n_pts += area->ring_first[area->n_rings];
        head.n_firsts += area->n_rings + (uint64_t)1;
    }
    if (bm_calloc(ctx, body_bytes(&head), 1, &body) != BM_OK) return;
    fill(body, &head, bands, n);
    bm_cache_save(ctx, "bands", key, body, body_bytes(&head));
    bm_free(ctx, body);
}

bm_status bm_bands_kept(bm_ctx *ctx, const void *user, const int32_t *dyads, size_t n_dyads, int32_t dyad,
                        const double *bands_m, size_t n, bm_arena *arena, bm_band *out)
{
    const struct bm_setup *setup = user;
    bm_buf key;

    bm_buf_init(&key, ctx);
    bm_status st = describe(ctx, setup, dyads, n_dyads, dyad, bands_m, n, &key);
    if (st == BM_OK && !load(ctx, key.p, n, arena, out)) {
        st = bm_border_bands(ctx, setup->border, dyads, n_dyads, dyad, bands_m, n, arena, out);
        if (st == BM_OK) save(ctx, key.p, out, n);
    }
    bm_buf_free(&key);
    return st;
}
