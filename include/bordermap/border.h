/* bordermap: international borders, their segments, and the tag that ties a place to one of them.
 *
 * A border file (.bmb) is built once (bm_border_build), mapped into memory and never changed: any number of
 * threads share it. bm_segments are cut from it for a run. A bm_tagger is one thread's set-up for asking
 * both. Terms. Dyad: two countries that share a border, alpha-3 codes in alphabetical order, iso_a and iso_b
 * ("IRN-PAK"). Part: an unbroken line of a dyad; it runs with iso_a on its left. Segment: an equal share of a
 * dyad's length.
 *
 * A file may say on which days a part is a border (and a ring ground of a country): first and last day,
 * inclusive, BM_NO_DAY for an open end. A dyad's parts are then ordered by first day, last day and place, and
 * parts with the same days are cut into segments by themselves: a segment has one pair of days, and a line
 * that ceases and comes back has segments of its own for each time. Days are bm_day (incident.h). */
#ifndef BORDERMAP_BORDER_H
#define BORDERMAP_BORDER_H

#include "ctx.h"
#include "geo.h"
#include "issue.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum bm_border_status {
    BM_BORDER_NONE,
    BM_BORDER_INTERNATIONAL,
    BM_BORDER_DISPUTED,
    BM_BORDER_LINE_OF_CONTROL,
    BM_BORDER_INDEFINITE,
    BM_BORDER_MARITIME
} bm_border_status;
const char *bm_border_status_name(bm_border_status status); /* NULL for none */

typedef struct bm_border bm_border;

typedef struct bm_dyad {
    char name[8]; /* "IRN-PAK" */
    char iso_a[4], iso_b[4];
    uint32_t n_parts;
    double len_m;                 /* on land and inland water, of all days; maritime parts are left out */
    bm_border_status status;      /* of most of its length */
    int32_t valid_from, valid_to; /* first and last day of any part; BM_NO_DAY: open */
} bm_dyad;

typedef struct bm_border_info {
    uint32_t n_dyads, n_parts;
    uint64_t n_points, bytes;
    double len_m;
    bool dated;                  /* some part or ground holds on some days only */
    int32_t first_day, last_day; /* that any part holds on; BM_NO_DAY: open */
    const char *view;   /* file name of the view whose claims are drawn; "": none, the default policy */
    const char *json;   /* sources, vintage, licences, policy, accuracy, as a JSON object; borrowed */
    const char *sha256; /* of the file's content, for manifests; 64 hex digits; borrowed */
} bm_border_info;

typedef struct bm_border_sources {
    const char *path; /* polygons or lines (GDAL), or bordermap's packed form (geodata/borders.bmp) */
    const char *country_field;                     /* NULL: the usual names (A3, ISO_A3, iso3, ADM0_A3 ...) */
    const char *valid_from_field, *valid_to_field; /* NULL: none */
    const char *view;   /* a table of changes (geodata/views/README.md); NULL: none */
    double tolerance_m; /* for neighbours that do not share vertices; 0: exact matches only */
} bm_border_sources;

BM_CHECKED bm_status bm_border_build(bm_ctx *ctx, const bm_border_sources *sources, const char *out_path,
                                     bm_issue_list *issues);
/* The digest that a border file carries, of all behind its header, and its size; "" and 0 when the file is
 * none of this version. Reads the header alone. */
BM_CHECKED bm_status bm_border_sha256(bm_ctx *ctx, const char *path, char hex[65], uint64_t *bytes);
/* Maps a built file. BM_EFORMAT if it is damaged, foreign or of another version. The caller owns *out. */
BM_CHECKED bm_status bm_border_open(bm_ctx *ctx, const char *path, bm_border **out);
/* The path of a view: the name itself if there is such a file, else NAME.csv of the views that come along. */
BM_CHECKED bm_status bm_border_find_view(bm_ctx *ctx, const char *name, char *path, size_t size);
/* The same with a view applied (a CSV of changes, geodata/views/README.md): built anew in memory, some
 * seconds for the world. A row that changes nothing is a warning in issues. */
