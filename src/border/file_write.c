/* Writes a border file: parts, their points in two coordinate systems, what the search needs, the outlines.
 */
#include "border/bmb.h"
#include "border/groups.h"
#include "border/join.h"
#include "border/outline.h"
#include "border/shores.h"

#include "adapt/sha256.h"
#include "base/map.h"
#include "base/mem.h"
#include "geo/chord.h"

#include <math.h>
#include <string.h>

/* Everything that goes into the file, in memory. */
struct content {
    struct bm_joined joined;
    struct bmb_xyz *xyz;
    float *sag;
    double *chain;
    struct bmb_run *runs;
    struct bmb_group *groups;
    struct bmb_run_boxes *run_boxes;
    struct bmb_cell *grid;
    size_t n_runs, n_groups, n_cells;
    struct bm_outline_index outlines;
    struct bm_shore_index shores;
    const void *data[BMB_SECTIONS];
    size_t n[BMB_SECTIONS];
};

size_t bmb_item_size(enum bmb_section_id id)
{
    static const size_t size[BMB_SECTIONS] = {
        [BMB_DYADS] = sizeof(struct bmb_dyad),
        [BMB_PARTS] = sizeof(struct bmb_part),
        [BMB_PTS] = sizeof(bm_ll),
        [BMB_XYZ] = sizeof(struct bmb_xyz),
        [BMB_SAG] = sizeof(float),
        [BMB_CHAIN] = sizeof(double),
        [BMB_STATUS] = sizeof(uint8_t),
        [BMB_ACC] = sizeof(uint16_t),
        [BMB_RUNS] = sizeof(struct bmb_run),
        [BMB_GROUPS] = sizeof(struct bmb_group),
        [BMB_GROUP_RUN_BOXES] = sizeof(struct bmb_run_boxes),
        [BMB_GRID] = sizeof(struct bmb_cell),
        [BMB_COUNTRIES] = sizeof(struct bmb_country),
        [BMB_RINGS] = sizeof(struct bmb_ring),
        [BMB_RING_AREAS] = sizeof(bm_box),
        [BMB_RING_SET_AREAS] = sizeof(bm_box),
        [BMB_RING_PTS] = sizeof(bm_ll),
        [BMB_RING_BOXES] = sizeof(struct bmb_ring_box),
        [BMB_INFO] = 1,
        [BMB_RING_XYZ] = sizeof(struct bmb_xyz),
        [BMB_RING_SAG] = sizeof(float),
        [BMB_SHORE_PARTS] = sizeof(struct bmb_part),
        [BMB_SHORE_RUNS] = sizeof(struct bmb_run),
        [BMB_SHORE_GROUPS] = sizeof(struct bmb_group),
        [BMB_SHORE_RUN_BOXES] = sizeof(struct bmb_run_boxes),
    };
    return size[id];
}

struct bmb_xyz bmb_xyz_of(bm_ll p)
{
    struct bm_xyz at = bm_xyz_of(p);

    return (struct bmb_xyz){{(int32_t)lrint(at.x / BMB_XYZ_UNIT), (int32_t)lrint(at.y / BMB_XYZ_UNIT),
                             (int32_t)lrint(at.z / BMB_XYZ_UNIT)}};
}

float bmb_sag_of(bm_ll a, bm_ll b)
{
    double dlon_deg = remainder(b.lon_deg - a.lon_deg, 360);

    return nextafterf((float)bm_arc_sag_m(dlon_deg, b.lat_deg - a.lat_deg), INFINITY);
}

/* Fills in earth-centred coordinates, sags, chainages and the lengths and status of dyads. */
static void measure(struct content *content)
{
    struct bm_joined *joined = &content->joined;

    for (size_t d = 0; d < joined->n_dyads; d++) {
        struct bmb_dyad *dyad = &joined->dyads[d];
        double by_status_m[BM_BORDER_MARITIME + 1] = {0}, at_m = 0;

        for (uint32_t k = 0; k < dyad->n_parts; k++) {
            const struct bmb_part *part = &joined->parts[dyad->first_part + k];

            for (uint32_t i = part->first; i < part->first + part->n; i++) {
                bm_ll a = joined->pts[i], b;
                double edge_m;

                content->xyz[i] = bmb_xyz_of(a);
                content->chain[i] = at_m;
                if (i + 1 == part->first + part->n) break;
                b = joined->pts[i + 1];
                content->sag[i] = bmb_sag_of(a, b);
                edge_m = bm_geodesic_m(a, b);
                by_status_m[joined->status[i]] += edge_m;
                at_m += edge_m;
            }
        }
        dyad->len_m = at_m;
        dyad->status = BM_BORDER_NONE;
        for (uint32_t s = 0; s <= BM_BORDER_MARITIME; s++)
            if (by_status_m[s] > by_status_m[dyad->status]) dyad->status = s;
    }
}

