#include "layer/scene.h"
#include "base/mem.h"
#include "base/str.h"
#include "layer/extent.h"
#include "layer/writer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bm_status bm_scene_init(bm_ctx *ctx, const bm_naming *naming, struct bm_scene *out)
{
    *out = (struct bm_scene){
        .ctx = ctx, .naming = naming, .max_marks = BM_SCENE_MARKS, .lot_limit = UINT64_MAX, .n_texts = 1};
    bm_map_init(&out->text_index, ctx);
    bm_map_init(&out->area_index, ctx);
    bm_status st = bm_arena_create(ctx, &out->arena);
    if (st != BM_OK) return st;
    if ((st = bm_grow(ctx, (void **)&out->texts, &out->cap_texts, 1, sizeof *out->texts)) != BM_OK) return st;
    out->texts[0] = (bm_str){NULL, 0};
    return BM_OK;
}

void bm_scene_free(struct bm_scene *scene)
{
    if (!scene->arena) return;
    bm_map_free(&scene->text_index);
    bm_map_free(&scene->area_index);
    bm_free(scene->ctx, scene->marks);
    bm_free(scene->ctx, scene->texts);
    bm_free(scene->ctx, scene->areas);
    bm_free(scene->ctx, scene->segments);
    bm_arena_destroy(scene->arena);
    *scene = (struct bm_scene){0};
}

/* --- texts and areas, each kept once --- */

static bm_status intern(bm_ctx *ctx, struct bm_scene *scene, bm_str text, uint32_t *out)
{
    uint64_t *value;
    bool added, ok = true;

    *out = 0;
    if (text.len == 0) return BM_OK;
    if ((value = bm_map_find(&scene->text_index, text))) {
        *out = (uint32_t)*value;
        return BM_OK;
    }
    bm_status st =
        bm_grow(ctx, (void **)&scene->texts, &scene->cap_texts, scene->n_texts + 1, sizeof *scene->texts);
    if (st != BM_OK) return st;
    bm_str copy = bm_arena_copy(scene->arena, text, &ok);
    if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory for the texts of a map");
    if ((st = bm_map_add(&scene->text_index, copy, &value, &added)) != BM_OK) return st;
    *value = *out = (uint32_t)scene->n_texts;
    scene->texts[scene->n_texts++] = copy;
    return BM_OK;
}

static void note_area(struct bm_scene_area *area, const bm_incident *incident)
{
    area->n_incidents++;
    if (incident->d_start != BM_NO_DAY && (area->d_first == BM_NO_DAY || incident->d_start < area->d_first))
        area->d_first = incident->d_start;
    if (incident->d_end != BM_NO_DAY && incident->d_end > area->d_last) area->d_last = incident->d_end;
}

/* An area is told by where its points are. */
static bm_status intern_area(bm_ctx *ctx, struct bm_scene *scene, const bm_row *row, uint32_t *out)
{
    const bm_area *area = &row->place->area;
    uint64_t *value;
    bool added, ok = true;

    *out = BM_NO_AREA;
    if (row->place->status != BM_COARSE || area->n_rings == 0) return BM_OK;
    bm_str key = {(const char *)&area->pts, sizeof area->pts};
    if (!(value = bm_map_find(&scene->area_index, key))) {
        key = bm_arena_copy(scene->arena, key, &ok);
        if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory for the areas of a map");
        bm_status st =
            bm_grow(ctx, (void **)&scene->areas, &scene->cap_areas, scene->n_areas + 1, sizeof *scene->areas);
        if (st == BM_OK) st = bm_map_add(&scene->area_index, key, &value, &added);
        if (st != BM_OK) return st;
        *value = scene->n_areas;
        struct bm_scene_area *item = &scene->areas[scene->n_areas++];
        *item = (struct bm_scene_area){.area = *area, .d_first = BM_NO_DAY, .d_last = BM_NO_DAY};
        memcpy(item->iso3, row->place->iso3, sizeof item->iso3);
        if ((st = intern(ctx, scene, row->place->gaz_name, &item->name)) != BM_OK) return st;
        if ((st = intern(ctx, scene, row->place->gaz_id, &item->gaz_id)) != BM_OK) return st;
        if ((st = intern(ctx, scene, row->place->feat, &item->feat)) != BM_OK) return st;
    }
    *out = (uint32_t)*value;
    note_area(&scene->areas[*out], row->incident);
    return BM_OK;
}

/* --- incidents --- */

/* The same for a record wherever and whenever it is read. */
static uint64_t lot_of(const bm_incident *incident)
{
    uint64_t parts[2] = {bm_hash(incident->src, strlen(incident->src)), incident->src_row};

    return bm_hash(parts, sizeof parts);
}

