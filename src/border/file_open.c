/* Opens a border file. Nothing is read into memory: the file is mapped, its hashes are compared, and every
 * number that later serves as an index is checked, so that no file can make the search read elsewhere. */
#include "border/bmb.h"

#include "adapt/json.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "border/groups.h"
#include "border/view.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

_Static_assert(sizeof(struct bmb_header) == 8 + 8 + 8 + 8 + 8 + 64 + BMB_SECTIONS * 16 + 8,
               "no padding in the header");
_Static_assert(sizeof(struct bmb_dyad) == 32 && sizeof(struct bmb_part) == 24 &&
                   sizeof(struct bmb_run) == 16 && sizeof(struct bmb_ring) == 32 &&
                   sizeof(struct bmb_ring_box) == 16 && sizeof(struct bmb_group) == 36 &&
                   sizeof(struct bmb_run_boxes) == 192 && sizeof(struct bmb_cell) == 8,
               "no padding in the file's items");

static bm_status damaged(bm_ctx *ctx, const char *path, const char *what)
{
    return bm_fail(ctx, BM_EFORMAT, "'%s' is damaged: %s; build it again", path, what);
}

static bm_status check_header(bm_ctx *ctx, const char *path, const bm_mapping *mapping)
{
    const struct bmb_header *header = (const void *)mapping->p;
    size_t common = mapping->len < 8 ? mapping->len : 8;
    uint64_t shores;

    if (common == 0 || memcmp(mapping->p, BMB_MAGIC, common) != 0)
        return bm_fail(ctx, BM_EFORMAT, "'%s' is not a border file (.bmb)", path);
    if (mapping->len < sizeof *header) return damaged(ctx, path, "it is shorter than its header");
    if (header->byte_order != 0x01020304)
        return bm_fail(ctx, BM_EFORMAT, "'%s' was built on a machine with another byte order", path);
    if (header->version != BMB_VERSION)
        return bm_fail(ctx, BM_EFORMAT, "'%s' is a border file of version %u, this program reads version %u",
                       path, (unsigned)header->version, BMB_VERSION);
    if (header->head_hash != bm_hash(header, offsetof(struct bmb_header, head_hash)))
        return damaged(ctx, path, "its header does not match its checksum");
    if (header->bytes != mapping->len) return damaged(ctx, path, "its length is not the one it had");
    shores = header->section[BMB_RING_XYZ].offset;
    if (shores < sizeof *header || shores > mapping->len ||
        header->body_hash != bm_hash(mapping->p + sizeof *header, shores - sizeof *header))
        return damaged(ctx, path, "its content does not match its checksum");
    return BM_OK;
}

bm_status bm_border_sha256(bm_ctx *ctx, const char *path, char hex[65], uint64_t *bytes)
{
    struct bmb_header header;
    bm_mapping map;
    bm_status st = bm_map_file(ctx, path, &map);

    hex[0] = '\0';
    *bytes = 0;
    if (st != BM_OK) return st;
    if (map.len >= sizeof header) {
        memcpy(&header, map.p, sizeof header);
        if (memcmp(header.magic, BMB_MAGIC, sizeof header.magic) == 0 && header.version == BMB_VERSION &&
            header.bytes == map.len &&
            header.head_hash == bm_hash(&header, offsetof(struct bmb_header, head_hash))) {
            memcpy(hex, header.sha256, sizeof header.sha256);
            hex[64] = '\0';
            *bytes = map.len;
        }
    }
    bm_unmap_file(&map);
    return BM_OK;
}

static bool sections_fit(const struct bmb_header *header)
{
    for (int id = 0; id < BMB_SECTIONS; id++) {
        const struct bmb_section *section = &header->section[id];

        if (section->offset % BMB_ALIGN != 0 || section->offset > header->bytes || section->n > UINT32_MAX)
            return false;
        if (id > 0 && section->offset < header->section[id - 1].offset) return false;
        if (section->n > (header->bytes - section->offset) / bmb_item_size(id)) return false;
    }
    return true;
}