/* Cuts each part into runs of about equally many edges. */
static bm_status make_runs(bm_ctx *ctx, struct content *content)
{
    const struct bm_joined *joined = &content->joined;
    size_t n = 0;
    void *block;
    bm_status st;

    for (size_t p = 0; p < joined->n_parts; p++) n += (joined->parts[p].n - 2) / BMB_RUN_EDGES + 1;
    if ((st = bm_calloc(ctx, n, sizeof *content->runs, &block)) != BM_OK) return st;
    content->runs = block;
    for (size_t p = 0; p < joined->n_parts; p++) {
        const struct bmb_part *part = &joined->parts[p];
        uint32_t n_edges = part->n - 1, n_runs = (n_edges - 1) / BMB_RUN_EDGES + 1;

        for (uint32_t k = 0; k < n_runs; k++) {
            uint32_t from = (uint32_t)((uint64_t)n_edges * k / n_runs);
            uint32_t to = (uint32_t)((uint64_t)n_edges * (k + 1) / n_runs);

            content->runs[content->n_runs++] =
                (struct bmb_run){part->first + from, to - from, (uint32_t)p, part->dyad};
        }
    }
    return BM_OK;
}

/* What the search needs beside the lines. */
static bm_status make_index(bm_ctx *ctx, struct content *content)
{
    const struct bm_joined *joined = &content->joined;
    bm_border border = {.ctx = ctx,
                        .file_dyads = joined->dyads,
                        .parts = joined->parts,
                        .pts = joined->pts,
                        .xyz = content->xyz,
                        .sag = content->sag,
                        .runs = content->runs,
                        .n_dyads = (uint32_t)joined->n_dyads,
                        .n_parts = (uint32_t)joined->n_parts,
                        .n_pts = (uint32_t)joined->n_pts,
                        .n_runs = (uint32_t)content->n_runs};
    bm_status st = bm_groups_make(ctx, &border, &content->groups, &content->run_boxes, &content->n_groups);

    if (st != BM_OK) return st;
    border.groups = content->groups;
    border.run_boxes = content->run_boxes;
    border.n_groups = (uint32_t)content->n_groups;
    if ((st = bm_grid_make(ctx, &border, &content->grid, &content->n_cells)) != BM_OK) return st;
    return bm_shores_make(ctx, &border, &content->outlines, &content->shores);
}

static void list_sections(const struct bm_border_model *model, struct content *content)
{
    const struct bm_joined *joined = &content->joined;
    const struct bm_outline_index *outlines = &content->outlines;
    const struct bm_shore_index *shores = &content->shores;
    const char *info = model->info_json ? model->info_json : "{}";
    size_t n_pts = joined->n_pts;
#define PUT(id, pointer, count) (content->data[id] = (pointer), content->n[id] = (count))
    PUT(BMB_DYADS, joined->dyads, joined->n_dyads);
    PUT(BMB_PARTS, joined->parts, joined->n_parts);
    PUT(BMB_PTS, joined->pts, n_pts);
    PUT(BMB_XYZ, content->xyz, n_pts);
    PUT(BMB_SAG, content->sag, n_pts);
    PUT(BMB_CHAIN, content->chain, n_pts);
    PUT(BMB_STATUS, joined->status, n_pts);
    PUT(BMB_ACC, joined->acc, n_pts);
    PUT(BMB_RUNS, content->runs, content->n_runs);
    PUT(BMB_GROUPS, content->groups, content->n_groups);
    PUT(BMB_GROUP_RUN_BOXES, content->run_boxes, content->n_groups);
    PUT(BMB_GRID, content->grid, content->n_cells);
    PUT(BMB_COUNTRIES, outlines->countries, outlines->n_countries);
    PUT(BMB_RINGS, outlines->rings, outlines->n_rings);
    PUT(BMB_RING_AREAS, outlines->areas, outlines->n_rings);
    PUT(BMB_RING_SET_AREAS, outlines->set_areas, outlines->n_sets);
    PUT(BMB_RING_PTS, outlines->pts, outlines->n_pts);
    PUT(BMB_RING_BOXES, outlines->boxes, outlines->n_boxes);
    PUT(BMB_INFO, info, strlen(info) + 1);
    PUT(BMB_RING_XYZ, shores->xyz, outlines->n_pts);
    PUT(BMB_RING_SAG, shores->sag, outlines->n_pts);
    PUT(BMB_SHORE_PARTS, shores->parts, shores->n_parts);
    PUT(BMB_SHORE_RUNS, shores->runs, shores->n_runs);
    PUT(BMB_SHORE_GROUPS, shores->groups, shores->n_groups);
    PUT(BMB_SHORE_RUN_BOXES, shores->run_boxes, shores->n_groups);
#undef PUT
}