static int by_lot(const void *left, const void *right)
{
    const struct bm_mark *a = left, *b = right;

    if (a->lot != b->lot) return a->lot < b->lot ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static int by_order(const void *left, const void *right)
{
    const struct bm_mark *a = left, *b = right;

    return a->order < b->order ? -1 : a->order > b->order;
}

/* Keeps the max_marks least lots. */
static void thin(struct bm_scene *scene)
{
    if (scene->n_marks <= scene->max_marks) return;
    qsort(scene->marks, scene->n_marks, sizeof *scene->marks, by_lot);
    scene->lot_limit = scene->marks[scene->max_marks].lot;
    scene->n_marks = scene->max_marks;
}

static bm_status intern_texts(bm_ctx *ctx, struct bm_scene *scene, const bm_row *row, struct bm_mark *mark)
{
    const bm_incident *in = row->incident;
    const bm_place *place = row->place;
    const bm_str texts[BM_MARK_TEXTS] = {
        [BM_MARK_ID] = in->has_own_id ? in->inc_id : (bm_str){NULL, 0},
        [BM_MARK_SRC] = bm_str_z(in->src),
        [BM_MARK_ETYPE] = in->etype,
        [BM_MARK_ACTOR1] = in->actor1,
        [BM_MARK_ACTOR2] = in->actor2,
        [BM_MARK_PLACE] = in->place,
        [BM_MARK_GAZ_NAME] = place->gaz_name,
        [BM_MARK_ADM1] = place->adm1,
        [BM_MARK_ADM2] = place->adm2,
        [BM_MARK_REASON] = bm_str_z(place->reason),
        [BM_MARK_NOTES] = bm_str_cut(in->notes, BM_MARK_NOTES_MAX),
    };
    bm_status st = BM_OK;

    for (int i = 0; i < BM_MARK_TEXTS && st == BM_OK; i++) st = intern(ctx, scene, texts[i], &mark->text[i]);
    return st;
}

bm_status bm_scene_add(bm_ctx *ctx, struct bm_scene *scene, const bm_row *row)
{
    const bm_incident *in = row->incident;
    const bm_place *place = row->place;
    const bm_tag *tag = row->tag;
    struct bm_mark mark = {.lot = lot_of(in), .order = scene->n_rows++, .src_row = in->src_row};
    bm_status st = intern_area(ctx, scene, row, &mark.area);

    if (st != BM_OK || mark.lot >= scene->lot_limit) return st;
    mark.point = place->has_point ? place->point : (bm_ll){NAN, NAN};
    mark.dyad = tag->dyad, mark.segment = tag->segment;
    mark.d_start = in->d_start, mark.d_end = in->d_end;
    mark.dist_m = tag->dist_m, mark.dmin_m = tag->dmin_m, mark.dmax_m = tag->dmax_m;
    mark.rad_m = place->rad_m, mark.score = place->score;
    mark.killed = in->killed, mark.injured = in->injured;
    mark.status = (uint8_t)place->status, mark.match = (uint8_t)place->match;
    mark.side_sure = (int8_t)tag->side_sure;
    memcpy(mark.side, tag->side, sizeof mark.side);
    memcpy(mark.iso3, place->iso3, sizeof mark.iso3);
    if ((st = intern_texts(ctx, scene, row, &mark)) != BM_OK) return st;
    if (scene->n_marks >= scene->max_marks + scene->max_marks / 2) thin(scene);
    st = bm_grow(ctx, (void **)&scene->marks, &scene->cap_marks, scene->n_marks + 1, sizeof *scene->marks);
    if (st == BM_OK) scene->marks[scene->n_marks++] = mark;
    return st;
}

/* --- the end --- */

static bm_status add_segments(bm_ctx *ctx, struct bm_scene *scene, const bm_stats *stats,
                              const struct bm_line_source *lines)
{
    size_t n;
    const bm_segment_stats *rows = bm_stats_segments(stats, &n);
    void *block;
    bm_status st = bm_calloc(ctx, n, sizeof *scene->segments, &block);

    scene->segments = block;
    for (size_t i = 0; i < n && st == BM_OK; i++) {
        struct bm_scene_segment *s = &scene->segments[scene->n_segments++];
        s->stats = &rows[i];
        s->segment = &scene->naming->segments[rows[i].segment];
        st = lines->fn(ctx, lines->user, rows[i].segment, scene->arena, &s->pts, &s->first, &s->n_lines);
        if (st == BM_OK && !s->first) {
            s->first = bm_arena_calloc(scene->arena, 1, sizeof *s->first);
            if (!s->first) st = bm_fail(ctx, BM_ENOMEM, "out of memory for the line of a segment");
        }
    }
    return st;
}

bm_status bm_scene_finish(bm_ctx *ctx, struct bm_scene *scene, const bm_stats *stats,
                          const struct bm_line_source *lines)
{
    const bm_box all = {-180, -90, 180, 90};
    bm_status st;

    thin(scene);
    if (scene->n_marks > 1) qsort(scene->marks, scene->n_marks, sizeof *scene->marks, by_order);
    if ((st = add_segments(ctx, scene, stats, lines)) != BM_OK) return st;
    if ((st = bm_extent_settle(ctx, scene)) != BM_OK || !lines->background) return st;
    double fine_deg =
        fmax(scene->view.east_deg - scene->view.west_deg, scene->view.north_deg - scene->view.south_deg) /
        4000;
    st = lines->background(ctx, lines->user, &scene->view, fine_deg, scene->arena, &scene->background);
    if (st == BM_OK) st = lines->background(ctx, lines->user, &all, 0.1, scene->arena, &scene->world);
    return st;
}