static bool counts_agree(const struct bmb_header *header)
{
    uint64_t n_pts = header->section[BMB_PTS].n;

    for (int id = BMB_XYZ; id <= BMB_ACC; id++)
        if (header->section[id].n != n_pts) return false;
    if (header->section[BMB_GROUP_RUN_BOXES].n != header->section[BMB_GROUPS].n) return false;
    if (header->section[BMB_RING_AREAS].n != header->section[BMB_RINGS].n) return false;
    if (header->section[BMB_RING_SET_AREAS].n !=
        (header->section[BMB_RINGS].n + BMB_RING_SET - 1) / BMB_RING_SET)
        return false;
    if (bm_grid_step_deg(header->section[BMB_GRID].n) == 0) return false;
    return header->section[BMB_DYADS].n < INT32_MAX && header->section[BMB_INFO].n > 0;
}

static void bind_sections(bm_border *border)
{
    const struct bmb_header *header = border->header;
    const unsigned char *p = border->mapping.p;
#define SECTION(id) ((const void *)(p + header->section[id].offset))
    border->file_dyads = SECTION(BMB_DYADS), border->n_dyads = (uint32_t)header->section[BMB_DYADS].n;
    border->parts = SECTION(BMB_PARTS), border->n_parts = (uint32_t)header->section[BMB_PARTS].n;
    border->pts = SECTION(BMB_PTS), border->n_pts = (uint32_t)header->section[BMB_PTS].n;
    border->xyz = SECTION(BMB_XYZ);
    border->sag = SECTION(BMB_SAG);
    border->chain = SECTION(BMB_CHAIN);
    border->status = SECTION(BMB_STATUS);
    border->acc = SECTION(BMB_ACC);
    border->runs = SECTION(BMB_RUNS), border->n_runs = (uint32_t)header->section[BMB_RUNS].n;
    border->groups = SECTION(BMB_GROUPS), border->n_groups = (uint32_t)header->section[BMB_GROUPS].n;
    border->run_boxes = SECTION(BMB_GROUP_RUN_BOXES);
    border->grid = SECTION(BMB_GRID), border->n_cells = (uint32_t)header->section[BMB_GRID].n;
    border->countries = SECTION(BMB_COUNTRIES);
    border->n_countries = (uint32_t)header->section[BMB_COUNTRIES].n;
    border->rings = SECTION(BMB_RINGS), border->n_rings = (uint32_t)header->section[BMB_RINGS].n;
    border->ring_pts = SECTION(BMB_RING_PTS), border->n_ring_pts = (uint32_t)header->section[BMB_RING_PTS].n;
    border->ring_boxes = SECTION(BMB_RING_BOXES);
    border->n_ring_boxes = (uint32_t)header->section[BMB_RING_BOXES].n;
    border->info_json = SECTION(BMB_INFO);
    border->ring_areas = SECTION(BMB_RING_AREAS);
    border->ring_set_areas = SECTION(BMB_RING_SET_AREAS);
    border->n_ring_sets = (uint32_t)header->section[BMB_RING_SET_AREAS].n;
#undef SECTION
}

static bool parts_are_sound(const bm_border *border)
{
    uint32_t next_part = 0, next_pt = 0;

    for (uint32_t d = 0; d < border->n_dyads; d++) {
        const struct bmb_dyad *dyad = &border->file_dyads[d];

        if (dyad->first_part != next_part || dyad->n_parts == 0 ||
            dyad->n_parts > border->n_parts - next_part)
            return false;
        if (dyad->iso_a[3] || dyad->iso_b[3] || dyad->status > BM_BORDER_MARITIME) return false;
        next_part += dyad->n_parts;
        for (uint32_t p = dyad->first_part; p < next_part; p++) {
            const struct bmb_part *part = &border->parts[p];

            if (part->first != next_pt || part->n < 2 || part->n > border->n_pts - next_pt || part->dyad != d)
                return false;
            next_pt += part->n;
        }
    }
    return next_part == border->n_parts && next_pt == border->n_pts;
}

static bool runs_are_sound(const bm_border *border)
{
    for (uint32_t r = 0; r < border->n_runs; r++) {
        const struct bmb_run *run = &border->runs[r];
        const struct bmb_part *part;

        if (run->part >= border->n_parts || run->n_edges == 0 || run->n_edges > BMB_RUN_EDGES) return false;
        part = &border->parts[run->part];
        if (run->dyad != part->dyad || run->first < part->first || run->first - part->first >= part->n ||
            run->n_edges >= part->n - (run->first - part->first))
            return false;
    }
    return true;
}

