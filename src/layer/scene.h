/* What a run shows to people: the page, the pictures and the report draw from it. Incidents are kept while
 * rows pass; above BM_SCENE_MARKS of them a sample that depends on the records only, not on their order. */
#ifndef BM_LAYER_SCENE_H
#define BM_LAYER_SCENE_H

#include "base/map.h"
#include "bordermap/layer.h"

#define BM_SCENE_MARKS 100000u
#define BM_VIEW_SHAPE  (1070.0 / 840) /* width to height of the map in a picture */
#define BM_NO_AREA     UINT32_MAX

enum bm_mark_text {
    BM_MARK_ID,
    BM_MARK_SRC,
    BM_MARK_ETYPE,
    BM_MARK_ACTOR1,
    BM_MARK_ACTOR2,
    BM_MARK_PLACE,
    BM_MARK_GAZ_NAME,
    BM_MARK_ADM1,
    BM_MARK_ADM2,
    BM_MARK_REASON, /* why it is not a sure point */
    BM_MARK_NOTES,  /* the first BM_MARK_NOTES_MAX bytes, cut at a character */
    BM_MARK_TEXTS
};
#define BM_MARK_NOTES_MAX 600u

/* One incident. */
struct bm_mark {
    uint64_t lot, order; /* of the sample; of arrival */
    uint64_t src_row;
    bm_ll point;   /* NaN: none */
    uint32_t area; /* index into scene.areas; BM_NO_AREA */
    int32_t dyad, segment;
    bm_day d_start, d_end;
    double dist_m, dmin_m, dmax_m, rad_m, score;
    int64_t killed, injured;
    uint32_t text[BM_MARK_TEXTS]; /* index into scene.texts; 0: absent */
    uint8_t status, match;
    int8_t side_sure;
    char side[4], iso3[4];
};

/* A segment of the statistics with its line. */
struct bm_scene_segment {
    const bm_segment_stats *stats;
    const bm_segment *segment;
    const bm_ll *pts; /* lines, cut at 180 degrees; as many points as line_tolerance_deg asks for */
    const uint32_t *first;
    uint32_t n_lines;
};

/* An area that coarse incidents share; its outline is the gazetteer's. */
struct bm_scene_area {
    bm_area area;
    uint64_t n_incidents;
    uint32_t name, gaz_id, feat; /* indexes into texts */
    char iso3[4];
    bm_day d_first, d_last; /* of its incidents; BM_NO_DAY: none is dated */
};

/* Where the name of a country stands. */
enum { BM_COUNTRY_LABELS = 64 };
struct bm_country_label {
    const char *name; /* static */
    bm_ll at;
    double room_deg; /* radius of the largest circle around it that is in the country and the view */
};

struct bm_scene {
    bm_ctx *ctx;
    bm_arena *arena;
    const bm_naming *naming;
    struct bm_mark *marks; /* in order of arrival once the scene is finished */
    size_t n_marks, cap_marks;
    size_t max_marks;
    uint64_t n_rows;    /* seen */
    uint64_t lot_limit; /* rows with this lot or more are not in the sample */
    bm_str *texts;      /* texts[0] is absent */
    size_t n_texts, cap_texts;
    bm_map text_index, area_index;
    struct bm_scene_area *areas;
    size_t n_areas, cap_areas;
    /* once finished */
    bm_box view; /* of what there is to see, with a margin; may reach beyond 180 degrees or the poles */
    struct bm_scene_segment *segments;
    size_t n_segments;
    bm_background background; /* of the view, fine */
    bm_background world;      /* everything, coarse */
    struct bm_country_label labels[BM_COUNTRY_LABELS]; /* the largest country first */
    size_t n_labels;                                   /* 0 when nothing is drawn */
};

BM_CHECKED bm_status bm_scene_init(bm_ctx *ctx, const bm_naming *naming, struct bm_scene *out);
void bm_scene_free(struct bm_scene *scene); /* a zeroed one is fine */
BM_CHECKED bm_status bm_scene_add(bm_ctx *ctx, struct bm_scene *scene, const bm_row *row);

struct bm_line_source;
/* Settles the sample, the view, the segments' lines and the background. stats is borrowed. */
BM_CHECKED bm_status bm_scene_finish(bm_ctx *ctx, struct bm_scene *scene, const bm_stats *stats,
                                     const struct bm_line_source *lines);

#endif