BM_CHECKED bm_status bm_border_open_view(bm_ctx *ctx, const char *path, const char *view,
                                         bm_issue_list *issues, bm_border **out);
void bm_border_close(bm_border *border);
void bm_border_get_info(const bm_border *border, bm_border_info *out);
const bm_dyad *bm_border_dyads(const bm_border *border, uint32_t *n); /* alphabetical */
/* The day whose borders stand for a day, which is the first of the days with the very same borders. An absent
 * day (BM_NO_DAY) stands for the last there is. Days outside of all that the file knows take the nearest
 * that it does, and *outside is true. BM_NO_DAY for a file without dates. outside may be NULL. */
int32_t bm_border_day(const bm_border *border, int32_t day, bool *outside);
/* Index of a dyad by name, or -1. */
int32_t bm_border_dyad(const bm_border *border, const char *name);
/* Where lines of three dyads or more end in one place (a centimetre) on land. Neighbours whose lines were
 * matched without common vertices may meet in none. */
typedef struct bm_tripoint {
    bm_ll at;
    const int32_t *dyads; /* indexes, rising */
    uint32_t n_dyads;
    int32_t valid_from, valid_to; /* first and last day on which all of them hold; BM_NO_DAY: open */
} bm_tripoint;
/* From south to north, then by longitude and first day. Memory is the arena's. */
BM_CHECKED bm_status bm_border_tripoints(bm_ctx *ctx, const bm_border *border, bm_arena *arena,
                                         const bm_tripoint **out, size_t *n);
/* Copies the names of the dyads most like `name` into out (for messages). */
void bm_border_nearest_names(const bm_border *border, const char *name, char *out, size_t size);

typedef enum bm_edges { BM_EDGES_LONLAT, BM_EDGES_GEODESIC } bm_edges;
/* To what the distance is measured. Own country: the one whose ground the point is on (bm_tag.side), else the
 * one that bm_where.country names. OWN, FOREIGN and OUTLINE answer to bdist1, bdist2 and bdist3 of PRIO-GRID
 * (Tollefsen, Strand, Buhaug 2012, doi:10.1177/0022343311431287). Shore: an edge of a country's land, sea
 * coast or bank, with no other country on it and no border line along it. */
typedef enum bm_scope {
    BM_SCOPE_ANY,     /* the nearest land border of all */
    BM_SCOPE_OWN,     /* the nearest land border of the own country; none for an island state */
    BM_SCOPE_FOREIGN, /* the nearest ground of another country, across water too: a land border of the own
                         country or the shore of any other */
    BM_SCOPE_OUTLINE  /* the edge of the own country: its land borders and its shores */
} bm_scope;
const char *bm_scope_name(bm_scope scope); /* "any", "own", ... */

/* Lines to cut borders by, each with an ID: any file of lines that GDAL opens. */
typedef struct bm_own_lines bm_own_lines;
/* IDs are from the column seg_id, id or name, else from the first of text. BM_EFORMAT, naming the feature: an
 * ID that is missing, there twice or longer than BM_SEG_ID_BYTES; points or polygons; no features. The caller
 * owns *out. */
BM_CHECKED bm_status bm_own_lines_read(bm_ctx *ctx, const char *path, bm_own_lines **out);
void bm_own_lines_destroy(bm_own_lines *lines); /* NULL is fine */

/* What is told of a vague place. */
typedef enum bm_vague_detail {
    BM_VAGUE_ALL,    /* its range, shares and samples */
    BM_VAGUE_SHARES, /* no samples */
    BM_VAGUE_RANGE   /* its range alone */
} bm_vague_detail;