/* Lays the sections out behind the header and hashes. */
static bm_status lay_out(bm_ctx *ctx, const struct content *content, unsigned char **out, size_t *n)
{
    struct bmb_header header = {.version = BMB_VERSION, .byte_order = 0x01020304};
    uint64_t end = sizeof header, shores;
    unsigned char *file = NULL;
    void *block;
    char hex[65];
    bm_status st;

    memcpy(header.magic, BMB_MAGIC, 8);
    for (int id = 0; id < BMB_SECTIONS; id++) {
        end = (end + BMB_ALIGN - 1) / BMB_ALIGN * BMB_ALIGN;
        header.section[id] = (struct bmb_section){end, content->n[id]};
        end += content->n[id] * bmb_item_size(id);
    }
    header.bytes = end;
    if ((st = bm_calloc(ctx, end, 1, &block)) != BM_OK) return st;
    file = block;
    for (int id = 0; id < BMB_SECTIONS; id++)
        if (content->n[id] > 0)
            memcpy(file + header.section[id].offset, content->data[id], content->n[id] * bmb_item_size(id));
    shores = header.section[BMB_RING_XYZ].offset;
    header.body_hash = bm_hash(file + sizeof header, shores - sizeof header);
    header.shore_hash = bm_hash(file + shores, end - shores);
    bm_sha256(file + sizeof header, end - sizeof header, hex);
    memcpy(header.sha256, hex, sizeof header.sha256);
    header.head_hash = bm_hash(&header, offsetof(struct bmb_header, head_hash));
    memcpy(file, &header, sizeof header);
    *out = file;
    *n = end;
    return BM_OK;
}

static void content_free(bm_ctx *ctx, struct content *content)
{
    bm_joined_free(ctx, &content->joined);
    bm_free(ctx, content->xyz);
    bm_free(ctx, content->sag);
    bm_free(ctx, content->chain);
    bm_free(ctx, content->runs);
    bm_free(ctx, content->groups);
    bm_free(ctx, content->run_boxes);
    bm_free(ctx, content->grid);
    bm_outline_index_free(ctx, &content->outlines);
    bm_shore_index_free(ctx, &content->shores);
}

bm_status bm_border_compile(bm_ctx *ctx, const struct bm_border_model *model, unsigned char **out, size_t *n)
{
    struct content content = {0};
    void *block;
    bm_status st;

    *out = NULL;
    *n = 0;
    if ((st = bm_border_join(ctx, model, &content.joined)) != BM_OK) goto done;
    if ((st = bm_calloc(ctx, content.joined.n_pts, sizeof *content.xyz, &block)) != BM_OK) goto done;
    content.xyz = block;
    if ((st = bm_calloc(ctx, content.joined.n_pts, sizeof *content.sag, &block)) != BM_OK) goto done;
    content.sag = block;
    if ((st = bm_calloc(ctx, content.joined.n_pts, sizeof *content.chain, &block)) != BM_OK) goto done;
    content.chain = block;
    measure(&content);
    if ((st = make_runs(ctx, &content)) != BM_OK) goto done;
    if ((st = bm_outline_index_make(ctx, model, &content.outlines)) != BM_OK) goto done;
    if ((st = make_index(ctx, &content)) != BM_OK) goto done;
    list_sections(model, &content);
    st = lay_out(ctx, &content, out, n);
done:
    content_free(ctx, &content);
    return st;
}

bm_status bm_border_write(bm_ctx *ctx, const struct bm_border_model *model, const char *path)
{
    unsigned char *bytes;
    size_t n;
    bm_outfile *out = NULL;
    bm_status st;

    if ((st = bm_border_compile(ctx, model, &bytes, &n)) != BM_OK) return st;
    if ((st = bm_outfile_open(ctx, path, &out)) != BM_OK) goto done;
    if ((st = bm_outfile_write(ctx, out, bytes, n)) != BM_OK) goto done;
    if ((st = bm_outfile_commit(ctx, out)) != BM_OK) goto done;
    out = NULL;
done:
    bm_outfile_abandon(out);
    bm_free(ctx, bytes);
    return st;
}