/* What is cut and searched in proportion to it is in bounds: places on the earth, bends that it has room for,
 * chainages that rise from 0 to the dyad's length. Loops that a compiler makes vector code of. */
static bool points_are_sound(const bm_border *border)
{
    bool good = true;

    for (uint32_t i = 0; i < border->n_pts; i++)
        good &= (border->status[i] <= BM_BORDER_MARITIME) & bmb_is_sag(border->sag[i]);
    for (uint32_t i = 0; i < border->n_pts; i++)
        good &= (fabs(border->pts[i].lon_deg) <= 180) & (fabs(border->pts[i].lat_deg) <= 90);
    for (uint32_t d = 0; d < border->n_dyads; d++) {
        const struct bmb_dyad *dyad = &border->file_dyads[d];
        const struct bmb_part *last = &border->parts[dyad->first_part + dyad->n_parts - 1];
        uint32_t from = border->parts[dyad->first_part].first, to = last->first + last->n;

        for (uint32_t i = from + 1; i < to; i++) good &= border->chain[i] >= border->chain[i - 1];
        good &= border->chain[from] == 0 && border->chain[to - 1] == dyad->len_m && dyad->len_m < 1e9;
    }
    return good;
}

static bool is_box(const bm_box *box)
{
    return isfinite(box->west_deg) && isfinite(box->east_deg) && isfinite(box->south_deg) &&
           isfinite(box->north_deg) && box->west_deg <= box->east_deg && box->south_deg <= box->north_deg;
}

bool bmb_groups_are_sound(const bm_border *border)
{
    uint32_t next = 0;

    for (uint32_t g = 0; g < border->n_groups; g++) {
        const struct bmb_group *group = &border->groups[g];

        if (group->first != next || group->n_runs == 0 || group->n_runs > BMB_GROUP_RUNS ||
            group->n_runs > border->n_runs - next)
            return false;
        next += group->n_runs;
        for (uint32_t r = group->first; r < next; r++)
            if (border->runs[r].dyad != group->dyad ||
                border->runs[r].part != border->runs[group->first].part)
                return false;
    }
    for (uint32_t c = 0; c < border->n_cells; c++)
        for (int k = 0; k < 2; k++)
            if (border->grid[c].group[k] < -1 || border->grid[c].group[k] >= (int64_t)border->n_groups)
                return false;
    return next == border->n_runs;
}

static bool rings_are_sound(const bm_border *border)
{
    for (uint32_t r = 0; r < border->n_rings; r++) {
        const struct bmb_ring *ring = &border->rings[r];

        if (ring->n < 3 || ring->first > border->n_ring_pts || ring->n >= border->n_ring_pts - ring->first)
            return false;
        if (ring->country >= border->n_countries || ring->box_first > border->n_ring_boxes ||
            bmb_ring_box_count(ring->n) > border->n_ring_boxes - ring->box_first)
            return false;
    }
    for (uint32_t s = 0; s < border->n_ring_sets; s++)
        if (!is_box(&border->ring_set_areas[s])) return false;
    for (uint32_t c = 0; c < border->n_countries; c++)
        if (border->countries[c].iso[3]) return false;
    return true;
}

static void span_days(const struct bmb_part *part, bool first, bm_dyad *dyad)
{
    if (first || part->valid_from < dyad->valid_from) dyad->valid_from = part->valid_from;
    if (first ||
        (dyad->valid_to != BM_NO_DAY && (part->valid_to == BM_NO_DAY || part->valid_to > dyad->valid_to)))
        dyad->valid_to = part->valid_to;
}

static bm_status make_dyads(bm_ctx *ctx, bm_border *border)
{
    void *block;
    bm_status st;

    if ((st = bm_calloc(ctx, border->n_dyads, sizeof *border->dyads, &block)) != BM_OK) return st;
    border->dyads = block;
    for (uint32_t d = 0; d < border->n_dyads; d++) {
        const struct bmb_dyad *from = &border->file_dyads[d];
        bm_dyad *to = &border->dyads[d];

        memcpy(to->iso_a, from->iso_a, 4);
        memcpy(to->iso_b, from->iso_b, 4);
        memcpy(to->name, to->iso_a, strlen(to->iso_a));
        to->name[strlen(to->iso_a)] = '-';
        memcpy(to->name + strlen(to->iso_a) + 1, to->iso_b, strlen(to->iso_b));
        to->n_parts = from->n_parts;
        to->len_m = from->len_m;
        to->status = (bm_border_status)from->status;
        for (uint32_t p = from->first_part; p < from->first_part + from->n_parts; p++)
            span_days(&border->parts[p], p == from->first_part, to);
    }
    return BM_OK;
}