typedef struct bm_tag_options {
    double segment_m;             /* target length of a segment, > 0 */
    bool whole_dyads;             /* --segment-by dyad: one segment a dyad */
    const bm_province *provinces; /* --segment-by admin1: one for each pair of them that meets; NULL: not so.
                                     Borrowed, needed for cutting only. */
    size_t n_provinces;
    const bm_own_lines *lines; /* --segment-by FILE: one for each, with its ID; NULL: not so. What no line
                                  covers is one segment a dyad, IRN-PAK-rest. Borrowed, for cutting only. */
    bm_issue_list *issues;     /* of lines off borders and borders off lines, when cutting; they borrow names
                                  from the lines; may be NULL */
    double max_m;          /* farther incidents are tagged but not counted to a segment; here for shares */
    const double *bands_m; /* limits of distance bands, in any order: a place with a radius that reaches over
                              one gets samples; NULL: none. Borrowed by taggers */
    size_t n_bands;
    bm_vague_detail vague; /* what is left out changes nothing of the rest */
    bm_edges edges;
    bm_scope scope;
    const int32_t *dyads; /* candidates; NULL: all. Of shores only those of the other country of a dyad named
                             are left in BM_SCOPE_FOREIGN, none in BM_SCOPE_OUTLINE */
    size_t n_dyads;
    /* Borders whose segments a dyad takes over where both draw the same line, so that seg_id means the same
     * in both; NULL: every dyad in shares of its own length. Borrowed, needed for cutting only. */
    const bm_border *reference;
} bm_tag_options;

enum { BM_SEG_ID_BYTES = 60 }; /* of an own ID, in UTF-8 */
/* One segment of a run, in order of dyad, then seq. */
typedef struct bm_segment {
    char seg_id[BM_SEG_ID_BYTES + 8]; /* "IRN-PAK-018" */
    int32_t dyad;                     /* index into bm_border_dyads */
    uint32_t seq;                     /* from 1 within the dyad */
    double from_m, to_m;     /* along the dyad, gaps between parts left out; to_m - from_m is its length */
    bm_border_status status; /* of most of its length */
    double b_acc_m;          /* mean distance of its line to the independent source; NaN: not known */
    int32_t valid_from, valid_to; /* first and last day; BM_NO_DAY: open */
    const char *adm1_a, *adm1_b;  /* by provinces: on the side of iso_a, of iso_b; else NULL; the segments' */
} bm_segment;

typedef struct bm_segments bm_segments; /* immutable, shared by threads, borrows the border */
BM_CHECKED bm_status bm_segments_cut(bm_ctx *ctx, const bm_border *border, const bm_tag_options *options,
                                     bm_segments **out);
void bm_segments_destroy(bm_segments *segments);
const bm_border *bm_segments_border(const bm_segments *segments); /* what they were cut from */
const bm_segment *bm_segments_all(const bm_segments *segments, uint32_t *n);
/* The line of a segment: n_lines polylines (it may span parts); line i is pts[first[i]] to pts[first[i+1]-1].
 * The points live in the arena. Lines are cut at 180 degrees. */
BM_CHECKED bm_status bm_segment_lines(bm_ctx *ctx, const bm_segments *segments, uint32_t segment,
                                      bm_arena *arena, const bm_ll **pts, const uint32_t **first,
                                      uint32_t *n_lines);

/* A stretch that two border files share, or that one has alone. */
typedef struct bm_crossing {
    int32_t old_segment, new_segment; /* indexes into bm_segments_all; -1: the other file has nothing there */
    double old_m, new_m;              /* its length in each */
} bm_crossing;
/* Which segment became which: by old segment, then new; what is only in the new file comes last. A place
 * belongs to the nearest segment of the other file within tolerance_m, of the dyad of the same name if one is
 * that near. old_m of an old segment's rows sum to its length, new_m of a new one's to its own. Free *out
 * with bm_border_crosswalk_free. */
BM_CHECKED bm_status bm_border_crosswalk(bm_ctx *ctx, const bm_segments *old_segments,
                                         const bm_segments *new_segments, double tolerance_m,
                                         bm_crossing **out, size_t *n);
void bm_border_crosswalk_free(bm_ctx *ctx, bm_crossing *rows);