/* Of the view that was applied. */
static bm_status read_view(bm_ctx *ctx, bm_border *border)
{
    bm_json *info = NULL;
    bm_str file;
    bm_status st = bm_json_parse(ctx, bm_str_z(border->info_json), &info);

    if (st != BM_OK) return st;
    file = bm_str_cut(bm_json_text(bm_json_get(bm_json_get(info, "view"), "file")), sizeof border->view - 1);
    if (file.len > 0) memcpy(border->view, file.p, file.len);
    bm_json_destroy(info);
    return BM_OK;
}

/* Checks what border->mapping holds and ties the border to it. path: for messages. */
static bm_status bind(bm_ctx *ctx, const char *path, bm_border *border)
{
    bm_status st;

    if ((st = check_header(ctx, path, &border->mapping)) != BM_OK) return st;
    border->header = (const void *)border->mapping.p;
    if (!sections_fit(border->header) || !counts_agree(border->header))
        return damaged(ctx, path, "its sections do not fit together");
    bind_sections(border);
    if (!parts_are_sound(border) || !points_are_sound(border) || !runs_are_sound(border) ||
        !bmb_groups_are_sound(border) || !rings_are_sound(border) ||
        border->info_json[border->header->section[BMB_INFO].n - 1] != '\0')
        return damaged(ctx, path, "its sections contradict each other");
    memcpy(border->sha256, border->header->sha256, 64);
    if ((st = bm_border_find_changes(ctx, border)) != BM_OK) return st;
    if ((st = read_view(ctx, border)) != BM_OK) return st;
    return make_dyads(ctx, border);
}

static bm_status make_empty(bm_ctx *ctx, bm_border **out)
{
    void *block;
    bm_status st = bm_calloc(ctx, 1, sizeof **out, &block);

    *out = block;
    if (st == BM_OK) (*out)->ctx = ctx;
    return st;
}

bm_status bm_border_open(bm_ctx *ctx, const char *path, bm_border **out)
{
    bm_border *border;
    bm_status st = make_empty(ctx, &border);

    *out = NULL;
    if (st != BM_OK) return st;
    if ((st = bm_map_file(ctx, path, &border->mapping)) != BM_OK) goto done;
    if ((st = bind(ctx, path, border)) != BM_OK) goto done;
    bm_mapping_rest(&border->mapping); /* all of it was read to be checked: a run needs some borders' pages */
    *out = border;
    border = NULL;
done:
    bm_border_close(border);
    return st;
}

bm_status bm_border_of_model(bm_ctx *ctx, const struct bm_border_model *model, const char *name,
                             bm_border **out)
{
    bm_border *border;
    bm_status st = make_empty(ctx, &border);

    *out = NULL;
    if (st != BM_OK) return st;
    if ((st = bm_border_compile(ctx, model, &border->owned, &border->mapping.len)) != BM_OK) goto done;
    border->mapping.p = border->owned;
    if ((st = bind(ctx, name, border)) != BM_OK) goto done;
    *out = border;
    border = NULL;
done:
    bm_border_close(border);
    return st;
}

bm_status bm_border_open_view(bm_ctx *ctx, const char *path, const char *view, bm_issue_list *issues,
                              bm_border **out)
{
    struct bm_border_model model = {0};
    bm_border *base = NULL;
    bm_status st;

    *out = NULL;
    if ((st = bm_border_open(ctx, path, &base)) != BM_OK) return st;
    st = bm_border_remodel(ctx, base, &model);
    bm_border_close(base);
    if (st == BM_OK) st = bm_view_apply(ctx, view, issues, &model);
    if (st == BM_OK) st = bm_border_of_model(ctx, &model, path, out);
    bm_border_model_free(ctx, &model);
    return st;
}

void bm_border_close(bm_border *border)
{
    if (!border) return;
    bm_free(border->ctx, border->dyads);
    bm_free(border->ctx, border->changes);
    if (border->owned)
        bm_free(border->ctx, border->owned);
    else
        bm_unmap_file(&border->mapping);
    bm_free(border->ctx, border);
}