/* What a map shows behind the incidents. */
typedef struct bm_background_line {
    char iso3[4];            /* of a ring: whose ground it is around */
    int32_t dyad;            /* of a line: index into bm_border_dyads; -1: a ring */
    bm_border_status status; /* of a line */
    const bm_ll *pts;        /* a ring repeats its first point */
    uint32_t n;
} bm_background_line;
typedef struct bm_background {
    const bm_background_line *rings, *lines; /* outer rings of countries, lakes filled; borders */
    size_t n_rings, n_lines;
} bm_background;
/* The rings and lines that meet box (west <= east, either may lie beyond 180 degrees; whole, not cut to it),
 * with the points that a map needs on which nothing smaller than tolerance_deg degrees is seen (Douglas and
 * Peucker 1973). Nothing crosses 180 degrees. Memory is the arena's. */
BM_CHECKED bm_status bm_border_background(bm_ctx *ctx, const bm_border *border, const bm_box *box,
                                          double tolerance_deg, bm_arena *arena, bm_background *out);

/* Where something is: a point with a radius, or an area; and when: only borders of that day are asked. */
typedef struct bm_where {
    bool has_point;
    bm_ll point;
    double rad_m;    /* 0 or NaN: exact */
    bm_area area;    /* used for the range when n_rings > 0 */
    bool has_day;    /* false: the last day that the border file knows */
    int32_t day;     /* of a file with dates, as bm_border_day takes it */
    char country[4]; /* alpha-3, for scopes when the point is on nobody's ground; "": not known */
} bm_where;

typedef struct bm_share { /* of a vague place, to one segment */
    uint32_t segment;
    double share; /* 0 to 1; shares of a place sum to at most 1 (the rest lies beyond max_m) */
} bm_share;

/* The columns that tagging adds to a row. */
typedef struct bm_tag {
    int32_t dyad, segment; /* indexes, -1: none; no segment where the nearest is a shore */
    char pair[8]; /* the own and the nearest foreign country ("DNK-NOR") when they share no border; else "" */
    double dist_m;         /* geodesic distance to the nearest border; NaN without a point */
    double dmin_m, dmax_m; /* range over the radius or area; NaN when not known */
    char side[4];          /* country whose ground it is on; "": unknown or at sea */
    int side_sure;         /* 1, 0, or -1: null */
    bm_ll near;            /* nearest border point; NaN without a point */
    double az_deg;         /* azimuth to it, [0, 360) */
    double chain_m;        /* its chainage along the dyad */
    int32_t dyad2;         /* next nearest dyad, -1: none */
    char pair2[8];         /* as pair */
    double dist2_m;
    bool tie;                /* another dyad or segment is as near, within 1 mm; the smaller was taken */
    bool tie_at_end;         /* of a tie: all that tie meet in the one nearest place (a tri-point, a cut), so
                                that place, distance and azimuth are settled and only the name is by rule */
    bool no_border;          /* nothing to measure to: an island state's own border, no own country */
    bm_border_status status; /* of the border at the nearest point */
    const bm_share *shares;  /* for rows that are not a certain point; in segment order; in the arena */
    uint32_t n_shares;
    /* A vague place as points spread evenly over its radius or area, each of weight 1 / n_samples: distances
     * to the nearest border (or shore) of the scope, rising, within [dmin_m, dmax_m], to a metre; INFINITY when the day has none. sample_dyad: the nearest dyad of each, -1: a shore,
     * or a pair that shares no border. In the arena. Every area has them; a place with a radius when a limit
     * of bm_tag_options.bands_m lies within its range or several segments share it. NULL, 0: dist_m alone
     * stands for the place. */
    const float *sample_m;
    const int32_t *sample_dyad;
    uint32_t n_samples;
    bool off_day; /* the day lies outside of all that the border file knows: the nearest it knows was taken */
} bm_tag;

typedef struct bm_tagger bm_tagger; /* one thread's; borrows border and segments */
BM_CHECKED bm_status bm_tagger_create(bm_ctx *ctx, const bm_border *border, const bm_segments *segments,
                                      const bm_tag_options *options, bm_tagger **out);
void bm_tagger_destroy(bm_tagger *tagger);
/* Tags one place: exact on the ellipsoid. Ties within 1 mm go to the smaller dyad, then the smaller segment;
 * a border goes before a shore. No other dyad of the scope is nearer than dist2_m. */
BM_CHECKED bm_status bm_tag_place(bm_ctx *ctx, bm_tagger *tagger, const bm_where *where, bm_arena *arena,
                                  bm_tag *out);
/* Its two steps. First all that the point and its radius say. */
BM_CHECKED bm_status bm_tag_point(bm_ctx *ctx, bm_tagger *tagger, const bm_where *where, bm_tag *out);
/* Then, by the same tagger with no other place in between: the range of an area, shares and samples. Those of
 * an area depend on nothing else than the area, the day and the own country. */
BM_CHECKED bm_status bm_tag_extent(bm_ctx *ctx, bm_tagger *tagger, const bm_where *where, bm_arena *arena,
                                   bm_tag *tag);

/* --- ground: what of the earth's surface is a country's by the outlines of the file, lakes filled; of two
 * outlines around a place the smaller one counts --- */

/* Ground of a country on a day (BM_NO_DAY: the last the file knows) in square kilometres of the ellipsoid, by
 * scan lines at most 500 m apart; 0 for a country without outlines. */
BM_CHECKED bm_status bm_border_ground_km2(bm_ctx *ctx, const bm_border *border, const char iso3[4],
                                          int32_t day, double *km2);
/* Boxes around the ground of a country, one for each outline; in the arena. */
BM_CHECKED bm_status bm_border_ground_boxes(bm_ctx *ctx, const bm_border *border, const char iso3[4],
                                            int32_t day, bm_arena *arena, const bm_box **out, size_t *n);
/* A piece of the work of spreading points evenly over a country's ground. */
typedef struct bm_ground_piece {
    uint32_t outline;
    uint64_t first; /* of the country's low-discrepancy sequence, over the outline's box */
    uint32_t n;     /* at most BM_GROUND_PIECE */
    int32_t day;
} bm_ground_piece;
#define BM_GROUND_PIECE 2048
/* Cuts the work of spreading about n_points over a country of km2 (bm_border_ground_km2) into pieces, in the
 * arena. The points depend on the border file, the country, the day, km2 and n_points alone. */
BM_CHECKED bm_status bm_border_ground_pieces(bm_ctx *ctx, const bm_border *border, const char iso3[4],
                                             int32_t day, double km2, double n_points, bm_arena *arena,
                                             const bm_ground_piece **out, size_t *n);
/* The points of a piece into out (BM_GROUND_PIECE of them at most). */
BM_CHECKED bm_status bm_ground_points(bm_ctx *ctx, bm_tagger *tagger, const bm_ground_piece *piece,
                                      bm_ll *out, size_t *n);

/* --- bands: the land about a border --- */

/* Bands wider than this are not drawn. */
#define BM_BAND_MAX_M 500000.0
/* Land within some distance of a dyad's border to which no other dyad asked for is nearer. */
typedef struct bm_band {
    bm_area area;    /* in the arena; outer rings counter-clockwise, each followed by its holes, clockwise; none
                        crosses 180 degrees. n_rings 0: there is no such land, or it is not drawn */
    double area_km2; /* of the ellipsoid; NaN: not drawn */
} bm_band;
/* The bands of a dyad for n rising limits in metres, the borders those of the last day. A place is in the wrong
 * band, or in none, only within BM_BAND_ERROR of the limit from its edge or within BM_BAND_PART_M of where two
 * dyads are equally near: buffers are drawn in local projections (azimuthal equidistant about pieces of 150 km),
 * of lines simplified to a two-hundredth of the limit. dyads: those that are asked for; NULL: all. Land is that
 * of the outlines; all there is for a file without any. One thread; memory is the arena's. */
#define BM_BAND_ERROR  0.02
#define BM_BAND_PART_M 1000.0
BM_CHECKED bm_status bm_border_bands(bm_ctx *ctx, const bm_border *border, const int32_t *dyads, size_t n_dyads,
                                     int32_t dyad, const double *bands_m, size_t n, bm_arena *arena,
                                     bm_band *out);

#ifdef __cplusplus
}
#endif
#endif
